package shell_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/shell"
)

func TestABashLineIsReadAsBashReadsIt(t *testing.T) {
	for name, tc := range map[string]struct {
		line, replaced string
		want           []string
	}{
		"plain":                     {"fob use my", "my", []string{"fob", "use", "my"}},
		"behind a blank":            {"fob use ", "", []string{"fob", "use", ""}},
		"an open quote":             {"fob use 'it s", "it s", []string{"fob", "use", "it s"}},
		"closed and opened again":   {`fob use 'it'\''s`, "s", []string{"fob", "use", "it's"}},
		"double quotes":             {`fob use "a\$b\c`, `a\$b\c`, []string{"fob", "use", `a$b\c`}},
		"escapes":                   {`fob use it\ s\`, `it\ s\`, []string{"fob", "use", "it s"}},
		"behind a colon":            {"fob use a:b", "b", []string{"fob", "use", "a:b"}},
		"what bash-completion says": {"fob use a:", ":", []string{"fob", "use", "a:"}},
		"a value":                   {"fob --profile=x", "x", []string{"fob", "--profile=x"}},
		"variables before":          {"A=1 B='x y' fob use q", "q", []string{"fob", "use", "q"}},
		"an empty word":             {"fob use '' x", "x", []string{"fob", "use", "", "x"}},
		"what bash does not agree":  {"fob use a", "zz", []string{"fob", "use", "a"}},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(tc.want, shell.TypedLine(tc.line, tc.replaced).Words); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestOtherShellsHandOverWords(t *testing.T) {
	for name, tc := range map[string]struct {
		kind  shell.Kind
		words []string
		want  []string
	}{
		"zsh has read all":           {shell.Zsh, []string{"fob", "use", "it's"}, []string{"fob", "use", "it's"}},
		"fish, an open quote":        {shell.Fish, []string{"fob", "use", `'it\'s \$`}, []string{"fob", "use", `it's \$`}},
		"PowerShell, a doubled one":  {shell.WindowsPowerShell, []string{"fob", "use", "‘it''s"}, []string{"fob", "use", "it's"}},
		"PowerShell, a backtick":     {shell.PowerShell, []string{"fob", "use", "\"a`$b"}, []string{"fob", "use", "a$b"}},
		"PowerShell, an open value":  {shell.PowerShell, []string{"fob", "--profile='a b"}, []string{"fob", "--profile=a b"}},
		"nu, a command of two words": {shell.Nu, []string{"fob use", `"a b"`, "`c d"}, []string{"fob", "use", "a b", "c d"}},
		"nothing":                    {shell.Fish, nil, []string{""}},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(tc.want, shell.TypedWords(tc.kind, tc.words).Words); d != "" {
				t.Error(d)
			}
		})
	}
}

// bash puts the longest common beginning of all candidates in the place of
// what is typed, so they must not lose that.
func TestBashLosesNothingThatWasTyped(t *testing.T) {
	typed := shell.TypedLine("fob use dev", "dev")
	if got := typed.Answer(shell.AnswerList, []shell.Candidate{{Text: "a-dev"}, {Text: "b-dev"}}); got != "list\n" {
		t.Errorf("got %q", got)
	}
	if got := typed.Answer(shell.AnswerList, []shell.Candidate{{Text: "a-dev1"}, {Text: "a-dev2"}}); got != "list\na-dev1\na-dev2\n" {
		t.Errorf("got %q", got)
	}
}

// What completion writes must mean the very name, however the word was begun.
// Names that cannot be shown as they are are left out.
// One process of the shell reads all the lines.
func TestWhatCompletionWritesMeansThatName(t *testing.T) {
	var names []string
	for _, v := range values(3_000) {
		if v != "" && output.Clean(v) {
			names = append(names, v)
		}
	}
	t.Run("bash", func(t *testing.T) {
		var script strings.Builder
		var want []string
		for _, name := range names {
			for _, open := range []string{"", "'", `"`} {
				line := "say " + open
				text := strings.TrimPrefix(shell.TypedLine(line, "").Answer(shell.AnswerList, []shell.Candidate{{Text: name}}), "list\n")
				text = strings.TrimSuffix(text, "\n")
				if !strings.HasSuffix(text, open) { // as bash does
					text += open
				}
				script.WriteString(line + text + "\n")
				want = append(want, name)
			}
		}
		said(t, "say() { printf '%s\\0' \"$1\"; }\n"+script.String(), want, program(t, "bash"), "--norc", "--noprofile")
	})
	t.Run("PowerShell", func(t *testing.T) {
		var script strings.Builder
		var want []string
		for _, name := range names {
			for _, open := range []string{"", "'", `"`, "‘", "”"} {
				text := strings.TrimPrefix(shell.TypedWords(shell.PowerShell, []string{"say", open}).Answer(shell.AnswerList, []shell.Candidate{{Text: name}}), "list\n")
				text, _, _ = strings.Cut(text, "\t")
				fmt.Fprintf(&script, "say %s\n", unescaped(text))
				want = append(want, name)
			}
		}
		const begin = "\ufeff$out = [Console]::OpenStandardOutput(); " +
			"function say($v) { $b = [Text.Encoding]::UTF8.GetBytes([string]$v + [char]0); $out.Write($b, 0, $b.Length) }\n"
		said(t, begin+script.String(), want, powerShell(t), "-NoProfile", "-File")
	})
}

