package fsx_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/fsx"
)

func TestOldLeftoversGoAndAllElseStays(t *testing.T) {
	dir := t.TempDir()
	past := time.Now().Add(-time.Hour)
	for name, at := range map[string]time.Time{
		".token.json.fob-tmp-1":  past,
		".token.json.fob-tmp-2":  time.Now().Add(time.Hour), // being written
		".role.json.fob-tmp-3":   past,
		"token.json":             past,
		"mine.fob-tmp-1":         past, // not hidden: a person's own
		".hidden":                past,
		".other.json.fob-tmp-44": past,
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	if err := fsx.RemoveOldLeftovers(dir, time.Minute); err != nil {
		t.Fatal(err)
	}
	want := []string{".hidden", ".token.json.fob-tmp-2", "mine.fob-tmp-1", "token.json"}
	if got := namesIn(t, dir); !slices.Equal(got, want) {
		t.Errorf("left: %v, want %v", got, want)
	}
	if err := fsx.RemoveOldLeftovers(filepath.Join(dir, "missing"), 0); err != nil {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// namesIn lists a folder, sorted.
func namesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
