package awsconfig_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/paths"
)

// newEditor is an editor of the files in a home of their own.
func newEditor(t testing.TB) (*awsconfig.Editor, paths.Paths) {
	t.Helper()
	p, err := paths.Locate(paths.FromMap("linux", map[string]string{"HOME": t.TempDir()}))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(p.Config), 0o755); err != nil {
		t.Fatal(err)
	}
	return &awsconfig.Editor{Paths: p, Now: newClock}, p
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func newClock() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }
