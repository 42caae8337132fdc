package ui

import (
	"slices"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/cli"
)

func TestDetailsStandInOneColumn(t *testing.T) {
	long := strings.Repeat("x", labelColumns+1)
	got := rowTexts([]cli.Item{{Label: "dev", Detail: "111122223333, Admin"}, {Label: "zürich", Detail: "a\x1b[2Jb"}, {Label: "none"}, {Label: long, Detail: "far"}})
	want := []shown{"dev     111122223333, Admin", `zürich  a\x1b[2Jb`, "none", shown(long) + "  far"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestAQuestionEndsOnce(t *testing.T) {
	for title, want := range map[string]shown{"Use which profile?": "Use which profile?", "Account": "Account:"} {
		if got := asQuestion(title); got != want {
			t.Errorf("%q became %q", title, got)
		}
	}
}
