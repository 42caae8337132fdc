package cli

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/shell"
)

func TestEnvIsWrittenForEachShellAndFile(t *testing.T) {
	for format, want := range map[string]string{
		"env": "unset AWS_PROFILE\nexport AWS_ACCESS_KEY_ID=ASIAPROD\nexport AWS_SECRET_ACCESS_KEY='sk/+<&>'\nexport AWS_SESSION_TOKEN='st=='\n" +
			"export AWS_CREDENTIAL_EXPIRATION='2026-11-23T11:38:00+00:00'\nexport AWS_ACCOUNT_ID=444455556666\nexport AWS_REGION=eu-west-1\nexport AWS_DEFAULT_REGION=eu-west-1\n",
		"powershell": "$env:AWS_PROFILE = $null\n$env:AWS_ACCESS_KEY_ID = 'ASIAPROD'\n$env:AWS_SECRET_ACCESS_KEY = 'sk/+<&>'\n$env:AWS_SESSION_TOKEN = 'st=='\n" +
			"$env:AWS_CREDENTIAL_EXPIRATION = '2026-11-23T11:38:00+00:00'\n$env:AWS_ACCOUNT_ID = '444455556666'\n$env:AWS_REGION = 'eu-west-1'\n$env:AWS_DEFAULT_REGION = 'eu-west-1'\n",
		"cmd": "set \"AWS_PROFILE=\"\nset \"AWS_ACCESS_KEY_ID=ASIAPROD\"\nset \"AWS_SECRET_ACCESS_KEY=sk/+<&>\"\nset \"AWS_SESSION_TOKEN=st==\"\n" +
			"set \"AWS_CREDENTIAL_EXPIRATION=2026-11-23T11:38:00+00:00\"\nset \"AWS_ACCOUNT_ID=444455556666\"\nset \"AWS_REGION=eu-west-1\"\nset \"AWS_DEFAULT_REGION=eu-west-1\"\n",
		"fish": "set -e AWS_PROFILE\nset -gx AWS_ACCESS_KEY_ID ASIAPROD\nset -gx AWS_SECRET_ACCESS_KEY 'sk/+<&>'\nset -gx AWS_SESSION_TOKEN 'st=='\n" +
			"set -gx AWS_CREDENTIAL_EXPIRATION '2026-11-23T11:38:00+00:00'\nset -gx AWS_ACCOUNT_ID 444455556666\nset -gx AWS_REGION eu-west-1\nset -gx AWS_DEFAULT_REGION eu-west-1\n",
		"nu": "hide-env -i AWS_PROFILE\n$env.AWS_ACCESS_KEY_ID = \"ASIAPROD\"\n$env.AWS_SECRET_ACCESS_KEY = \"sk/+<&>\"\n$env.AWS_SESSION_TOKEN = \"st==\"\n" +
			"$env.AWS_CREDENTIAL_EXPIRATION = \"2026-11-23T11:38:00+00:00\"\n$env.AWS_ACCOUNT_ID = \"444455556666\"\n$env.AWS_REGION = \"eu-west-1\"\n$env.AWS_DEFAULT_REGION = \"eu-west-1\"\n",
		"dotenv": "AWS_ACCESS_KEY_ID='ASIAPROD'\nAWS_SECRET_ACCESS_KEY='sk/+<&>'\nAWS_SESSION_TOKEN='st=='\n" +
			"AWS_CREDENTIAL_EXPIRATION='2026-11-23T11:38:00+00:00'\nAWS_ACCOUNT_ID='444455556666'\nAWS_REGION='eu-west-1'\nAWS_DEFAULT_REGION='eu-west-1'\n",
		"docker": "AWS_ACCESS_KEY_ID=ASIAPROD\nAWS_SECRET_ACCESS_KEY=sk/+<&>\nAWS_SESSION_TOKEN=st==\n" +
			"AWS_CREDENTIAL_EXPIRATION=2026-11-23T11:38:00+00:00\nAWS_ACCOUNT_ID=444455556666\nAWS_REGION=eu-west-1\nAWS_DEFAULT_REGION=eu-west-1\n",
		"json": "{\n  \"AWS_ACCESS_KEY_ID\": \"ASIAPROD\",\n  \"AWS_ACCOUNT_ID\": \"444455556666\",\n  \"AWS_CREDENTIAL_EXPIRATION\": \"2026-11-23T11:38:00+00:00\",\n" +
			"  \"AWS_DEFAULT_REGION\": \"eu-west-1\",\n  \"AWS_REGION\": \"eu-west-1\",\n  \"AWS_SECRET_ACCESS_KEY\": \"sk/+<&>\",\n  \"AWS_SESSION_TOKEN\": \"st==\"\n}\n",
	} {
		t.Run(format, func(t *testing.T) {
			s := newVendEnv(t, twoSessions)
			s.prodKeys(t)
			s.vars["AWS_PROFILE"] = "theirs"
			s.vars["AWS_SESSION_TOKEN"] = "old"
			if err := Execute(t.Context(), s.Env, []string{"env", "-p", "prod", "--region", "eu-west-1", "--format", format}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, s.out.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Static keys have no session token: one that was left would go with them.
func TestEnvClearsWhatAnEarlierOneLeft(t *testing.T) {
	s := newVendEnv(t, twoSessions)
	s.vars["AWS_SESSION_TOKEN"], s.vars["SHELL"] = "old", "/usr/bin/fish"
	if err := Execute(t.Context(), s.Env, []string{"env", "-p", "keys"}); err != nil {
		t.Fatal(err)
	}
	if want := "set -e AWS_SESSION_TOKEN\nset -gx AWS_ACCESS_KEY_ID AKIA\nset -gx AWS_SECRET_ACCESS_KEY s\n"; s.out.String() != want {
		t.Errorf("got %s", s.out.String())
	}
}

func TestEnvRefusesWhatAFormatCannotHold(t *testing.T) {
	for format, value := range map[string]string{"cmd": "a%b", "dotenv": "it's", "docker": "a\nb"} {
		s := newVendEnv(t, twoSessions)
		write, err := envOptions{Format: format}.writer(s.Env)
		if err != nil {
			t.Fatal(err)
		}
		_, err = write([]shell.Variable{{Name: "AWS_SESSION_TOKEN", Value: value}})
		var f *fault.Error
		if !errors.As(err, &f) || !strings.Contains(f.Summary, "AWS_SESSION_TOKEN") || strings.Contains(f.Summary, value) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

func TestEnvKnowsItsFormats(t *testing.T) {
	s := newVendEnv(t, twoSessions)
	if err := Execute(t.Context(), s.Env, []string{"env", "--format", "csh"}); fault.CodeOf(err) != fault.Usage {
		t.Errorf("got %v", err)
	}
	for _, f := range envFormats() {
		if _, err := (envOptions{Format: f}).writer(s.Env); err != nil {
			t.Errorf("%s: %v", f, err)
		}
	}
}
