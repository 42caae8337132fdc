package ui

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/windows"

	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/paths"
)

func TestAConsoleIsToldOfSequencesAndBelievedWhenItRefuses(t *testing.T) {
	no := errors.New("no")
	const vt = windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING
	for name, tc := range map[string]struct {
		mode         uint32
		getErr, bad  error
		want         bool
		wantMode     uint32
		wantSetCalls int
	}{
		"Windows Terminal":   {mode: 3 | vt, want: true, wantMode: 3 | vt},
		"conhost":            {mode: 3, want: true, wantMode: 3 | vt, wantSetCalls: 1},
		"the legacy console": {mode: 3, bad: no, want: false, wantMode: 3, wantSetCalls: 1},
		"no console":         {getErr: no, want: true},
	} {
		mode, calls := tc.mode, 0
		got := enableMode(
			func(m *uint32) error { *m = mode; return tc.getErr },
			func(m uint32) error {
				calls++
				if tc.bad == nil {
					mode = m
				}
				return tc.bad
			})
		if got != tc.want || mode != tc.wantMode || calls != tc.wantSetCalls {
			t.Errorf("%s: %v, mode %#x, %d calls to set it", name, got, mode, calls)
		}
	}
}

func TestAFileIsNoConsole(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	term := New(World{In: f, Out: f, Err: f, Environ: paths.FromMap("windows", nil)})
	if term.plain {
		t.Error("plain mode for a file")
	}
	term.Strong(output.New(f), "text")
	if got, err := os.ReadFile(f.Name()); err != nil || string(got) != "text" {
		t.Errorf("a file got %q, %v", got, err)
	}
}
