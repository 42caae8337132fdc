package cache

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExposedFilesAreFoundAndMadePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has access lists in place of modes")
	}
	s := newStore(t)
	file := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(s.Paths.SSOCache, name)
		put(t, path, text)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	readable := file("a.json", `{"accessToken":"x"}`, 0o644)
	writable := file("b.json", `{"clientSecret":"x"}`, 0o620)
	file("c.json", `{"accessToken":"x"}`, 0o600)
	file("d.json", `{"theme":"dark"}`, 0o644) // another program's, without a secret
	want := []string{readable, writable}
	got, err := s.Exposed()
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if err := os.Chmod(s.Paths.SSOCache, 0o777); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Exposed(); len(got) != 3 || got[0] != s.Paths.SSOCache || err != nil {
		t.Errorf("with a folder that others can write to: %q, %v", got, err)
	}
	if err := s.MakePrivate(); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Exposed(); len(got) != 0 || err != nil {
		t.Errorf("afterwards: %q, %v", got, err)
	}
	wantPrivate(t, readable)
	if info, err := os.Stat(s.Paths.SSOCache); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder: %v, %v", info.Mode(), err)
	}
}
