package sandboxapp

import (
	"bytes"
	"context"
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

// bench is where a test runs the program: with a home and a directory for
// temporary files of its own, so that what is left behind can be counted.
type bench struct {
	t       *testing.T
	program string
	home    string
	tmp     string
	env     []string
}

func newBench(t *testing.T, env ...string) *bench {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, program: filepath.Join(t.TempDir(), sandboxName), home: t.TempDir(), tmp: t.TempDir()}
	if runtime.GOOS == "windows" {
		b.program += ".exe"
	}
	if err := os.Link(self, b.program); err != nil {
		data, err := os.ReadFile(self)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(b.program, data, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	b.env = append([]string{
		"PATH=" + os.Getenv("PATH"), "SystemRoot=" + os.Getenv("SystemRoot"),
		"HOME=" + b.home, "USERPROFILE=" + b.home, "AppData=" + b.home,
		"TMPDIR=" + b.tmp, "TMP=" + b.tmp, "TEMP=" + b.tmp,
	}, env...)
	return b
}

func (b *bench) command(ctx context.Context, words ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, b.program, words...)
	c.Env, c.Dir = b.env, b.home
	return c
}

// result is what a run of the program came to.
type result struct {
	stdout, stderr string
	code           int
}

// run runs the program to its end.
func (b *bench) run(words ...string) result {
	b.t.Helper()
	c := b.command(b.t.Context(), words...)
	var out, talk bytes.Buffer
	c.Stdout, c.Stderr = &out, &talk
	err := c.Run()
	if _, ended := errors.AsType[*exec.ExitError](err); err != nil && !ended {
		b.t.Fatal(err)
	}
	return result{out.String(), talk.String(), c.ProcessState.ExitCode()}
}

// wants checks the exit code, and that what was printed has every part.
func (r result) wants(t *testing.T, code int, parts ...string) {
	t.Helper()
	all := r.stdout + r.stderr
	if r.code != code {
		t.Errorf("exit code %d, want %d:\n%s", r.code, code, all)
	}
	contains(t, all, parts...)
}

// empty wants nothing left in the directory for temporary files.
func (b *bench) empty() {
	b.t.Helper()
	left, err := os.ReadDir(b.tmp)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, e := range left {
		b.t.Errorf("%s was left behind", e.Name())
	}
}

// needSh skips what needs a POSIX shell.
func needSh(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no POSIX shell")
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
