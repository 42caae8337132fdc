package cli

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
)

const processProfiles = `# notes
[sso-session my-sso]
sso_start_url = https://my-company.awsapps.com/start
sso_region = us-east-1
[profile dev]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = ReadOnly
region = eu-west-1
[profile deploy]
role_arn = arn:aws:iam::444455556666:role/Deploy
source_profile = dev
[profile keys]
aws_access_key_id = AKIA
aws_secret_access_key = s
[profile other]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = ReadOnly
credential_process = other-tool --profile other
[profile half]
sso_session = my-sso
`

func newProcessEnv(t *testing.T, program, goos string) *sessionEnv {
	t.Helper()
	s := newSessionEnv(t, processProfiles)
	s.OnPath = func() string { return program }
	s.ShortPath = func(path string) (string, error) {
		if strings.Contains(path, "no short") {
			return path, nil
		}
		return strings.ReplaceAll(path, "Program Files", "PROGRA~1"), nil
	}
	s.Environ.GOOS = goos
	s.Editor = func() *awsconfig.Editor { return &awsconfig.Editor{Paths: s.Paths, Now: s.Now} }
	return s
}

func (s *sessionEnv) config(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(s.Paths.Config)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestCredentialProcessIsWrittenWhereItHelps(t *testing.T) {
	s := newProcessEnv(t, "/usr/bin/fob", "linux")
	if err := Execute(t.Context(), s.Env, []string{"configure", "credential-process", "--all"}); err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(processProfiles, "region = eu-west-1\n", "region = eu-west-1\ncredential_process = /usr/bin/fob credential-process --profile dev\n", 1)
	want = strings.Replace(want, "source_profile = dev\n", "source_profile = dev\ncredential_process = /usr/bin/fob credential-process --profile deploy\n", 1)
	if got := s.config(t); got != want {
		t.Errorf("got\n%s", got)
	}
	if err := Execute(t.Context(), s.Env, []string{"configure", "credential-process", "--all", "--remove"}); err != nil || s.config(t) != processProfiles {
		t.Errorf("%v\n%s", err, s.config(t))
	}
}

func TestCredentialProcessInASecondProfile(t *testing.T) {
	s := newProcessEnv(t, "/opt/it's here/fob", "linux")
	words := []string{"configure", "credential-process", "--suffix", ".fob", "dev", "keys"}
	for range 2 { // the second time there is nothing to do
		if err := Execute(t.Context(), s.Env, words); err != nil {
			t.Fatal(err)
		}
	}
	want := processProfiles + "\n[profile dev.fob]\ncredential_process = '/opt/it'\"'\"'s here/fob' credential-process --profile dev\nregion = eu-west-1\n" +
		"\n[profile keys.fob]\ncredential_process = '/opt/it'\"'\"'s here/fob' credential-process --profile keys\n"
	if got := s.config(t); got != want {
		t.Errorf("got\n%s", got)
	}
	if err := Execute(t.Context(), s.Env, append(words, "--remove")); err != nil || strings.Contains(s.config(t), ".fob") {
		t.Errorf("%v\n%s", err, s.config(t))
	}
}

// On Windows cmd.exe and the Go SDK each spoil quotes, so there are none.
func TestCredentialProcessOnWindowsHasNoQuotes(t *testing.T) {
	for program, want := range map[string]string{
		`C:\Tools\fob.exe`:             `C:\Tools\fob.exe`,
		`C:\Program Files\fob\fob.exe`: `C:\PROGRA~1\fob\fob.exe`,
		`C:\no short\fob.exe`:          "",
		`C:\50%\no short\fob.exe`:      "",
	} {
		s := newProcessEnv(t, program, "windows")
		err := Execute(t.Context(), s.Env, []string{"configure", "credential-process", "dev"})
		if want == "" {
			var f *fault.Error
			if !errors.As(err, &f) || f.Remedy != "fob configure credential-process --all --command fob" || s.config(t) != processProfiles {
				t.Errorf("%s: %v", program, err)
			}
			continue
		}
		if line := "credential_process = " + want + " credential-process --profile dev\n"; err != nil || !strings.Contains(s.config(t), line) {
			t.Errorf("%s: %v\n%s", program, err, s.config(t))
		}
	}
}

func TestCredentialProcessRefusesWhatWouldNotHelp(t *testing.T) {
	for words, want := range map[string]string{
		"keys":            `the profile "keys" has no sign-in and no role`,
		"other":           `the profile "other" gets its credentials from another program`,
		"nobody":          `there is no profile "nobody"`,
		"dev keys":        `the profile "keys" has no sign-in and no role`,
		"":                "name the profiles, or say --all",
		"--all dev":       "name the profiles, or say --all",
		"dev --suffix ev": "",
		"half":            "names a session, but no account and role",
		"x* --remove":     `there is no profile "x*"`,
	} {
		s := newProcessEnv(t, "/usr/bin/fob", "linux")
		err := Execute(t.Context(), s.Env, append([]string{"configure", "credential-process"}, strings.Fields(words)...))
		if want == "" {
			if err != nil {
				t.Errorf("%s: %v", words, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), want) || s.config(t) != processProfiles {
			t.Errorf("%s: %v", words, err)
		}
	}
	s := newProcessEnv(t, "/usr/bin/fob", "linux")
	if err := Execute(t.Context(), s.Env, []string{"configure", "credential-process", "other", "--force", "--command", "fob"}); err != nil || !strings.Contains(s.config(t), "credential_process = fob credential-process --profile other\n") {
		t.Errorf("--force: %v\n%s", err, s.config(t))
	}
}

func TestOurOwnLinesAreKnown(t *testing.T) {
	for line, want := range map[string]bool{
		"fob credential-process --profile a":                          true,
		`C:\PROGRA~1\fob\FOB.EXE credential-process --profile a`:      true,
		`'/opt/it'"'"'s here/fob' credential-process --profile 'a b'`: true,
		`"C:\x y\fob.exe" credential-process --profile a`:             true,
		"aws-sso-util credential-process --profile a":                 false,
		"fob whoami": false, "": false, "notfob credential-process --profile a": false,
	} {
		if isOurProcess(line) != want {
			t.Errorf("%q: want %v", line, want)
		}
	}
}
