package sandboxapp

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestMain lets the test binary be the program: under one of the names by
// which the program goes, it is the program.
func TestMain(m *testing.M) {
	switch strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe") {
	case fobName, sandboxName, browserName:
		os.Exit(Main(os.Args))
	}
	os.Exit(m.Run())
}

// place is where a test runs the program: with a home and a directory for
// temporary files of its own, so that what is left behind can be counted.
type place struct {
	t       *testing.T
	program string
	home    string
	temp    string
	env     []string
}

func newPlace(t *testing.T, env ...string) *place {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &place{t: t, program: filepath.Join(t.TempDir(), sandboxName), home: t.TempDir(), temp: t.TempDir()}
	if runtime.GOOS == "windows" {
		p.program += ".exe"
	}
	if err := os.Link(self, p.program); err != nil {
		data, err := os.ReadFile(self)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p.program, data, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	p.env = append([]string{
		"PATH=" + os.Getenv("PATH"), "SystemRoot=" + os.Getenv("SystemRoot"),
		"HOME=" + p.home, "USERPROFILE=" + p.home, "AppData=" + p.home,
		"TMPDIR=" + p.temp, "TMP=" + p.temp, "TEMP=" + p.temp,
	}, env...)
	return p
}

func (p *place) command(words ...string) *exec.Cmd {
	c := exec.Command(p.program, words...)
	c.Env, c.Dir = p.env, p.home
	return c
}

// run runs the program to its end.
func (p *place) run(words ...string) (stdout, stderr string, code int) {
	p.t.Helper()
	c := p.command(words...)
	var out, talk bytes.Buffer
	c.Stdout, c.Stderr = &out, &talk
	err := c.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		p.t.Fatal(err)
	}
	return out.String(), talk.String(), c.ProcessState.ExitCode()
}

// empty wants nothing left in the directory for temporary files.
func (p *place) empty() {
	p.t.Helper()
	left, err := os.ReadDir(p.temp)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, e := range left {
		p.t.Errorf("%s was left behind", e.Name())
	}
}

// posix skips what needs a POSIX shell.
func posix(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs a POSIX shell")
	}
}

func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%q is not in:\n%s", p, text)
		}
	}
}
