package populate

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

func TestCasesAreThoseOfPython(t *testing.T) {
	for _, tc := range []struct {
		c        Case
		in, want string
	}{
		{Lower, "Dev-Account", "dev-account"},
		{Lower, "ΟΔΟΣ ΣΑΣ", "οδος σας"},
		{Lower, "İX", "i\u0307x"},
		{Upper, "straße ﬁn", "STRASSE FIN"},
		{Casefold, "Straße ΣΑΣ ς", "strasse σασ σ"},
		{Capitalize, "ß dEV aCCOUNT", "Ss dev account"},
		{Title, "they're 3rd-party_x ΣΑΣ ǆ", "They'Re 3Rd-Party_X Σας ǅ"},
		{AsIs, "As-Is", "As-Is"},
	} {
		if got := tc.c.apply(tc.in); got != tc.want {
			t.Errorf("%s of %q: got %q, want %q", tc.c, tc.in, got, tc.want)
		}
	}
}

func TestEveryCharacterChangesAsUnicodeSays(t *testing.T) {
	up, low, fold := cases.Upper(language.Und), cases.Lower(language.Und), cases.Fold()
	for r := rune(0); r <= 0x1ffff; r++ { // no letters with cases stand behind
		s := string(r)
		for c, want := range map[Case]string{Upper: up.String(s), Lower: low.String(s), Casefold: fold.String(s)} {
			if c == Casefold && r >= 0x13a0 && r <= 0x13f5 {
				want = s // CaseFolding.txt and Python keep capital Cherokee; that package lowers it
			}
			if got := c.apply(s); got != want {
				t.Errorf("%s of %U: got %+q, want %+q", c, r, got, want)
			}
		}
	}
}

// Sigmas, marks and apostrophes in each other's neighbourhood, by Python itself.
func TestWordsChangeAsPythonSays(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 is here: the cases were not compared with it")
	}
	var words []string
	letters := []string{"Σ", "a", "B", "'", "\u0301", "-", "ß", "1", "ʰ", " ", "ǆ", "İ", "ª"}
	for i := range len(letters) * len(letters) * len(letters) * len(letters) {
		var b strings.Builder
		for k := i; b.Len() == 0 || k > 0; k /= len(letters) {
			b.WriteString(letters[k%len(letters)])
		}
		words = append(words, b.String())
	}
	in, err := json.Marshal(words)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(python, "-c", "import json,sys\njson.dump([[w.lower(),w.upper(),w.title(),w.capitalize(),w.casefold()] for w in json.load(sys.stdin)],sys.stdout)")
	c.Stdin = strings.NewReader(string(in))
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	var want [][5]string
	if err := json.Unmarshal(out, &want); err != nil {
		t.Fatal(err)
	}
	for i, w := range words {
		got := [5]string{Lower.apply(w), Upper.apply(w), Title.apply(w), Capitalize.apply(w), Casefold.apply(w)}
		if got != want[i] {
			t.Errorf("%q: got %q, Python says %q", w, got, want[i])
		}
	}
}