// unescaped is what [regex]::Unescape makes of an answer for PowerShell.
func unescaped(s string) string {
	parts := strings.Split(s, `\u`)
	var units []string
	for _, p := range parts[1:] {
		units = append(units, "w"+hexToDecimal(p[:4]))
		units = append(units, "+"+p[4:])
	}
	var b strings.Builder
	b.WriteString(parts[0])
	codes := ""
	flush := func() {
		if codes != "" {
			words, _ := shell.Words("w" + codes)
			b.WriteString(words[0])
			codes = ""
		}
	}
	for _, u := range units {
		if rest, ok := strings.CutPrefix(u, "w"); ok {
			codes = strings.TrimPrefix(codes+"."+rest, ".")
		} else if u != "+" {
			flush()
			b.WriteString(u[1:])
		}
	}
	flush()
	return b.String()
}

func hexToDecimal(hex string) string {
	var n int
	_, _ = fmt.Sscanf(hex, "%04x", &n)
	return fmt.Sprint(n)
}

func said(t *testing.T, script string, want []string, argv ...string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script.ps1")
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(argv[0], append(argv[1:], file)...)
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "LANG=C.UTF-8"}
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %v", argv, err)
	}
	got := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	for i, v := range want {
		if i >= len(got) || got[i] != v {
			t.Fatalf("line %d: %q came back as %q, of %d", i, v, got[min(i, len(got)-1)], len(got))
		}
	}
}

// The shell writes candidates and descriptions to the terminal.
func TestCompletionWritesNothingThatSteersTheTerminal(t *testing.T) {
	hostile := []string{"\x1b[2J", "\a", "\x7f", "\u009b31m", "\u202e", "\u2028", "\u2029", "\x9b"}
	var candidates []shell.Candidate
	for _, h := range hostile {
		candidates = append(candidates, shell.Candidate{Text: "name" + h, Tip: "tip"}, shell.Candidate{Text: "b" + h, Bare: "-- "})
	}
	candidates = append(candidates, shell.Candidate{Text: "good", Tip: "x" + strings.Join(hostile, "") + "\ny\tz"})
	for _, k := range shell.Kinds() {
		got := shell.TypedWords(k, []string{"fob", "use", ""}).Answer(shell.AnswerList, candidates)
		if strings.Contains(got, "name") || !strings.Contains(got, "good") {
			t.Errorf("%s: %q", k, got)
		}
		if k == shell.Zsh || k == shell.Fish { // the others write no description, or encode it once more
			if want := `x\x1b[2J\x07\x7f\u009b31m\u202e\u2028\u2029\x9b\ny\tz`; !strings.Contains(got, want) {
				t.Errorf("%s: the description is %q", k, got)
			}
		}
		for line := range strings.Lines(got) {
			for _, cell := range strings.Split(strings.TrimSuffix(line, "\n"), "\t") {
				if !output.Clean(cell) {
					t.Errorf("%s: %q", k, cell)
				}
			}
		}
	}
}

func FuzzTypedLine(f *testing.F) {
	f.Add("fob use 'it", "it")
	f.Add(`fob use "a\`, `a\`)
	f.Add("A=1 fob --profile=x", "x")
	f.Fuzz(func(t *testing.T, line, replaced string) {
		typed := shell.TypedLine(line, replaced)
		if len(typed.Words) == 0 {
			t.Fatal("a line has at least the word that is being typed")
		}
		last := shell.Candidate{Text: typed.Words[len(typed.Words)-1]}
		if utf8.ValidString(line) && utf8.ValidString(replaced) && strings.HasSuffix(line, replaced) && !strings.ContainsFunc(last.Text, unicode.IsControl) && !typed.Fit(last) {
			t.Errorf("%q: the word itself does not fit", line)
		}
	})
}

func FuzzTypedWords(f *testing.F) {
	f.Add("pwsh", "fob", "'it''s")
	f.Add("nu", "fob use", "`a b")
	f.Add("fish", "fob", `"a\$`)
	f.Fuzz(func(t *testing.T, kind, first, last string) {
		typed := shell.TypedWords(shell.Kind(kind), []string{first, last})
		if len(typed.Words) < 2 {
			t.Errorf("%q: %q", []string{first, last}, typed.Words)
		}
		_ = typed.Answer(shell.AnswerList, []shell.Candidate{{Text: first, Tip: last}})
	})
}
