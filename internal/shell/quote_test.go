package shell_test

import (
	"testing"

	"github.com/fobcli/fob/internal/shell"
)

func TestQuoteAndWordInEachShell(t *testing.T) {
	for name, tc := range map[string]struct {
		kind        shell.Kind
		in          string
		quote, word string
	}{
		"bash":                  {shell.Bash, "it's", `'it'\''s'`, `'it'\''s'`},
		"sh, plain":             {shell.Sh, "my-dev", `'my-dev'`, `my-dev`},
		"fish":                  {shell.Fish, `it's a \`, `'it\'s a \\'`, `'it\'s a \\'`},
		"nu":                    {shell.Nu, "a\"b\\c\n", `"a\"b\\c\u{a}"`, `"a\"b\\c\u{a}"`},
		"nu, a word":            {shell.Nu, "my-dev", `"my-dev"`, `my-dev`},
		"nu, a word for truth":  {shell.Nu, "True", `"True"`, `"True"`},
		"nu, a number":          {shell.Nu, ".5", `".5"`, `".5"`},
		"PowerShell":            {shell.WindowsPowerShell, "x’y", "'x’’y'", "'x’’y'"},
		"PowerShell, a number":  {shell.PowerShell, "1.0", "'1.0'", "'1.0'"},
		"cmd":                   {shell.Cmd, "My Prod", `"My Prod"`, `"My Prod"`},
		"cmd, signs":            {shell.Cmd, "a&b^c", `"a&b^c"`, `"a&b^c"`},
		"cmd, backslash at end": {shell.Cmd, `C:\x y\`, `"C:\x y\\"`, `"C:\x y\\"`},
		"nothing":               {shell.Fish, "", "''", "''"},
	} {
		t.Run(name, func(t *testing.T) {
			if q, w := shell.Quote(tc.kind, tc.in), shell.Word(tc.kind, tc.in); q != tc.quote || w != tc.word {
				t.Errorf("got %s and %s, want %s and %s", q, w, tc.quote, tc.word)
			}
		})
	}
}

func TestWhatAShellCannotWriteIsRefused(t *testing.T) {
	for in, want := range map[string]string{
		"a\nb":      "has a line break, which cmd cannot write",
		"a\tb":      "has a control character, which cmd cannot write",
		"%PATH%":    "has a %, which cmd cannot quote",
		"ha!":       "has a !, which cmd cannot quote",
		`6"`:        `has a ", which cmd cannot quote`,
		"a&b|<>^()": "",
	} {
		if got := shell.Refusal(shell.Cmd, in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
		for _, k := range []shell.Kind{shell.Bash, shell.Fish, shell.Nu, shell.PowerShell} {
			if got := shell.Refusal(k, in); got != "" {
				t.Errorf("%s refuses %q: %s", k, in, got)
			}
		}
	}
	if shell.Refusal(shell.Bash, "a\x00b") == "" {
		t.Error("a NUL was not refused")
	}
}
