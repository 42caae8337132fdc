package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/shell"
)

// rc writes the person's ~/.bashrc and returns a function that reads it; "gone"
// when it is not there.
func (s *sessionEnv) rc(t *testing.T, text string) func() string {
	t.Helper()
	path := filepath.Join(s.vars["HOME"], ".bashrc")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return func() string {
		data, err := os.ReadFile(path)
		if err != nil {
			return "gone"
		}
		return string(data)
	}
}

// onWindows makes the world one in which programs believe to be on Windows.
func (s *sessionEnv) onWindows() *sessionEnv {
	s.Environ = paths.FromMap("windows", s.vars)
	return s
}

func TestUseSavesTheProfileForNewShells(t *testing.T) {
	e := newSessionEnv(t, useProfiles)
	rc := e.rc(t, "alias x=y")
	const want = "alias x=y\n# >>> fob profile, after a line without end >>>\n" +
		"# New shells use \"dev\". Take it back: fob use --unset --save\n" +
		"export AWS_PROFILE=dev; export AWS_REGION=eu-west-1; export AWS_DEFAULT_REGION=eu-west-1\n# <<< fob profile <<<\n"
	e.vars[shell.HookVariable] = "bash/1"
	if err := e.run(t, "use", "dev", "--save", "--region", "eu-west-1"); err != nil || rc() != want {
		t.Fatalf("%v\n%s", err, rc())
	}
	if got := e.out.String(); !strings.HasSuffix(got, "\nprofile dev\nregion eu-west-1\n") {
		t.Errorf("the hook is told %q", got)
	}
	delete(e.vars, shell.HookVariable)
	if err := e.run(t, "use", "My Prod", "--save"); err != nil || e.out.String() != "export AWS_PROFILE='My Prod'\n" {
		t.Fatalf("%v\n%s", err, &e.out)
	}
	if !strings.Contains(e.err.String(), "New bash shells use My Prod (before: dev).\n") {
		t.Errorf("stderr %s", &e.err)
	}
	if err := e.run(t, "use", "My Prod", "--save"); err != nil || !strings.Contains(e.err.String(), "use My Prod already") {
		t.Errorf("again: %v\n%s", err, &e.err)
	}
	if err := e.run(t, "use", "--unset", "--save"); err != nil || rc() != "alias x=y" || e.out.String() != "unset AWS_PROFILE\n" {
		t.Errorf("%v\n%q\n%s", err, rc(), &e.out)
	}
	if err := e.run(t, "use", "--unset", "--save"); err != nil || !strings.Contains(e.err.String(), "Nothing was changed") {
		t.Errorf("nothing to take out: %v\n%s", err, &e.err)
	}
}

