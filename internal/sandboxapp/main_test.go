package sandboxapp

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test program stand in for the real one: it goes by its
// name, as that does, and private homes hold copies of it.
func TestMain(m *testing.M) {
	switch name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe"); name {
	case fobName, sandboxName, browserName:
		os.Exit(Main(os.Args))
	}
	os.Exit(m.Run())
}

// ran is the program, ended.
type ran struct {
	stdout, stderr string
	code           int
}

// bench is where a test runs the program: its own directory for temporary
// files, which must be empty afterwards, and its own person.
type bench struct {
	t         *testing.T
	tmp, home string
	env       []string
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, tmp: t.TempDir(), home: t.TempDir()}
	b.env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + b.home, "USERPROFILE=" + b.home, "AppData=" + b.home,
		"TMPDIR=" + b.tmp, "TMP=" + b.tmp, "TEMP=" + b.tmp, "LANG=C.UTF-8", "SystemRoot=" + os.Getenv("SystemRoot"),
	}
	t.Cleanup(func() {
		left, err := os.ReadDir(b.tmp)
		if err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	})
	return b
}

// command is the program under its own name, not started.
func (b *bench) command(ctx context.Context, args ...string) *exec.Cmd {
	b.t.Helper()
	self, err := os.Executable()
	if err != nil {
		b.t.Fatal(err)
	}
	c := exec.CommandContext(ctx, self, args...)
	c.Args[0] = sandboxName
	c.Env = b.env
	c.Dir = b.home
	c.WaitDelay = 5 * time.Second
	return c
}

// run runs the program to its end.
func (b *bench) run(args ...string) ran {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.t.Context(), time.Minute)
	defer cancel()
	return b.end(b.command(ctx, args...))
}

// end runs a command to its end.
func (b *bench) end(c *exec.Cmd) ran {
	b.t.Helper()
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	if err := c.Run(); err != nil {
		if _, ended := errors.AsType[*exec.ExitError](err); !ended {
			b.t.Fatal(err)
		}
	}
	return ran{stdout.String(), stderr.String(), c.ProcessState.ExitCode()}
}

// wants checks how a run ended, and that it said every part.
func (r ran) wants(t *testing.T, code int, parts ...string) {
	t.Helper()
	if r.code != code {
		t.Errorf("exit code %d, want %d\nstdout: %s\nstderr: %s", r.code, code, r.stdout, r.stderr)
	}
	for _, p := range parts {
		if !strings.Contains(r.stdout+r.stderr, p) {
			t.Errorf("%q was not said\nstdout: %s\nstderr: %s", p, r.stdout, r.stderr)
		}
	}
}

// needSh skips where there is no POSIX shell to run scripts in.
func needSh(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("NO sh HERE: what programs see in a private home was not looked at")
	}
}

// withoutFob leaves out of PATH what the developer has installed.
func withoutFob(b *bench) {
	for i, kv := range b.env {
		path, ok := strings.CutPrefix(kv, "PATH=")
		if !ok {
			continue
		}
		dirs := slices.DeleteFunc(filepath.SplitList(path), func(dir string) bool {
			_, err := os.Stat(filepath.Join(dir, fobName))
			return err == nil
		})
		b.env[i] = "PATH=" + strings.Join(dirs, string(filepath.ListSeparator))
	}
}

func TestUnderTheNameFobItIsFob(t *testing.T) {
	needSh(t)
	b := newBench(t)
	withoutFob(b)
	b.run("exec", "--", "fob", "version").wants(t, 0, "fob")
	b.run("exec", "--", "fob", "no-such-command").wants(t, 2)
	b.run("exec", "--", "fob", "sandbox", "calls").wants(t, 0, "OPERATION")
}

func TestWrongCommandLinesAreUsage(t *testing.T) {
	b := newBench(t)
	for _, args := range [][]string{
		{"nonsense"},
		{"serve", "--nonsense"},
		{"exec"},
		{"advance"},
		{"advance", "soon"},
		{"advance", "--", "-1h"},
		{"tour", "now"},
		{"serve", "--generate", "accounts=many"},
		{"serve", "--generate", "cows=3"},
		{"serve", "--generate", "accounts=0"},
		{"exec", "--user", "nobody", "--", "true"},
		{"calls", "-o", "xml"},
		{"serve", "--org", "a", "--generate", "b"},
		{"calls"},
		{"end-session"},
		{"advance", "1h"}, // it is not known which sandbox
	} {
		if r := b.run(args...); r.code != 2 || !strings.HasPrefix(r.stderr, "Error: ") || r.stdout != "" {
			t.Errorf("%q: exit code %d, %s%s", args, r.code, r.stdout, r.stderr)
		}
	}
}

func TestHelpHasAnExampleForEachCommand(t *testing.T) {
	root := newRoot(&world{})
	for _, c := range root.Commands() {
		if !c.Hidden && c.Name() != "completion" && c.Name() != "help" && (c.Example == "" || c.Short == "") {
			t.Errorf("%s has no example", c.Name())
		}
	}
	b := newBench(t)
	b.run("--help").wants(t, 0, "See and try:\n", "  tour         Do the whole guide before your eyes\n")
	b.run("exec", "--help").wants(t, 0, "      --org FILE       organisation FILE")
}
