package interop_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/fobcli/fob/internal/sandbox"
	"github.com/fobcli/fob/interop/winedll"
)

// windows is a world in which fob is the Windows program, under wine. Its home
// is the folder of the prefix's user.
type windows struct {
	*world
	loader, exe string
	prefix      string
	start       []string // begins fob's command lines; nil: the loader and fob.exe
}

// onWindows is the one wine prefix of this package: 700 MB and half a minute
// are too much for each test. Tests have it one after the other.
var onWindows struct {
	turn   sync.Mutex
	once   sync.Once
	dir    string // set by testAll
	exe    string
	server *exec.Cmd // stops wine's server; nil when there is none
	err    error
}

// newWindows waits for the prefix, and empties its home. The prefix is this
// test's alone until the test ends, so no test may call it twice.
func newWindows(t *testing.T, opts ...sandbox.Option) *windows {
	t.Helper()
	loader := needWine(t)
	w := &windows{world: newWorld(t, opts...), loader: loader, prefix: filepath.Join(onWindows.dir, "wine")}
	w.vars["WINEPREFIX"] = w.prefix
	w.vars["WINEDEBUG"] = "-all"
	// No .NET, no HTML engine, no entries in the desktop's menu: none is needed,
	// and each makes the first start slower.
	w.vars["WINEDLLOVERRIDES"] = "mscoree=;mshtml=;winemenubuilder.exe="
	delete(w.vars, "BROWSER") // a Linux program, which fob.exe cannot start

	onWindows.turn.Lock()
	t.Cleanup(onWindows.turn.Unlock)
	onWindows.once.Do(func() { onWindows.err = w.boot() })
	if onWindows.err != nil {
		t.Fatal(onWindows.err)
	}
	w.exe, w.home = onWindows.exe, w.userFolder()
	if err := os.RemoveAll(w.path(".aws")); err != nil {
		t.Fatal(err)
	}
	return w
}

// boot builds fob.exe, starts wine's server, which stays until stopWine, and
// lets it make the prefix.
func (w *windows) boot() error {
	onWindows.exe = filepath.Join(onWindows.dir, "fob.exe")
	if err := build(onWindows.exe, "windows"); err != nil {
		return err
	}
	if err := os.Mkdir(w.prefix, 0o700); err != nil {
		return err
	}
	server := filepath.Join(filepath.Dir(w.loader), "wineserver64")
	// No streams: what these leave running would hold them.
	onWindows.server = w.command(context.Background(), nil, server, "-k", "-w")
	onWindows.server.Dir = onWindows.dir
	for _, argv := range [][]string{{server, "-p"}, {w.loader, "wineboot", "--init"}} {
		if err := w.command(context.Background(), nil, argv...).Run(); err != nil {
			return errors.Join(errors.New("make a wine prefix"), err)
		}
	}
	dll := filepath.Join(w.prefix, "drive_c", "windows", "system32", "bcryptprimitives.dll")
	return os.WriteFile(dll, winedll.Forwarder(), 0o644)
}

// stopWine ends whatever runs in the prefix.
func stopWine() {
	if onWindows.server != nil {
		_ = onWindows.server.Run() // it ends by itself when nothing runs any more
	}
}

// line is a command line of fob for Windows.
func (w *windows) line(args ...string) []string {
	start := w.start
	if start == nil {
		start = []string{w.loader, w.exe}
	}
	return append(slices.Clone(start), args...)
}

// needWine finds wine's loader, which Debian keeps off PATH.
func needWine(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("wine takes its time; run without -short")
	}
	for _, path := range []string{"/usr/lib/wine/wine64", "/usr/lib/x86_64-linux-gnu/wine/wine64", "/usr/local/bin/wine64"} {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	if path, err := exec.LookPath("wine64"); err == nil {
		return path
	}
	t.Skip("wine is not installed: on Debian, apt-get install --no-install-recommends wine64")
	return ""
}

// userFolder is what the Windows program takes for the person's home.
func (w *windows) userFolder() string {
	w.t.Helper()
	users, err := filepath.Glob(filepath.Join(w.prefix, "drive_c", "users", "*"))
	if err != nil {
		w.t.Fatal(err)
	}
	i := slices.IndexFunc(users, func(u string) bool { return filepath.Base(u) != "Public" })
	if i < 0 {
		w.t.Fatalf("no user in %v", users)
	}
	return users[i]
}

// program builds a program of testdata for Windows, and returns where it lies.
func (w *windows) program(name string) string {
	w.t.Helper()
	file := filepath.Join(w.t.TempDir(), name+".exe")
	c := exec.Command("go", "build", "-o", file, "./testdata/"+name)
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=windows", "GOARCH=amd64")
	if out, err := c.CombinedOutput(); err != nil {
		w.t.Fatalf("build %s: %v\n%s", name, err, out)
	}
	return file
}
