package interop_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	_ "github.com/fobcli/fob/internal/app" // so that a change of fob makes the test cache forget these proofs
)

// This test binary is also some of the programs that the proofs start. roleVar
// says which; without it the binary runs the tests.
const (
	roleVar     = "FOB_INTEROP_ROLE"
	roleBrowser = "browser" // visits the address in its argument, as BROWSER
	roleGo      = "go-sdk"  // asks STS who it is, with the Go SDK's default chain
)

// fobPath is the program as it is shipped, built once for all tests of this
// package; buildError says why it could not be.
var (
	fobPath    string
	buildError error
)

func TestMain(m *testing.M) {
	switch os.Getenv(roleVar) {
	case roleBrowser:
		os.Exit(browse(os.Args[1:]))
	case roleGo:
		os.Exit(goClient(os.Args[1:]))
	}
	os.Exit(testAll(m))
}

func testAll(m *testing.M) int {
	dir, err := os.MkdirTemp("", "fob-interop-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	fobPath = filepath.Join(dir, "fob"+exe)
	onWindows.dir = dir
	defer stopWine()
	buildError = build(fobPath, runtime.GOOS)
	builtSandbox = sync.OnceValues(func() (string, error) {
		path := filepath.Join(dir, "fob-sandbox"+exe)
		return path, buildProgram(path, runtime.GOOS, "./cmd/fob-sandbox")
	})
	return m.Run()
}

// builtSandbox is the sandbox as it is shipped, built for the first who asks.
var builtSandbox func() (path string, err error)

// build makes fob just as a release does.
func build(path, goos string) error { return buildProgram(path, goos, "./cmd/fob") }

func buildProgram(path, goos, source string) error {
	c := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", path, source)
	c.Dir = ".." // this package lies one folder below the module's root
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+goos)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s for %s: %w\n%s", source, goos, err, out)
	}
	return nil
}

// needFob fails the test when fob could not be built.
func needFob(t *testing.T) {
	t.Helper()
	if buildError != nil {
		t.Fatal(buildError)
	}
}

// self is this test binary.
func self(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}
