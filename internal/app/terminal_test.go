//go:build unix

package app_test

import (
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/ui/ptytest"
)

// person is somebody at a terminal in whose hands fob runs.
type person struct {
	*ptytest.Screen
	w   *world
	cmd *exec.Cmd
}

// sit starts fob at a terminal.
func (w *world) sit(words ...string) *person {
	w.t.Helper()
	p := &person{Screen: ptytest.New(w.t, 80, 40), w: w, cmd: w.command(words...)}
	p.cmd.Stdin, p.cmd.Stdout, p.cmd.Stderr = p.TTY, p.TTY, p.TTY
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := p.cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	return p
}

// answer waits for each question and types what follows it.
func (p *person) answer(pairs ...string) {
	p.w.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		p.See(pairs[i])
		p.Type(pairs[i+1])
	}
}

// approves waits for a sign-in address and does what a browser would.
func (p *person) approves() {
	p.w.t.Helper()
	var address string
	p.WaitFor("a sign-in address", func() bool {
		address = firstAddress(p.Raw(), p.w.sandbox.URL())
		return address != ""
	})
	p.w.allow(address)
}

// leaves waits for fob's end and returns its exit code.
func (p *person) leaves() int {
	_ = p.cmd.Wait() // the exit code tells all
	return p.cmd.ProcessState.ExitCode()
}

func TestWizardByArrowKeys(t *testing.T) {
	w := newWorld(t)
	p := w.sit("configure", "sso")
	p.answer(
		"SSO session name (Recommended): ", "my-sso"+ptytest.Enter,
		"SSO start URL [None]: ", "my-company"+ptytest.Enter,
		"Not a valid Start URL", "\x15https://my-company.awsapps.com/start"+ptytest.Enter,
		"SSO region [None]: ", "us-east-1"+ptytest.Enter,
		"SSO registration scopes [sso:account:access]: ", ptytest.Enter,
	)
	p.approves()
	p.answer(
		"> DeveloperAccount, dev-admin@example.com (111122223333)", ptytest.Down,
		"> ProductionAccount, prod-admin@example.com (444455556666)", ptytest.Up,
		"> DeveloperAccount", ptytest.Enter,
		"> AdministratorAccess", "read",
		"> ReadOnly", ptytest.Enter,
		"Default client Region [None]: ", "us-e"+ptytest.Tab,
		"us-east-\n", "1"+ptytest.Enter,
		"CLI default output format (json if not specified) [None]: ", "json"+ptytest.Enter,
		"Profile name [ReadOnly-111122223333]: ", "my-dev-account"+ptytest.Enter,
		"Write this to ~/.aws/config? [Y/n] ", ptytest.Enter,
	)
	p.See("fob whoami --profile my-dev-account")
	if code := p.leaves(); code != 0 {
		t.Fatalf("exit %d\n%s", code, p.Text())
	}
	for _, want := range []string{
		"There are 2 AWS accounts available to you.\n", "Using the account ID 111122223333\n",
		"There are 2 roles available to you.\n", "Using the role name \"ReadOnly\"\n", "Undo: fob configure undo\n",
	} {
		if !strings.Contains(p.Text(), want) {
			t.Errorf("the screen does not say %q:\n%s", want, p.Text())
		}
	}
	want := "[profile my-dev-account]\nsso_session = my-sso\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\nregion = us-east-1\noutput = json\n\n" +
		"[sso-session my-sso]\nsso_start_url = https://my-company.awsapps.com/start\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n"
	if d := cmp.Diff(want, w.config()); d != "" {
		t.Error(d)
	}
	if r := w.must("whoami", "--profile", "my-dev-account", "-o", "json", "--query", "Account"); r.stdout != "\"111122223333\"\n" {
		t.Errorf("whoami says %s", r.stdout)
	}
}

func TestWizardInPlainMode(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	p := w.sit("configure", "sso", "--plain")
	p.answer(
		"SSO session name (Recommended): ", "my-sso\r",
		"1) DeveloperAccount", "2\r",
		"There are 2 roles", "adm\r",
		"Default client Region [None]: ", "\r",
		"CLI default output format (json if not specified) [None]: ", "\r",
		"Profile name [AdministratorAccess-444455556666]: ", "\r",
		"[Y/n] ", "y\r",
	)
	p.See("fob whoami --profile AdministratorAccess-444455556666")
	if code := p.leaves(); code != 0 || strings.Contains(p.Raw(), "\x1b") {
		t.Errorf("exit %d\n%q", code, p.Raw())
	}
	if !strings.Contains(w.config(), "[profile AdministratorAccess-444455556666]\nsso_session = my-sso\nsso_account_id = 444455556666\nsso_role_name = AdministratorAccess\n") {
		t.Errorf("the config is\n%s", w.config())
	}
}

func TestWizardInterruptedOrDeclinedWritesNothing(t *testing.T) {
	for name, tc := range map[string]struct {
		keys []string
		want int
	}{
		"Ctrl-C at the first question": {[]string{"SSO session name", ptytest.CtrlC}, 130},
		"Ctrl-C at a list":             {[]string{"SSO session name", "my-sso\r", "> Dev", ptytest.CtrlC}, 130},
		"no at the end": {[]string{
			"SSO session name", "my-sso\r", "> Dev", "\r", "> Adm", "\r", "Region", "\r", "format", "\r", "Profile name", "\r", "[Y/n]", "n\r",
			"Nothing was changed.", "",
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.signIn()
			p := w.sit("configure", "sso")
			p.answer(tc.keys...)
			if code := p.leaves(); code != tc.want {
				t.Errorf("exit %d, want %d\n%s", code, tc.want, p.Text())
			}
			if d := cmp.Diff(guideConfig, w.config()); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestWizardOffersWhatIsThere(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	p := w.sit("configure", "sso", "--profile", "my-prod-account")
	p.answer(
		"SSO session name [my-sso]: ", "\r",
		"> Dev", "prod\r",
		"> Adm", ptytest.Down+"\r",
		"Default client Region [None]: ", "eu-west-1\r",
		"format", "\r",
		"Write this to ~/.aws/config? [Y/n]", "\r",
	)
	p.See("fob whoami --profile my-prod-account")
	if code := p.leaves(); code != 0 {
		t.Errorf("exit %d", code)
	}
	want := strings.Replace(guideConfig, "sso_role_name = ReadOnly\n", "sso_role_name = ReadOnly\nregion = eu-west-1\n", 1)
	if d := cmp.Diff(want, w.config()); d != "" {
		t.Error(d)
	}
}

func TestCtrlCEndsALoginAtOnce(t *testing.T) {
	w := newWorld(t)
	w.writeConfig(guideConfig)
	p := w.sit("login")
	p.See("If it does not open, visit:")
	p.Type(ptytest.CtrlC)
	if code := p.leaves(); code != 130 {
		t.Errorf("exit %v\n%s", p.cmd.ProcessState, p.Text())
	}
}

func TestWhoamiOffersToSignIn(t *testing.T) {
	w := newWorld(t)
	w.writeConfig(guideConfig)
	p := w.sit("whoami", "--profile", "my-dev-account")
	p.answer("Sign in now? [Y/n]", "\r")
	p.approves()
	p.See("my-dev-account  111122223333  AdministratorAccess  you@example.com")
	if code := p.leaves(); code != 0 {
		t.Errorf("exit %d\n%s", code, p.Text())
	}
}
