package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/app"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/sandbox"
	"github.com/fobcli/fob/internal/sandbox/visitor"
	"github.com/fobcli/fob/internal/sandboxapp/signedin"
)

// asFob makes the test binary run as fob itself: the real program, in a
// process and a world of its own.
const asFob = "FOB_TEST_RUN_AS_FOB"

// fakeRoot is the root that is looked at for the facts about WSL.
const fakeRoot = "FOB_TEST_ROOT"

func TestMain(m *testing.M) {
	if os.Getenv(asFob) != "" {
		if root := os.Getenv(fakeRoot); root != "" {
			app.LookForWSLIn(root)
		}
		os.Exit(app.Main(os.Args))
	}
	if os.Getenv(asBrowser) != "" {
		os.Exit(browse(os.Args))
	}
	os.Exit(m.Run())
}

// asBrowser makes the test binary a browser that signs in as the
// organisation's first user and allows what is asked.
const asBrowser = "FOB_TEST_RUN_AS_BROWSER"

// browse visits the address in the last argument.
func browse(args []string) int {
	if _, err := (visitor.Visitor{}).Visit(context.Background(), args[len(args)-1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// world is a home of its own, with a sandbox in place of AWS.
type world struct {
	t       *testing.T
	home    string
	sandbox *sandbox.Server // nil: no service answers
	env     []string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, home: t.TempDir(), sandbox: sandbox.Start(t)}
	w.env = []string{
		asFob + "=1", "HOME=" + w.home, "USERPROFILE=" + w.home, "PATH=" + os.Getenv("PATH"), "TERM=xterm-256color",
		"SYSTEMROOT=" + os.Getenv("SYSTEMROOT"), "AWS_ENDPOINT_URL=" + w.sandbox.URL(),
		// A browser that opens nothing: the test visits the address itself.
		"BROWSER=true",
	}
	return w
}

// command is fob with words, in this world.
func (w *world) command(words ...string) *exec.Cmd {
	w.t.Helper()
	self, err := os.Executable()
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	w.t.Cleanup(cancel)
	c := exec.CommandContext(ctx, self, words...)
	c.Env, c.Dir = w.env, w.home
	return c
}

// ran is what one run gave.
type ran struct {
	stdout, stderr string
	code           int
}

// run runs fob without a terminal.
func (w *world) run(words ...string) ran {
	w.t.Helper()
	c := w.command(words...)
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.t.Fatal(err)
	}
	return ran{stdout.String(), stderr.String(), c.ProcessState.ExitCode()}
}

// must runs fob and wants success.
func (w *world) must(words ...string) ran {
	w.t.Helper()
	r := w.run(words...)
	if r.code != 0 {
		w.t.Fatalf("fob %s: exit %d\n%s%s", strings.Join(words, " "), r.code, r.stdout, r.stderr)
	}
	return r
}

func (w *world) configPath() string { return filepath.Join(w.home, ".aws", "config") }

func (w *world) config() string {
	w.t.Helper()
	b, err := os.ReadFile(w.configPath())
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		w.t.Fatal(err)
	}
	return string(b)
}

func (w *world) writeConfig(text string) {
	w.t.Helper()
	if err := os.MkdirAll(filepath.Dir(w.configPath()), 0o700); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(w.configPath(), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// signIn writes the guide's config and signs in to my-sso.
func (w *world) signIn() {
	w.t.Helper()
	w.writeConfig(guideConfig)
	p, err := paths.Locate(paths.FromMap("", map[string]string{"HOME": w.home, "USERPROFILE": w.home}))
	if err != nil {
		w.t.Fatal(err)
	}
	id := cache.SessionID{Name: "my-sso", StartURL: "https://my-company.awsapps.com/start"}
	if err := signedin.Save(w.t.Context(), w.sandbox.URL(), cache.Store{Paths: p}, id, time.Now); err != nil {
		w.t.Fatal(err)
	}
}

// deviceSignIn runs a command that signs in by device code, and allows it.
func (w *world) deviceSignIn(words ...string) ran {
	w.t.Helper()
	c := w.command(words...)
	var stdout bytes.Buffer
	c.Stdout = &stdout
	talk, err := c.StderrPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		w.t.Fatal(err)
	}
	var said bytes.Buffer
	visited := false
	buf := make([]byte, 4096)
	for {
		n, err := talk.Read(buf)
		said.Write(buf[:n])
		if address := firstAddress(said.String(), w.sandbox.URL()); address != "" && !visited {
			visited = true
			w.allow(address)
		}
		if err != nil {
			break
		}
	}
	_ = c.Wait()
	if c.ProcessState.ExitCode() != 0 {
		w.t.Fatalf("fob %s: exit %d\n%s", strings.Join(words, " "), c.ProcessState.ExitCode(), said.String())
	}
	return ran{stdout.String(), said.String(), 0}
}

// allow signs in as the organisation's first user and allows what is asked.
func (w *world) allow(address string) {
	w.t.Helper()
	if _, err := (visitor.Visitor{}).Visit(w.t.Context(), address); err != nil {
		w.t.Fatalf("visit %s: %v", address, err)
	}
}

// firstAddress finds a whole address at origin in what was said.
func firstAddress(said, origin string) string {
	_, rest, ok := strings.Cut(said, origin+"/")
	if !ok {
		return ""
	}
	end := strings.IndexAny(rest, " \r\n")
	if end < 0 {
		return ""
	}
	return origin + "/" + rest[:end]
}

const guideConfig = `[profile my-dev-account]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = AdministratorAccess
region = us-east-1

[profile my-prod-account]
sso_session = my-sso
sso_account_id = 444455556666
sso_role_name = ReadOnly

[sso-session my-sso]
sso_start_url = https://my-company.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
`