// The two PowerShells have one hook, and each files of its own: what one of
// them saved is not in the way of the other.
func TestEachPowerShellKeepsItsOwnFile(t *testing.T) {
	e := newSessionEnv(t, useProfiles).onWindows()
	home := e.vars["HOME"]
	e.vars[shell.HookVariable] = "pwsh/1"
	for _, sh := range []string{"WindowsPowerShell", "PowerShell"} {
		e.vars["PSModulePath"] = `C:\Users\x\Documents\` + sh + `\Modules`
		e.vars[shell.StartupVariable] = filepath.Join(home, sh, "profile.ps1")
		if err := e.run(t, "use", "dev", "--save"); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(e.vars[shell.StartupVariable]); err != nil {
			t.Errorf("%s: %v\n%s", sh, err, &e.err)
		}
	}
	if err := e.run(t, "use", "--unset", "--save"); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(home, "WindowsPowerShell", "profile.ps1")); err != nil {
		t.Errorf("the other's file: %v", err)
	}
}

func TestALaterLineThatWinsIsTold(t *testing.T) {
	e := newSessionEnv(t, useProfiles)
	rc := e.rc(t, "")
	if err := e.run(t, "use", "dev", "--save"); err != nil {
		t.Fatal(err)
	}
	e.rc(t, rc()+"export AWS_PROFILE=old\n")
	if err := e.run(t, "use", "My Prod", "--save"); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(e.err.String(), "Warning: a later line sets another one:\n  ~/.bashrc:5\n") {
		t.Errorf("stderr %s", &e.err)
	}
}

func TestAPersonMayRefuse(t *testing.T) {
	e := newSessionEnv(t, useProfiles)
	rc := e.rc(t, "a\n")
	e.Interactive = func() bool { return true }
	e.Asker = func() Asker { return refusing{} }
	for _, words := range [][]string{{"use", "dev", "--save"}, {"init", "--install", "bash"}} {
		if err := e.run(t, words...); fault.CodeOf(err) != fault.Failed || rc() != "a\n" || e.out.Len() > 0 {
			t.Errorf("%v: %v, %q, %s", words, err, rc(), &e.out)
		}
	}
	if err := e.run(t, "init", "--install", "bash", "--yes"); err != nil || rc() == "a\n" {
		t.Errorf("--yes: %v", err)
	}
}

func TestUseWritesTheWindowsUsersEnvironment(t *testing.T) {
	e := newSessionEnv(t, useProfiles).onWindows()
	const user = `HKCU\Environment/`
	e.registry[user+"AWS_PROFILE"], e.registry[user+"AWS_DEFAULT_PROFILE"] = "old", "older"
	e.registry[user+"AWS_ACCESS_KEY_ID"], e.registry[user+"AWS_SECRET_ACCESS_KEY"] = "AKIA", "hunter2"
	if err := e.run(t, "use", "My Prod", "--user", "--region", "eu-west-1", "--shell", "pwsh"); err != nil {
		t.Fatal(err)
	}
	want := fakeRegistry{
		user + "AWS_PROFILE": "My Prod", user + "AWS_REGION": "eu-west-1", user + "AWS_DEFAULT_REGION": "eu-west-1",
		user + "AWS_ACCESS_KEY_ID": "AKIA", user + "AWS_SECRET_ACCESS_KEY": "hunter2",
	}
	if diff := cmp.Diff(want, e.registry); diff != "" {
		t.Error(diff)
	}
	for _, part := range []string{"AWS_PROFILE was old before.", "AWS_DEFAULT_PROFILE was older before.", "Warning: AWS_ACCESS_KEY_ID is in your user environment"} {
		if !strings.Contains(e.err.String(), part) || strings.Contains(e.err.String(), "hunter2") {
			t.Errorf("stderr %s", &e.err)
		}
	}
	if got := e.out.String(); !strings.Contains(got, "$env:AWS_PROFILE = 'My Prod'") {
		t.Errorf("stdout %s", got)
	}
	if err := e.run(t, "use", "--unset", "--user", "--shell", "pwsh"); err != nil || e.registry[user+"AWS_PROFILE"] != "" {
		t.Errorf("%v %v", err, e.registry)
	}
}

func TestADepthThatIsNotThereIsRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		words   []string
		windows bool
		remedy  string
	}{
		"a user's environment":  {[]string{"dev", "--user"}, false, "fob use dev --save"},
		"cmd, elsewhere":        {[]string{"dev", "--save", "--shell", "cmd"}, false, "fob use dev --save --shell bash"},
		"cmd":                   {[]string{"dev", "--save", "--shell", "cmd"}, true, "fob use dev --user"},
		"taking it back in cmd": {[]string{"--unset", "--save", "--shell", "cmd"}, true, "fob use --unset --user"},
		"sh":                    {[]string{"My Prod", "--save", "--shell", "sh"}, false, `fob use "My Prod" --save --shell bash`},
		"a file for nothing":    {[]string{"dev", "--file", "x"}, false, "fob use dev --save --file FILE"},
	} {
		e := newSessionEnv(t, useProfiles)
		if tc.windows {
			e.onWindows()
		}
		err := e.run(t, append([]string{"use"}, tc.words...)...)
		f, ok := err.(*fault.Error)
		if !ok || f.Code != fault.Usage || f.Remedy != tc.remedy || e.out.Len() > 0 {
			t.Errorf("%s: %v, %+v, %s", name, err, f, &e.out)
		}
	}
}

func TestInitInstallsAndUninstalls(t *testing.T) {
	e := newSessionEnv(t, useProfiles)
	rc := e.rc(t, "a\r\n")
	if err := e.run(t, "init", "--install", "bash", "--aws", "--prompt"); err != nil {
		t.Fatal(err)
	}
	if want := "a\r\n# >>> fob hook >>>\r\neval \"$(fob init bash --aws --prompt)\"\r\n# <<< fob hook <<<\r\n"; rc() != want {
		t.Errorf("%q", rc())
	}
	if err := e.run(t, "use", "dev", "--save"); err != nil {
		t.Fatal(err)
	}
	if err := e.run(t, "init", "--uninstall"); err != nil || !strings.Contains(e.err.String(), "New shells still use dev:\n  ~/.bashrc:4\n") {
		t.Errorf("%v\n%s", err, &e.err)
	}
	if err := e.run(t, "use", "--unset", "--save"); err != nil || rc() != "a\r\n" {
		t.Errorf("%v, %q", err, rc())
	}
}

func TestInitEditsTheFileThatIsNamed(t *testing.T) {
	e := newSessionEnv(t, useProfiles)
	path := filepath.Join(e.vars["HOME"], "named.ps1")
	if err := e.run(t, "init", "--install", "powershell", "--file", path); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(data), "\nfob init powershell | Out-String | Invoke-Expression\n") {
		t.Errorf("%v %s", err, data)
	}
	if err := e.run(t, "init", "--uninstall", "powershell"); err != nil { // there is no such shell to ask
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("the file that fob made is there: %v", err)
	}
}

// Out of the box Windows PowerShell loads no file at all, and says so in red at
// each start once there is one.
func TestInitWarnsOfAnExecutionPolicy(t *testing.T) {
	for policy, want := range map[string]bool{"Restricted": true, "AllSigned": true, "RemoteSigned": false} {
		e := newSessionEnv(t, useProfiles).onWindows()
		e.Output = func(context.Context, ...string) ([]byte, error) { return []byte(policy + "\r\n"), nil }
		path := filepath.Join(e.vars["HOME"], "profile.ps1")
		for _, words := range [][]string{{"init", "--install", "powershell"}, {"use", "dev", "--save", "--shell", "powershell"}} {
			if err := e.run(t, append(words, "--file", path)...); err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(e.err.String(), "  Set-ExecutionPolicy -Scope CurrentUser RemoteSigned\n"); got != want {
				t.Errorf("%s, %v: stderr %s", policy, words, &e.err)
			}
		}
	}
}

func TestInitRefusesWhatMakesNoSense(t *testing.T) {
	for _, words := range []string{"--install --uninstall", "", "--file x bash", "--install cmd", "--uninstall cmd", "--install sh"} {
		e := newSessionEnv(t, "")
		if err := e.run(t, append([]string{"init"}, strings.Fields(words)...)...); fault.CodeOf(err) != fault.Usage {
			t.Errorf("%s: %v", words, err)
		}
	}
}

func TestStatusTellsWhereAProfileComesFrom(t *testing.T) {
	saved := "# >>> fob profile >>>\n# New shells use \"prod\". Take it back: fob use --unset --save\nexport AWS_PROFILE=prod\n# <<< fob profile <<<\n"
	const nothing = "No profile is selected, and there is no default one. Select one:\n  fob use PROFILE\n"
	const prod = "This shell uses profile prod (AWS_PROFILE), which signs in with my-sso.\n"
	for name, tc := range map[string]struct {
		rc   string
		vars map[string]string
		user string // AWS_PROFILE in the registry
		want string
	}{
		"our own block":           {saved, map[string]string{"AWS_PROFILE": "prod"}, "", prod + "It comes from fob use --save:\n  ~/.bashrc:3\n"},
		"a line of the person":    {"export AWS_PROFILE=prod\n", map[string]string{"AWS_PROFILE": "prod"}, "", prod + "It seems to come from a line of yours:\n  ~/.bashrc:1\n"},
		"the registry":            {"", map[string]string{"AWS_PROFILE": "prod"}, "prod", prod + "It comes from your Windows user's environment:\n  HKCU\\Environment\n"},
		"this shell alone":        {"", map[string]string{"AWS_PROFILE": "prod"}, "", prod},
		"another one is saved":    {saved, map[string]string{"AWS_PROFILE": "theirs"}, "", "This shell uses profile theirs (AWS_PROFILE), which signs in with client.\nNew shells use prod, by fob use --save:\n  ~/.bashrc:3\n"},
		"saved, and not yet here": {saved, nil, "", nothing + "New shells use prod, by fob use --save:\n  ~/.bashrc:3\n"},
		"a file before the user":  {saved, map[string]string{"AWS_PROFILE": "old"}, "old", "This shell uses profile old (AWS_PROFILE), which signs in with https://old.awsapps.com/start.\nIt comes from your Windows user's environment:\n  HKCU\\Environment\nNew shells use prod, by fob use --save:\n  ~/.bashrc:3\n"},
	} {
		t.Run(name, func(t *testing.T) {
			e := newSessionEnv(t, twoSessions)
			e.rc(t, tc.rc)
			for k, v := range tc.vars {
				e.vars[k] = v
			}
			if tc.user != "" {
				e.registry[`HKCU\Environment/AWS_PROFILE`] = tc.user
			}
			if err := e.run(t, "status"); err != nil {
				t.Fatal(err)
			}
			_, got, _ := strings.Cut(e.out.String(), "\n\n")
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A name with a blank is none that the SDKs read, but the AWS CLI does.
func TestStatusKnowsTheProfilesThatUseTakes(t *testing.T) {
	e := newSessionEnv(t, "[profile 'My Prod']\nregion = us-east-1\n")
	e.vars["AWS_PROFILE"] = "My Prod"
	if err := e.run(t, "status"); err != nil || !strings.Contains(e.out.String(), "This shell uses profile My Prod (AWS_PROFILE).\n") {
		t.Errorf("%v\n%s", err, &e.out)
	}
}

func TestStatusWarnsOfWhatShadowsAProfile(t *testing.T) {
	e := newSessionEnv(t, twoSessions)
	for k, v := range map[string]string{
		"AWS_PROFILE": "prod", "AWS_DEFAULT_PROFILE": "old", "AWS_ACCESS_KEY_ID": "AKIA",
		"AWS_ROLE_ARN": "arn:aws:iam::1:role/x", "AWS_WEB_IDENTITY_TOKEN_FILE": "/t",
	} {
		e.vars[k] = v
	}
	if err := e.run(t, "status", "-o", "json", "--query", "warnings"); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(e.out.String(), "AWS_"); n < 3 || !strings.Contains(e.out.String(), "AWS_DEFAULT_PROFILE is set to old, which boto3 takes first") {
		t.Errorf("%s", &e.out)
	}
	if err := e.run(t, "status", "--profile", "prod"); err != nil || e.err.Len() > 0 {
		t.Errorf("%v %s", err, &e.err)
	}
}

// refusing answers no to everything.
type refusing struct{ Asker }

func (refusing) Confirm(context.Context, string, bool) (bool, error) { return false, nil }
