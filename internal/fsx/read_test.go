package fsx_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/fobcli/fob/internal/fsx"
)

func TestReadingStopsAtTheLimit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	write(t, path, "0123456789")
	if data, err := fsx.ReadAtMost(path, 10); err != nil || string(data) != "0123456789" {
		t.Errorf("got %q, %v", data, err)
	}
	if data, err := fsx.ReadAtMost(path, 9); !errors.Is(err, fsx.ErrTooLarge) || data != nil {
		t.Errorf("got %q, %v", data, err)
	}
	if _, err := os.Stat("/dev/zero"); err == nil { // its size says nothing, and it never ends
		if _, err := fsx.ReadAtMost("/dev/zero", 1<<16); !errors.Is(err, fsx.ErrTooLarge) {
			t.Errorf("/dev/zero: %v", err)
		}
	}
}
