//go:build unix

package browser

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A browser in the foreground, such as BROWSER=w3m, must not hold the sign-in.
func TestOpenDoesNotWait(t *testing.T) {
	dir := t.TempDir()
	told, script := filepath.Join(dir, "told"), filepath.Join(dir, "browser")
	if err := syscall.Mkfifo(told, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(script, []byte("#!/bin/sh\necho \"$1\" > "+told+"\nexec sleep 5\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Open(Plan{Argv: []string{script, page}}); err != nil {
		t.Fatal(err)
	}
	// Had Open waited, nobody would have read and it would never have ended.
	got, err := os.ReadFile(told)
	if err != nil || strings.TrimSpace(string(got)) != page {
		t.Errorf("the browser was given %q, %v", got, err)
	}
}

func TestOpenSaysWhyItDoesNot(t *testing.T) {
	if err := Open(Plan{Reason: "there is no graphical display"}); err == nil || err.Error() != "there is no graphical display" {
		t.Errorf("error is %v", err)
	}
	gone := filepath.Join(t.TempDir(), "gone")
	if err := Open(Plan{Argv: []string{gone}}); err == nil || !strings.Contains(err.Error(), gone) {
		t.Errorf("error is %v", err)
	}
	if Installed(gone) || !Installed("sh") {
		t.Error("Installed is wrong")
	}
}
