package interop_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// This test binary is also some of the programs that the proofs start. roleVar
// says which; without it the binary runs the tests.
const (
	roleVar     = "FOB_INTEROP_ROLE"
	roleBrowser = "browser" // visits the address in its argument, as BROWSER
	roleGo      = "go-sdk"  // asks STS who it is, with the Go SDK's default chain
)

// fobPath and sandboxPath are the programs as they are shipped, built once for
// all tests of this package; empty when they could not be built.
var (
	fobPath     string
	sandboxPath string
	buildError  error
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
	fobPath, sandboxPath = filepath.Join(dir, "fob"+exe), filepath.Join(dir, "fob-sandbox"+exe)
	for path, pkg := range map[string]string{fobPath: "fob", sandboxPath: "fob-sandbox"} {
		if err := build(path, pkg, runtime.GOOS); err != nil {
			buildError = err
		}
	}
	return m.Run()
}

// build makes one of the programs just as a release does.
func build(path, pkg, goos string) error {
	c := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", path, "./cmd/"+pkg)
	c.Dir = ".." // this package lies one folder below the module's root
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+goos)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s for %s: %w\n%s", pkg, goos, err, out)
	}
	return nil
}

// needFob fails the test when the programs could not be built.
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
