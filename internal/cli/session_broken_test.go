package cli

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/fault"
)

// A session with a bad or missing region is reported as that, and never as one
// that is not set up.
func TestEveryCommandReportsABrokenSession(t *testing.T) {
	for region, want := range map[string]string{
		"":                      `the session "my-sso" lacks sso_region (~/.aws/config line 1)`,
		"sso_region =":          `the session "my-sso" lacks sso_region (~/.aws/config line 1)`,
		"sso_region = mars 1":   `the sso_region of the session my-sso is not a region: region "mars 1": ' ' is not allowed in it`,
		"sso_region = a.b/../c": `the sso_region of the session my-sso is not a region: region "a.b/../c": '.' is not allowed in it`,
	} {
		config := "[sso-session my-sso]\nsso_start_url = https://my-company.awsapps.com/start\n" + region +
			"\n[profile dev]\nsso_session = my-sso\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = us-east-1\n"
		for _, line := range []string{
			"login", "login my-sso", "login -p dev", "logout", "logout my-sso", "status my-sso", "accounts", "accounts my-sso", "roles", "token", "token my-sso",
			"whoami -p dev", "s3 ls -p dev", "explain dev", "explain dev -o json", "env -p dev", "exec -p dev -- tool", "exec -p dev,dev --each -- tool", "credential-process -p dev", "credentials write dev",
			"configure list -p dev", "configure export-credentials -p dev", "configure populate --dry-run --region us-east-1", "configure populate --sso-session my-sso --dry-run",
			"configure sso --sso-session my-sso --sso-account-id 111122223333 --sso-role-name Admin --region us-east-1 --output json -p x",
		} {
			s := newHostileEnv(t, "x", false)
			s.setConfig(t, config)
			err := s.run(t, strings.Fields(line)...)
			said := s.err.String()
			var f *fault.Error
			if errors.As(err, &f) {
				said += f.Summary + f.Remedy
			}
			if err == nil || !strings.Contains(said, want) || !strings.Contains(said, "fob configure set sso_region") {
				t.Errorf("%q: fob %s: %v\n%s", region, line, err, said)
			}
			if strings.Contains(said+s.out.String(), "set up yet") {
				t.Errorf("%q: fob %s says that nothing is set up", region, line)
			}
		}
		s := newSessionEnv(t, config)
		if err := s.run(t, "status"); err != nil || !strings.Contains(s.err.String(), "Warning: "+want+".\n") || !strings.HasPrefix(s.out.String(), "No session can be used: 1 is wrong in the config file.\n") {
			t.Errorf("%q: status: %v\n%s%s", region, err, s.out.String(), s.err.String())
		}
		var status statusAnswer
		if err := s.run(t, "status", "-o", "json"); err != nil || json.Unmarshal(s.out.Bytes(), &status) != nil || strings.Join(status.Warnings, "") != want {
			t.Errorf("%q: status -o json: %v\n%s", region, err, s.out.String())
		}
		if err := s.run(t, "logout", "--all"); err != nil || !strings.Contains(s.err.String(), "Warning: "+want+".\n") {
			t.Errorf("%q: logout --all: %v\n%s", region, err, s.err.String())
		}
	}
}

// A good session beside it is used, and the broken one named.
func TestABrokenSessionBesideAGoodOneIsAWarning(t *testing.T) {
	s := newHostileEnv(t, "x", false)
	s.setConfig(t, "[sso-session bad]\nsso_start_url = https://bad.awsapps.com/start\n[sso-session my-sso]\nsso_start_url = https://my-company.awsapps.com/start\nsso_region = us-east-1\n")
	if err := s.run(t, "accounts"); err != nil || !strings.Contains(s.out.String(), "111122223333") {
		t.Errorf("%v\n%s", err, s.out.String())
	}
	if want := "Warning: the session \"bad\" lacks sso_region (~/.aws/config line 1).\n  fob configure set sso_region VALUE --sso-session bad\n"; s.err.String() != want {
		t.Errorf("stderr: %q", s.err.String())
	}
	if err := s.run(t, "accounts", "my-sso"); err != nil || s.err.Len() > 0 {
		t.Errorf("named: %v\n%s", err, s.err.String())
	}
}

func (s *sessionEnv) setConfig(t *testing.T, text string) {
	t.Helper()
	if err := os.WriteFile(s.Paths.Config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
