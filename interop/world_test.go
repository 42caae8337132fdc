// Package interop_test proves that fob and the other AWS clients share one set
// of files: real processes, the clients' own unmodified code, and a sandbox
// instead of AWS.
//
// Each test has a world of its own: a sandbox, an empty home, and children that
// see nothing of this machine's environment but PATH. A client that is not
// installed makes its proofs skip with the line that gets it.
package interop_test

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/sandbox"
	"github.com/fobcli/fob/internal/sandboxapp/home"
)

// patience is how long a child may take before it counts as hung.
const patience = 60 * time.Second

// The names that the guide uses.
const (
	startURL    = "https://my-company.awsapps.com/start"
	session     = "my-sso"
	devAccount  = "111122223333"
	prodAccount = "444455556666"
	admin       = "AdministratorAccess"
	readOnly    = "ReadOnly"
)

// world is one person's machine: a home, an environment, and an Identity
// Center that only this test knows.
type world struct {
	t       *testing.T
	sandbox *sandbox.Server
	home    string
	vars    map[string]string
}

// newWorld makes a world as `fob-sandbox exec` does: an empty home, and an
// environment that points every AWS client at the sandbox. Its browser is the
// sandbox's visitor.
func newWorld(t *testing.T, opts ...sandbox.Option) *world {
	t.Helper()
	needFob(t)
	h, err := home.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Remove() }) // of no interest to what is proved
	w := &world{t: t, sandbox: sandbox.Start(t, opts...), home: h.Dir()}
	if err := h.WriteModels(w.sandbox.URL()); err != nil {
		t.Fatal(err)
	}
	person := []string{"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TZ=UTC"}
	w.vars = map[string]string{
		"BROWSER":   self(t),
		"AWS_PAGER": "",
		roleVar:     roleBrowser,
		visitLogVar: filepath.Join(t.TempDir(), "visits.log"),
	}
	for _, kv := range h.Environ(person, runtime.GOOS == "windows", home.Sandbox{Origin: w.sandbox.URL()}) {
		name, value, _ := strings.Cut(kv, "=")
		w.vars[name] = value
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("what the browser did:\n%s", readOrBlank(w.vars[visitLogVar]))
		}
	})
	return w
}

// ran is a child process that has ended.
type ran struct {
	argv           []string
	stdout, stderr string
	code           int
}

func (r ran) String() string {
	return "$ " + strings.Join(r.argv, " ") + "\nstdout: " + r.stdout + "\nstderr: " + r.stderr
}

// text is the answer without the line end that every program adds.
func (r ran) text() string { return strings.TrimRight(r.stdout, "\r\n") }

// run starts a program, waits for it, and returns what it said. More variables
// are name=value and win over the world's.
func (w *world) run(more []string, argv ...string) ran {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	defer cancel()
	c := w.command(ctx, more, argv...)
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	err := c.Run()
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || ctx.Err() != nil) {
		w.t.Fatalf("%v: %v\n%s", argv, err, stderr.String())
	}
	return ran{argv: argv, stdout: stdout.String(), stderr: stderr.String(), code: c.ProcessState.ExitCode()}
}

// command is a child of this world that has not been started.
func (w *world) command(ctx context.Context, more []string, argv ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, argv[0], argv[1:]...)
	c.Dir = w.home
	c.WaitDelay = time.Second // a browser that outlives its client must not keep us
	for _, name := range slices.Sorted(maps.Keys(w.vars)) {
		c.Env = append(c.Env, name+"="+w.vars[name])
	}
	c.Env = append(c.Env, more...)
	return c
}

// must is run for a child that has to succeed.
func (w *world) must(more []string, argv ...string) ran {
	w.t.Helper()
	r := w.run(more, argv...)
	if r.code != 0 {
		w.t.Fatalf("exit code %d\n%s", r.code, r)
	}
	return r
}

// fob runs fob, which has to succeed.
func (w *world) fob(args ...string) ran {
	w.t.Helper()
	return w.must(nil, append([]string{fobPath}, args...)...)
}

// fobFails runs fob, which has to end with that exit code.
func (w *world) fobFails(code int, args ...string) ran {
	w.t.Helper()
	r := w.run(nil, append([]string{fobPath}, args...)...)
	if r.code != code {
		w.t.Fatalf("exit code %d, want %d\n%s", r.code, code, r)
	}
	return r
}

// path is a file below the home.
func (w *world) path(parts ...string) string {
	return filepath.Join(append([]string{w.home}, parts...)...)
}

// write makes a private file below the home, and its folders.
func (w *world) write(name, text string) {
	w.t.Helper()
	p := w.path(filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// read returns a file below the home.
func (w *world) read(name string) string {
	w.t.Helper()
	b, err := os.ReadFile(w.path(filepath.FromSlash(name)))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(b)
}

func readOrBlank(path string) string {
	b, _ := os.ReadFile(path) // only shown when a test has failed already
	return string(b)
}
