package pattern_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/pattern"
)

// What is left is what Python 3.11's re.sub(pattern, "", text) returns.
func TestRemoveAllIsPythonsSub(t *testing.T) {
	for _, tc := range []struct{ pattern, text, want string }{
		{"(?<=admin)istratoraccess", "administratoraccess", "admin"},
		{"^aws", "awsreadonlyaws", "readonlyaws"},
		{"(?<=readonly)access", "readonlyaccess", "readonly"},
		{"(?<=poweruser)access", "poweruseraccess", "poweruser"},
		{"(?<!x)a", "xaa", "xa"},
		{"a(?=b)", "abac", "bac"},
		{"a(?!b)", "abac", "abc"},
		{"(?i)PROD", "Prod-prod-PROD", "--"},
		{"(?i:A)b", "abAbaB", "aB"},
		{"(?P<x>a)-(?P=x)", "a-a b-b", " b-b"},
		{`(\w)\1`, "aabbc", "c"},
		{"a*?b", "aaab", ""},
		{"x*", "axb", "ab"},
		{"a{2}", "aaaaa", "a"},
		{"a{,2}b", "aaab", "a"},
		{"a{x", "a{x}", "}"},
		{"[^a-c]", "abcdef", "abc"},
		{"[]a]", "]ab", "b"},
		{`[\w-]`, "a-b c", " "},
		{`\d+`, "acc١٢3", "acc"},
		{`(?a)\d+`, "acc١٢3", "acc١٢"},
		{`\bx\b`, "x xx x", " xx "},
		{"(?>a+)b", "aab", ""},
		{"(?>a+)ab", "aab", "aab"},
		{"a++a", "aaa", "aaa"},
		{"(a)?(?(1)b|c)", "abc", ""},
		{"(a|ab)(c|bcd)", "abcd", ""},
		{"(?:a|b)+$", "xab", "x"},
		{"(?<=a|b)c", "acbcdc", "abdc"},
		{`\x41\u0042`, "ABC", "C"},
		{"(?x) a # first\n b", "ab c", " c"},
		{"a|", "bab", "bb"},
		{"(a*)*", "aab", "b"},
		{"(a*)+?b", "aab", ""},
		{"ß", "Straße", "Strae"},
	} {
		p, err := pattern.Compile(tc.pattern)
		if err != nil {
			t.Errorf("%s: %v", tc.pattern, err)
			continue
		}
		if got, err := p.RemoveAll(tc.text); err != nil || got != tc.want {
			t.Errorf("%s on %q: got %q, %v; want %q", tc.pattern, tc.text, got, err, tc.want)
		}
	}
}

func TestMistakesAreTold(t *testing.T) {
	for text, want := range map[string]string{
		"(a":                      "missing ), unterminated subpattern at position 0",
		"a)":                      "unbalanced parenthesis",
		"*a":                      "nothing to repeat",
		"a**":                     "multiple repeat",
		"[a":                      "unterminated character set at position 0",
		"[z-a]":                   "bad character range",
		`\q`:                      `bad escape \q`,
		`a\`:                      "bad escape (end of pattern)",
		"(?<=a*)b":                "look-behind requires fixed-width pattern",
		"(?<=a|bc)d":              "look-behind requires fixed-width pattern",
		`\1`:                      "invalid group reference",
		`(\1)`:                    "cannot refer to an open group",
		"(?P<n>a":                 "missing )",
		"(?P<1>a)":                "bad character in group name",
		"(?P=n)":                  "unknown group name",
		"a(?i)b":                  "global flags not at the start",
		"(?z)a":                   "unknown extension",
		"a{3,2}":                  "min repeat greater than max repeat",
		"(?P<a>)(?P<a>)":          "redefinition of group name",
		strings.Repeat("(", 5000): "too many groups",
	} {
		if _, err := pattern.Compile(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20s: error is %v, want %q in it", text, err, want)
		}
	}
}

func TestAPatternThatNeverEndsIsStopped(t *testing.T) {
	p, err := pattern.Compile("(a+)+$")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Repeat("a", 40) + "b"
	if got, err := p.RemoveAll(text); !errors.Is(err, pattern.ErrBudget) || got != text {
		t.Errorf("got %q, %v", got, err)
	}
}

func FuzzPattern(f *testing.F) {
	for _, p := range []string{"(?<=a)b|c*?[^d]", `(?P<x>\w+)(?P=x)(?(x)a|b)`, "(?x) a # b", "a{1,2}+(?>b)", `[\d-\]]\Z`} {
		f.Add(p, "abcab")
	}
	f.Fuzz(func(t *testing.T, text, on string) {
		p, err := pattern.Compile(text)
		if err != nil || len(on) > 200 {
			return
		}
		got, err := p.RemoveAll(on)
		if err == nil && len([]rune(got)) > len([]rune(on)) {
			t.Errorf("%q on %q made more: %q", text, on, got)
		}
	})
}
