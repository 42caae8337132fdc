package pattern_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/pattern"
)

// pieces are put together at random; most results are expressions.
var pieces = []string{
	"a", "b", "B", "ab", "-", ".", "^", "$", "|", "(", ")", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?P<n>", "(?P=n)", "(?i:", "(?>",
	"*", "+", "?", "*?", "+?", "??", "{2}", "{,1}", "{1,}", "{1,2}?", "[ab]", "[^a]", `[\w-]`, `\w`, `\W`, `\b`, `\B`, `\1`, `\d`, `\s`, `\Z`, `\A`,
	"ä", "ß", "1", "٣", `\x61`, "(?(1)", "{", "}", "]", "[", "a-b", `\`, "(?i)",
}

var subjects = []string{"", "a", "ab", "aab-b", "baab", "AbB a1", "ab\n", "äßa", "a-a-b1٣", "aaaa", "b\nab"}

const ask = `
import json, re, sys, warnings
warnings.simplefilter("ignore")
out = []
for p, s in json.load(sys.stdin):
    try:
        out.append(re.sub(p, "", s))
    except (re.error, OverflowError, RecursionError):
        out.append(None)
json.dump(out, sys.stdout)
`

// Python 3.11 is the first with atomic groups and with today's rules for flags.
func TestWhatPythonSays(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil || exec.Command(python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))").Run() != nil {
		t.Skip("no Python from 3.11 on: the patterns were not compared with it")
	}
	cases := randomCases(20_000)
	in, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(python, "-c", ask)
	c.Stdin, c.Stderr = bytes.NewReader(in), os.Stderr
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	var want []*string
	if err := json.Unmarshal(out, &want); err != nil {
		t.Fatal(err)
	}
	valid := 0
	for i, c := range cases {
		p, err := pattern.Compile(c[0])
		if (err == nil) != (want[i] != nil) {
			t.Errorf("%s: error is %v, and Python's answer %v", c[0], err, want[i])
			continue
		}
		if err != nil {
			continue
		}
		valid++
		if got, err := p.RemoveAll(c[1]); err != nil || got != *want[i] {
			t.Errorf("%s on %q: got %q, %v; Python says %q", c[0], c[1], got, err, *want[i])
		}
	}
	if valid < 500 {
		t.Errorf("only %d of the expressions were valid", valid)
	}
}

func randomCases(n int) [][2]string {
	random := rand.New(rand.NewPCG(3, 4))
	cases := make([][2]string, n)
	for i := range cases {
		var b strings.Builder
		open := 0
		for range 1 + random.IntN(7) {
			piece := pieces[random.IntN(len(pieces))]
			if strings.HasPrefix(piece, "(") && piece != "(?i)" && piece != "(?P=n)" {
				open++
			}
			if piece == ")" {
				open--
			}
			b.WriteString(piece)
		}
		for ; open > 0; open-- { // most are closed
			b.WriteString("b)")
		}
		cases[i] = [2]string{b.String(), subjects[random.IntN(len(subjects))]}
	}
	return cases
}
