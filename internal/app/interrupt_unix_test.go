//go:build unix

package app_test

import (
	"os"
	"syscall"
	"testing"
)

// A read from a pipe cannot be interrupted, so the second signal ends the
// program itself.
func TestASecondSignalEndsABlockedRead(t *testing.T) {
	for _, words := range [][]string{{"status"}, {"profiles"}, {"use", "my-dev-account"}} {
		w := newWorld(t)
		w.writeConfig("")
		if err := os.Remove(w.configPath()); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Mkfifo(w.configPath(), 0o600); err != nil {
			t.Skipf("no pipe can be made here: %v", err)
		}
		c := w.command(words...)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		pipe, err := os.OpenFile(w.configPath(), os.O_WRONLY, 0) // returns once fob reads
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
			if err := c.Process.Signal(s); err != nil {
				t.Fatal(err)
			}
		}
		_ = c.Wait()
		_ = pipe.Close()
		if code := c.ProcessState.ExitCode(); code != 130 {
			t.Errorf("fob %v: exit %d, want 130", words, code)
		}
	}
}
