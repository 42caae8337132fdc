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

func TestPrintableTakesTheSteeringOut(t *testing.T) {
	for in, want := range map[string]string{
		"Plain name":       "Plain name",
		"bell\aand\x1b[2J": "bell�and�[2J",
		"right\u202eleft":  "right�left",
		"Zürich 東京":        "Zürich 東京",
	} {
		if got := printable(in); got != want {
			t.Errorf("printable(%q) = %q, want %q", in, got, want)
		}
	}
}
