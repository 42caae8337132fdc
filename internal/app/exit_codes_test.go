//go:build unix

package app_test

import (
	"os"
	"testing"

	"github.com/fobcli/fob/internal/fault"
)

// TestEveryExitCodeIsReturned runs a command for each documented exit code.
func TestEveryExitCodeIsReturned(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	w.writeConfig(guideConfig + "[profile no-credentials]\nregion = us-east-1\n" +
		"[profile not-mine]\nsso_session = my-sso\nsso_account_id = 111122223333\nsso_role_name = NoSuchRole\n" +
		"[sso-session other]\nsso_start_url = https://other.awsapps.com/start\nsso_region = us-east-1\n" +
		"[profile signed-out]\nsso_session = other\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\n")
	commands := map[fault.Code][]string{
		fault.OK:            {"whoami", "-p", "my-dev-account"},
		fault.Failed:        {"whoami", "--ca-bundle", "missing.pem", "-p", "my-prod-account"},
		fault.Usage:         {"whoami", "--bogus"},
		fault.SignIn:        {"whoami", "-p", "signed-out"},
		fault.NoAccess:      {"whoami", "-p", "not-mine"},
		fault.NoProfile:     {"whoami", "-p", "missing"},
		fault.NoCredentials: {"whoami", "-p", "no-credentials"},
	}

	for _, c := range fault.Codes() {
		words, ok := commands[c.Code]
		if c.Code == fault.Interrupted {
			if got := w.interrupted("serve", "-p", "my-dev-account"); got != int(c.Code) {
				t.Errorf("fob serve, interrupted: exit %d, want %d", got, c.Code)
			}
			continue
		}
		if !ok {
			t.Errorf("no command is known to return exit code %d: %s", c.Code, c.Meaning)
			continue
		}
		if r := w.run(words...); r.code != int(c.Code) {
			t.Errorf("fob %v: exit %d, want %d\n%s%s", words, r.code, c.Code, r.stdout, r.stderr)
		}
	}
}

// interrupted runs fob, sends it Ctrl-C when it begins to print, and returns its exit code.
func (w *world) interrupted(words ...string) int {
	w.t.Helper()
	c := w.command(words...)
	out, err := c.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		w.t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 1)); err != nil {
		w.t.Fatal(err)
	}
	if err := c.Process.Signal(os.Interrupt); err != nil {
		w.t.Fatal(err)
	}
	_ = c.Wait()
	return c.ProcessState.ExitCode()
}
