package shell_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/shell"
)

func TestAnswersToHooksAreData(t *testing.T) {
	s := shell.Switch{Profile: "a$(b) ü", Region: "eu-west-1"}
	for name, tc := range map[string]struct {
		kind     shell.Kind
		s        shell.Switch
		previous string
		want     string
	}{
		"bash":               {shell.Bash, s, "", "fob-hook 1\nprofile a$(b) ü\nregion eu-west-1\n"},
		"a way back":         {shell.Fish, s, shell.Remember("ü"), "fob-hook 1\nprevious w252\nprofile a$(b) ü\nregion eu-west-1\n"},
		"Windows PowerShell": {shell.WindowsPowerShell, shell.Switch{Profile: "a ü"}, "", "fob-hook 1\nprofile 97.32.252\n"},
		"unset":              {shell.Zsh, shell.Switch{}, shell.Remember(""), "fob-hook 1\nprevious w\nnone\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shell.Answer(tc.kind, tc.s, tc.previous); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestWhatAHookRemembersComesBack(t *testing.T) {
	for _, profile := range []string{"", "dev", "a b", "😀'\"$"} {
		if got, ok := shell.Recall(shell.Remember(profile)); !ok || got != profile {
			t.Errorf("%q came back as %q, %v", profile, got, ok)
		}
	}
	for _, text := range []string{"", "dev", "w1 w2", "wx"} {
		if got, ok := shell.Recall(text); ok {
			t.Errorf("%q was read as %q", text, got)
		}
	}
}

func TestNamesThatNoAnswerCanHoldAreRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		kind shell.Kind
		in   string
		want string
	}{
		"a line break":  {shell.Bash, "a\nb", "has a control character, which no shell can hand on"},
		"cmd, a !":      {shell.Cmd, "a!b", "has a !, which cmd may replace"},
		"cmd, a blank":  {shell.Cmd, " a", "begins with a blank, which cmd drops"},
		"cmd, the rest": {shell.Cmd, `100% "x" & y`, ""},
		"zsh, a !":      {shell.Zsh, "a!b", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shell.Unanswerable(tc.kind, tc.in); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestALineOfCmdIsTakenApartAsProgramsDo(t *testing.T) {
	for in, want := range map[string][]string{
		"use dev":              {"use", "dev"},
		` use  "My Prod" -p`:   {"use", "My Prod", "-p"},
		`use a,b;c=d ""`:       {"use", "a,b;c=d", ""},
		`use C:\x\ "C:\y z\\"`: {"use", `C:\x\`, `C:\y z\`},
		`use a\"b "c""d" e`:    {"use", `a"b`, `c"d`, "e"},
		`use x"y z"w`:          {"use", "xy zw"},
		"":                     nil,
	} {
		if got := shell.Line(in); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("w97.98 w w32")
	f.Add("x1")
	f.Add("w99999999")
	f.Fuzz(func(t *testing.T, text string) {
		words, ok := shell.Words(text)
		if !ok && words != nil {
			t.Errorf("%q: refused, and yet %q", text, words)
		}
	})
}

// Whatever cmd can write as a word comes back from its line; any line at all
// is taken apart without a word more than its blanks and quotes allow.
func FuzzLine(f *testing.F) {
	f.Add("My Prod", `a\`)
	f.Add(`x\\`, "")
	f.Add(`"`, `\"" "`)
	f.Fuzz(func(t *testing.T, a, b string) {
		if n := len(shell.Line(a)); n > len(a) {
			t.Errorf("%q: %d words", a, n)
		}
		if strings.ContainsRune(a+b, '"') || shell.Refusal(shell.Cmd, a) != "" || shell.Refusal(shell.Cmd, b) != "" {
			return
		}
		line := "use " + shell.Word(shell.Cmd, a) + " " + shell.Word(shell.Cmd, b)
		if got := shell.Line(line); !slices.Equal(got, []string{"use", a, b}) {
			t.Errorf("%s: got %q", line, got)
		}
	})
}
