package fsx_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/fsx"
)

func TestANewFileGetsItsModeInMissingDirectories(t *testing.T) {
	home := t.TempDir()
	path := filepath.Join(home, ".aws", "sso", "config")
	mustReplace(t, path, "new")
	wantContent(t, path, "new")
	wantMode(t, path, 0o600)
	wantMode(t, filepath.Dir(path), 0o700)
	wantMode(t, filepath.Join(home, ".aws"), 0o700)
}

func TestModeOfAnExistingFileStays(t *testing.T) {
	for _, mode := range []fs.FileMode{0o600, 0o640, 0o666, 0o755} {
		path := filepath.Join(t.TempDir(), "config")
		write(t, path, "old")
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		mustReplace(t, path, "new")
		wantContent(t, path, "new")
		wantMode(t, path, mode)
	}
}

func TestASymlinkStaysAndItsTargetIsReplaced(t *testing.T) {
	for name, links := range map[string][]string{ // each leads to the next, the last to the file
		"absolute":               {"/a", "real"},
		"relative, elsewhere":    {"b", "dotfiles/real"},
		"target not there yet":   {"c", "missing/real"},
		"a link to another link": {"d", "a", "real"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			absolute := strings.HasPrefix(links[0], "/")
			path := func(i int) string { return filepath.Join(dir, filepath.FromSlash(links[i])) }
			last := len(links) - 1
			if !strings.HasPrefix(links[last], "missing/") {
				if err := os.MkdirAll(filepath.Dir(path(last)), 0o755); err != nil {
					t.Fatal(err)
				}
				write(t, path(last), "old")
			}
			for i := range last {
				to := filepath.FromSlash(links[i+1])
				if absolute {
					to = path(i + 1)
				}
				if err := os.Symlink(to, path(i)); err != nil {
					t.Skip("no symlinks here:", err)
				}
			}
			before, err := os.Readlink(path(0))
			if err != nil {
				t.Skip("symlinks are made here, but none can be read, as under wine:", err)
			}
			mustReplace(t, path(0), "new")
			wantContent(t, path(last), "new")
			if after, err := os.Readlink(path(0)); err != nil || after != before {
				t.Errorf("link is %q, %v; want %q", after, err, before)
			}
		})
	}
}

func TestWhatIsNotAWritableFileIsRefused(t *testing.T) {
	dir := t.TempDir()
	readOnly := filepath.Join(dir, "read-only")
	write(t, readOnly, "old")
	if err := os.Chmod(readOnly, 0o400); err != nil {
		t.Fatal(err)
	}
	loop := filepath.Join(dir, "loop")
	if err := os.Symlink("loop", loop); err != nil {
		t.Skip("no symlinks here:", err)
	}
	before := namesIn(t, dir)
	refused := []string{readOnly, dir, os.DevNull}
	if _, err := os.Readlink(loop); err == nil { // wine makes symlinks that it cannot read
		refused = append(refused, loop)
	}
	for _, path := range refused {
		if err := fsx.ReplaceFile(path, []byte("new"), 0o600); err == nil {
			t.Errorf("ReplaceFile(%s) succeeded", path)
		}
	}
	wantContent(t, readOnly, "old")
	if err := fsx.ReplaceFile(readOnly, nil, 0o600); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("read-only file: %v, want fs.ErrPermission", err)
	}
	if after := namesIn(t, dir); !slices.Equal(after, before) {
		t.Errorf("there are %v, want %v", after, before)
	}
}

func TestLeftoversOfOtherFilesStay(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"config", ".config.fob-tmp-1", ".credentials.fob-tmp-2", ".config.swp"} {
		write(t, filepath.Join(dir, name), "x")
	}
	if err := fsx.RemoveLeftovers(filepath.Join(dir, "config")); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 3 {
		t.Errorf("%d files left, want 3: %v", len(entries), entries)
	}
	if err := fsx.RemoveLeftovers(filepath.Join(dir, "missing", "config")); err != nil {
		t.Errorf("a directory that is not there: %v", err)
	}
}

