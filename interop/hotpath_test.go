package interop_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Keys that are in the cache need nobody: the sandbox is gone, and they come
// all the same.
func TestCachedKeysComeWithoutTheNetwork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setUp()
	first := w.fob("credential-process", "--profile", "my-dev-account").stdout
	if err := w.sandbox.Close(); err != nil {
		t.Fatal(err)
	}
	if again := w.fob("credential-process", "--profile", "my-dev-account").stdout; again != first {
		t.Error("the cached keys differ from those that were cached")
	}
}

// A cache hit is: read the two shared files, read one cache file, print. The
// system calls tell: three files of the home are opened, all for reading, none
// is locked or made, and no socket is opened.
func TestCachedKeysCostThreeFilesAndNothingElse(t *testing.T) {
	t.Parallel()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed: on Debian, apt-get install strace")
	}
	w := newWorld(t)
	w.setUp()
	w.write(".aws/credentials", "")
	w.fob("credential-process", "--profile", "my-dev-account")

	trace := filepath.Join(t.TempDir(), "calls")
	w.must(nil, strace, "-f", "-qq", "-e", "signal=none", "-o", trace,
		"-e", "trace=open,openat,openat2,creat,socket,connect,flock,fcntl,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,execve,clone,clone3,vfork,fork",
		fobPath, "credential-process", "--profile", "my-dev-account")
	b, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}

	var opened []string
	for line := range strings.Lines(string(b)) {
		call := strings.TrimSpace(strings.TrimLeft(line, "0123456789 "))
		switch name, _, _ := strings.Cut(call, "("); name {
		case "open", "openat", "openat2", "creat":
			if path, ok := below(w.home, call); ok {
				opened = append(opened, path)
				if !strings.Contains(call, "O_RDONLY") || strings.Contains(call, "O_CREAT") {
					t.Errorf("opened for more than reading: %s", call)
				}
			}
		case "socket", "connect", "flock", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "unlink", "unlinkat":
			t.Errorf("a cache hit did: %s", call)
		case "fcntl":
			if strings.Contains(call, "LK") { // F_SETLK, F_OFD_SETLK and theirs
				t.Errorf("a cache hit did: %s", call)
			}
		case "clone", "clone3", "vfork", "fork":
			if !strings.Contains(call, "CLONE_THREAD") {
				t.Errorf("a cache hit started a process: %s", call)
			}
		}
	}
	slices.Sort(opened)
	want := []string{".aws/cli/cache/*.json", ".aws/config", ".aws/credentials"}
	if !slices.Equal(opened, want) {
		t.Errorf("opened %v, want %v", opened, want)
	}
}

// below is the file that a call names, if it lies below dir; the hash in a
// cache file's name becomes a star.
func below(dir, call string) (string, bool) {
	_, rest, ok := strings.Cut(call, `"`+dir+"/")
	if !ok {
		return "", false
	}
	path, _, _ := strings.Cut(rest, `"`)
	if filepath.Ext(path) == ".json" {
		path = filepath.Dir(path) + "/*.json"
	}
	return path, true
}
