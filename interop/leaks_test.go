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

	said.run("--debug", "whoami", "--profile", "my-dev-account") // nobody is signed in
	said.run("--debug", "login", session)
	said.run("--debug", "login", session)
	said.run("--debug", "login", "--force", session)
	said.run("--debug", "login", "--force", "--use-device-code", session)
	said.run("--debug", "login", "--profile", "old")
	said.run("--debug", "whoami", "--profile", "my-dev-account")
	said.run("--debug", "whoami", "--profile", "chain", "-o", "json")
	said.run("--debug", "s3", "ls", "--profile", "my-prod-account")
	said.run("--debug", "status")
	said.run("--debug", "status", "-o", "json")
	said.run("--debug", "profiles", "-o", "json")
	said.run("--debug", "explain", "chain", "-o", "json")
	said.run("--debug", "config", "dump", "-o", "json")
	said.run("--debug", "configure", "list", "--profile", "my-dev-account")
	said.run("--debug", "configure", "populate", "--sso-start-url", startURL, "--sso-region", "us-east-1", "--region", "us-east-1")
	said.run("--debug", "exec", "--profile", "my-dev-account", "--", fobPath, "version")
	said.keys("--debug", "credential-process", "--profile", "my-dev-account")

	w.advance(70 * time.Minute) // all of it is renewed
	said.run("--debug", "whoami", "--profile", "my-dev-account")
	w.sandbox.EndSessions("")
	w.advance(70 * time.Minute) // nothing can be
	said.run("--debug", "whoami", "--profile", "my-dev-account")
	said.keys("--debug", "credential-process", "--profile", "chain")
	said.run("--debug", "logout", session)
	said.run("--debug", "logout", "--all")

	said.check(t)
}

// talk gathers all that fob says.
type talk struct {
	w    *world
	said []string // one entry a command: its line, and what it printed
}

// run keeps all that a command prints.
func (k *talk) run(args ...string) {
	k.w.t.Helper()
	r, argv := k.traced(args)
	k.said = append(k.said, r.String(), argv)
}

// keys keeps what a command prints to stderr: its answer is keys.
func (k *talk) keys(args ...string) {
	k.w.t.Helper()
	r, argv := k.traced(args)
	k.said = append(k.said, strings.Join(args, " ")+"\n"+r.stderr, argv)
}

// traced runs fob and returns the command lines of everything that it started,
// where strace can tell.
func (k *talk) traced(args []string) (r ran, commandLines string) {
	k.w.t.Helper()
	argv := append([]string{fobPath}, args...)
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