func mustReplace(t *testing.T, path, text string) {
	t.Helper()
	if err := fsx.ReplaceFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func wantContent(t *testing.T, path, want string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil || string(b) != want {
		t.Errorf("%s holds %q, %v; want %q", path, b, err, want)
	}
}

func wantMode(t *testing.T, path string, want fs.FileMode) {
	t.Helper()
	if runtime.GOOS == "windows" {
		return // it has no such modes
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != want {
		t.Errorf("%s has mode %o, want %o", path, got, want)
	}
}

func TestAPrivateFileIsPrivateWhateverItWas(t *testing.T) {
	for _, mode := range []fs.FileMode{0o600, 0o644, 0o666, 0o777} {
		path := filepath.Join(t.TempDir(), "token.json")
		write(t, path, "old")
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if err := fsx.ReplacePrivateFile(path, []byte("new")); err != nil {
			t.Fatal(err)
		}
		wantContent(t, path, "new")
		wantMode(t, path, 0o600)
	}
}

// What is prepared takes its space at once, changes nothing, and leaves nothing.
func TestAReplacementIsPreparedCommittedOrCancelled(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "token.json")
	write(t, path, "old")
	r, err := fsx.PreparePrivate(path, 5000)
	if err != nil {
		t.Fatal(err)
	}
	wantContent(t, path, "old")
	temps, err := filepath.Glob(filepath.Join(dir, ".*"))
	if err != nil || len(temps) != 1 {
		t.Fatalf("temporary files: %q, %v", temps, err)
	}
	if info, err := os.Stat(temps[0]); err != nil || info.Size() != 5000 {
		t.Errorf("prepared: %v, %v", info, err)
	}
	r.Cancel()
	wantOnly(t, dir, "token.json")
	wantContent(t, path, "old")

	r, err = fsx.PreparePrivate(path, 5000)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Commit([]byte("new")); err != nil {
		t.Fatal(err)
	}
	r.Cancel()
	wantContent(t, path, "new")
	wantOnly(t, dir, "token.json")
}

func TestErrorsDoNotNameTemporaryFiles(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "token.json")
	r, err := fsx.PreparePrivate(path, 10)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o700); err != nil { // so that the rename fails
		t.Fatal(err)
	}
	err = r.Commit([]byte("new"))
	if err == nil || strings.Contains(err.Error(), "fob-tmp") || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v", err)
	}
	wantOnly(t, dir, "token.json")
}

func TestRemovingFollowsLinks(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	write(t, path("real"), "secret")
	for _, link := range [][2]string{{"real", "a"}, {"a", "b"}, {"loop", "loop"}} {
		symlink(t, link[0], path(link[1]))
	}
	if removed, err := fsx.RemoveAllLinks(path("b")); !removed || err != nil {
		t.Errorf("removed %t, %v", removed, err)
	}
	wantOnly(t, dir, "loop")
	if removed, err := fsx.RemoveAllLinks(path("b")); removed || err != nil {
		t.Errorf("again: removed %t, %v", removed, err)
	}
	if _, err := fsx.RemoveAllLinks(path("loop")); err == nil {
		t.Error("a loop of links is no error")
	}
}

func wantOnly(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s holds %q, want %q", dir, got, want)
	}
}

// A link may lead to anything; only a file is a secret to remove.
func TestRemovingSparesWhatIsNotAFile(t *testing.T) {
	dir := t.TempDir()
	folder, link := filepath.Join(dir, "folder"), filepath.Join(dir, "link")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	symlink(t, folder, link)
	if removed, err := fsx.RemoveAllLinks(link); !removed || err != nil {
		t.Errorf("removed %t, %v", removed, err)
	}
	wantOnly(t, dir, "folder")
}

// symlink makes a symlink, or skips the test where there are none: wine reports
// success and makes nothing.
func symlink(t *testing.T, to, path string) {
	t.Helper()
	err := os.Symlink(to, path)
	if err == nil {
		_, err = os.Readlink(path)
	}
	if err != nil {
		t.Skip("symlinks cannot be made here:", err)
	}
}
