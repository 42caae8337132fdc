package interop_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// What --debug and every error print can be pasted into a public issue: no
// token, key, code or secret that the sandbox ever gave out is in it. The
// command lines of all children hold none either, for `ps` shows them to
// everyone on the machine.
func TestNothingThatFobSaysHoldsASecret(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write(".aws/config", guideConfig+chainConfig+"\n"+legacyConfig)
	said := talk{w: w}

	said.run(3, "whoami", "--profile", "my-dev-account") // nobody is signed in
	said.run(0, "login", session)
	said.run(0, "login", session)
	said.run(0, "login", "--force", session)
	said.run(0, "login", "--force", "--use-device-code", session)
	said.run(0, "login", "--profile", "old")
	said.run(0, "whoami", "--profile", "my-dev-account")
	said.run(0, "whoami", "--profile", "chain", "-o", "json")
	said.run(0, "s3", "ls", "--profile", "my-prod-account")
	said.run(0, "status")
	said.run(0, "status", "-o", "json")
	said.run(0, "profiles", "-o", "json")
	said.run(0, "explain", "chain", "-o", "json")
	said.run(0, "config", "dump", "-o", "json")
	said.run(0, "configure", "list", "--profile", "my-dev-account")
	said.run(0, "configure", "populate", "--sso-start-url", startURL, "--sso-region", "us-east-1", "--region", "us-east-1")
	said.run(0, "exec", "--profile", "my-dev-account", "--", fobPath, "version")
	said.keys(0, "credential-process", "--profile", "my-dev-account")
	said.keys(0, "configure", "export-credentials", "--profile", "chain")

	w.advance(70 * time.Minute) // all of it is renewed
	said.run(0, "whoami", "--profile", "my-dev-account")
	w.sandbox.EndSessions("")
	w.advance(70 * time.Minute) // nothing can be
	said.run(3, "whoami", "--profile", "my-dev-account")
	said.keys(3, "credential-process", "--profile", "chain")
	said.run(0, "logout", session)
	said.run(0, "logout", "--all")

	said.check(t)
}

// talk gathers all that fob says.
type talk struct {
	w    *world
	said []string // one entry a command: its line, and what it printed
}

// run keeps all that a command prints under --debug; it has to end with code.
func (k *talk) run(code int, args ...string) {
	k.w.t.Helper()
	r, argv := k.traced(code, args)
	k.said = append(k.said, r.String(), argv)
}

// keys keeps what a command prints to stderr: its answer is keys.
func (k *talk) keys(code int, args ...string) {
	k.w.t.Helper()
	r, argv := k.traced(code, args)
	k.said = append(k.said, strings.Join(args, " ")+"\n"+r.stderr, argv)
}

// traced runs fob and returns the command lines of everything that it started,
// where strace can tell.
func (k *talk) traced(code int, args []string) (r ran, commandLines string) {
	k.w.t.Helper()
	defer func() {
		if r.code != code {
			k.w.t.Errorf("exit code %d, want %d\n%s", r.code, code, r)
		}
	}()
	argv := append([]string{fobPath, "--debug"}, args...)
	strace, err := exec.LookPath("strace")
	if err != nil {
		return k.w.run(nil, argv...), ""
	}
	trace := filepath.Join(k.w.t.TempDir(), "execve")
	r = k.w.run(nil, append([]string{strace, "-f", "-qq", "-s", "65536", "-e", "trace=execve", "-e", "signal=none", "-o", trace}, argv...)...)
	b, err := os.ReadFile(trace)
	if err != nil {
		k.w.t.Fatalf("%v\n%s", err, r)
	}
	return r, string(b)
}

// check searches everything for every secret.
func (k *talk) check(t *testing.T) {
	t.Helper()
	secrets := k.w.sandbox.Secrets()
	if len(secrets) < 15 {
		t.Errorf("the sandbox gave out only %d secrets: the proof has lost its object", len(secrets))
	}
	for _, s := range secrets {
		for _, said := range k.said {
			if len(s) >= 8 && strings.Contains(said, s) {
				t.Errorf("a secret that begins with %.6q was shown by\n%s", s, strings.ReplaceAll(said, s, "<<THE SECRET>>"))
			}
		}
	}
	debug := regexp.MustCompile(`(?i)create ?token|/token`)
	if !debug.MatchString(strings.Join(k.said, "\n")) {
		t.Error("--debug showed no request: the proof has lost its object")
	}
}
