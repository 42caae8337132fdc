package ui

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/cli"
)

func TestTableLinesUpByDisplayWidth(t *testing.T) {
	term, shown := plainTerminal(t, "")
	err := term.Table(term.out, cli.Table{
		Head: []string{"NAME", "ACCOUNT", "NOTE"},
		Rows: [][]string{
			{"dev", "111122223333", "first"},
			{"日本語", "444455556666", ""},
			{"jürgen", "", "last"},
			{"only", "", ""},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := strings.TrimLeft(`
NAME     ACCOUNT        NOTE
dev      111122223333   first
日本語   444455556666
jürgen                  last
only
`, "\n")
	if d := cmp.Diff(want, shown()); d != "" {
		t.Error(d)
	}
}

func TestFitNarrowsTheWidestColumn(t *testing.T) {
	for name, tc := range map[string]struct {
		widths    []int
		available int
		want      []int
	}{
		"what fits stays":           {[]int{10, 20}, 33, []int{10, 20}},
		"the widest gives way":      {[]int{10, 40}, 40, []int{10, 27}},
		"two wide ones share":       {[]int{30, 30}, 43, []int{20, 20}},
		"no column gets too narrow": {[]int{30, 30}, 10, []int{8, 8}},
		"no columns":                {nil, 10, nil},
	} {
		t.Run(name, func(t *testing.T) {
			fit(tc.widths, tc.available)
			if d := cmp.Diff(tc.want, tc.widths); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestClipKeepsWithinTheColumns(t *testing.T) {
	for in, want := range map[string]string{
		"short":    "short",
		"exactly6": "exact…",
		"日本語日本語":   "日本…",
		"":         "",
	} {
		if got := clip(in, 6); got != want || width(got) > 6 {
			t.Errorf("clip(%q, 6) = %q, want %q", in, got, want)
		}
	}
}

// Off a terminal, too: the next program may be one.
func TestTableCellsAreEscaped(t *testing.T) {
	term, shown := plainTerminal(t, "")
	rows := [][]string{{"dev", "1"}, {"bell\aand\x1b[2J", "a\nb\tc"}, {"right\u202eleft", "\u009b31m\u2028"}}
	err := term.Table(term.out, cli.Table{Head: []string{"NAME", "NOTE"}, Rows: rows})
	if err != nil {
		t.Fatal(err)
	}
	want := `NAME                 NOTE
dev                  1
bell\x07and\x1b[2J   a\nb\tc
right\u202eleft      \u009b31m\u2028
`
	if d := cmp.Diff(want, shown()); d != "" {
		t.Error(d)
	}
	if rows[1][0] != "bell\aand\x1b[2J" {
		t.Error("the rows of the caller were changed")
	}
}
