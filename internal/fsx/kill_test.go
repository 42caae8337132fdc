package fsx_test

import (
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/fobcli/fob/internal/fsx"
)

// The promise of ReplaceFile, tried on the real thing: a writer is killed 200
// times at random moments, and the file is always one that it wrote whole.
func TestAKilledWriterLeavesTheOldFileOrTheNew(t *testing.T) {
	const writers = 2
	kills := 100
	if testing.Short() {
		kills = 10
	}
	for range writers {
		t.Run("writer", func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "config")
			if err := os.WriteFile(path, version(0), 0o600); err != nil {
				t.Fatal(err)
			}
			for range kills {
				killAWriter(t, path)
				b, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if !isVersion(b) {
					t.Fatalf("torn file: %d bytes, starts with %.10q", len(b), b)
				}
			}
			cleanUp(t, path)
		})
	}
}

// killAWriter starts a writer, waits until it has written up to three
// versions, and kills it somewhere in the next.
func killAWriter(t *testing.T, path string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = []string{child + "=" + path}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_, err = io.ReadFull(out, make([]byte, 1+rand.IntN(3)))
	for n := rand.IntN(200_000); n > 0; n-- { // up to some 100 µs: a random moment, not a wait
		_ = rand.Uint64()
	}
	if killErr := cmd.Process.Kill(); killErr != nil {
		t.Fatal(killErr)
	}
	_ = cmd.Wait() // it was killed: that is its error
	if err != nil {
		t.Fatalf("the writer ended by itself: %v", err)
	}
}

// cleanUp checks that what the killed writers left behind can be removed.
func cleanUp(t *testing.T, path string) {
	t.Helper()
	if err := fsx.RemoveLeftovers(path); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf("%d files after RemoveLeftovers, want the config alone", len(entries))
	}
}
