package ui

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/cli"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/paths"
)

// plainTerminal is plain mode with input from a file and a file for what is shown.
func plainTerminal(t *testing.T, input string) (*Terminal, func() string) {
	t.Helper()
	in, out := filepath.Join(t.TempDir(), "in"), filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(in, []byte(input), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := os.Open(in)
	if err != nil {
		t.Fatal(err)
	}
	w, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); w.Close() })
	term := New(World{In: r, Out: w, Err: w, Environ: paths.FromMap("linux", nil), Plain: true})
	return term, func() string {
		b, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
}

func TestPlainPickTakesNumbersAndNames(t *testing.T) {
	choice := cli.Choice{Title: "Choose a role", Items: []cli.Item{{Label: "Admin"}, {Label: "ReadOnly"}, {Label: "ReadMost"}}}
	const list = "Choose a role:\n  1) Admin\n  2) ReadOnly\n  3) ReadMost\nNumber, or part of a name [1]: "
	for name, tc := range map[string]struct {
		input string
		want  int
		shown string
	}{
		"Enter takes the first":     {input: "\n", want: 0, shown: list},
		"a number":                  {input: "3\n", want: 2, shown: list},
		"a part of one name":        {input: "only\n", want: 1, shown: list + "  ReadOnly\n"},
		"a part of several narrows": {input: "read\n3\n", want: 2, shown: list + "Choose a role:\n  2) ReadOnly\n  3) ReadMost\nNumber, or part of a name [2]: "},
		"what matches nothing":      {input: "zzz\n2\n", want: 1, shown: list + "  Nothing matches \"zzz\".\n" + list},
		"a number that is no row":   {input: "7\n2", want: 1, shown: list + "  Nothing matches \"7\".\n" + list},
	} {
		t.Run(name, func(t *testing.T) {
			term, shown := plainTerminal(t, tc.input)
			got, err := term.Pick(context.Background(), choice)
			if err != nil || got != tc.want {
				t.Fatalf("got %d, %v; want %d", got, err, tc.want)
			}
			if d := cmp.Diff(tc.shown, shown()); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestPlainQuestionsShareTheInput(t *testing.T) {
	term, shown := plainTerminal(t, "maybe\nYES\n\nlast")
	ctx := context.Background()
	yes, err := term.Confirm(ctx, "Go on?", false)
	if err != nil || !yes {
		t.Fatalf("confirm: %v, %v", yes, err)
	}
	for _, want := range []string{"standard", "last"} {
		if got, err := term.Ask(ctx, cli.Question{Label: "Name", Default: "standard"}); err != nil || got != want {
			t.Fatalf("got %q, %v; want %q", got, err, want)
		}
	}
	_, err = term.Ask(ctx, cli.Question{Label: "Name"})
	if fault.CodeOf(err) != fault.Usage {
		t.Errorf("the end of the input gave %v, want a usage error", err)
	}
	const want = "Go on? [y/N]   answer y for yes or n for no\nGo on? [y/N] Name [standard]: Name [standard]: Name: \n"
	if d := cmp.Diff(want, shown()); d != "" {
		t.Error(d)
	}
}
