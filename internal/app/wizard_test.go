package app_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Without a terminal the wizard asks nothing: it names what is missing, gives
// the whole line, and writes nothing.
func TestWizardWithoutATerminalNamesWhatIsMissing(t *testing.T) {
	w := newWorld(t)
	for name, tc := range map[string]struct {
		config string
		args   []string
		names  string // in the error
		line   string // to type
	}{
		"everything": {
			names: "--sso-session, --sso-start-url, --sso-region, --sso-account-id, --sso-role-name are missing",
			line:  "fob configure sso --sso-session SESSION --sso-start-url START_URL --sso-region SSO_REGION --sso-account-id ACCOUNT_ID --sso-role-name ROLE_NAME",
		},
		"the session, where some are set up": {
			config: guideConfig,
			args:   []string{"--sso-account-id", "111122223333", "--sso-role-name", "ReadOnly"},
			names:  "--sso-session is missing",
			line:   "fob configure sso --sso-session SESSION --sso-account-id 111122223333 --sso-role-name ReadOnly",
		},
		"account and role of an existing session": {
			config: guideConfig,
			args:   []string{"--sso-session", "my-sso", "--profile", "new one"},
			names:  "--sso-account-id, --sso-role-name are missing",
			line:   `fob configure sso --sso-session my-sso --sso-account-id ACCOUNT_ID --sso-role-name ROLE_NAME --profile "new one"`,
		},
		"the region of a new session": {
			args:  []string{"--sso-session", "s", "--sso-start-url", "https://my-company.awsapps.com/start", "--sso-account-id", "111122223333", "--sso-role-name", "R"},
			names: "--sso-region is missing",
			line:  "fob configure sso --sso-session s --sso-start-url https://my-company.awsapps.com/start --sso-region SSO_REGION --sso-account-id 111122223333 --sso-role-name R",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w.writeConfig(tc.config)
			r := w.run(append([]string{"configure", "sso"}, tc.args...)...)
			if r.code != 2 || r.stdout != "" || !strings.Contains(r.stderr, tc.names) || !strings.Contains(r.stderr, "\n  "+tc.line+"\n") {
				t.Errorf("exit %d\n%s", r.code, r.stderr)
			}
			if got := w.config(); got != tc.config {
				t.Errorf("the config was changed:\n%s", got)
			}
		})
	}
}

func TestWizardRefusesWrongFlagsBeforeAnySignIn(t *testing.T) {
	w := newWorld(t)
	for name, tc := range map[string]struct {
		config string
		args   []string
		want   string
	}{
		"an account with dashes":       {args: []string{"--sso-account-id", "1111-2222-3333"}, want: `'-' is no digit`},
		"a role with a slash":          {args: []string{"--sso-role-name", "a/b"}, want: `'/' is not allowed`},
		"a region":                     {args: []string{"--region", "us east 1"}, want: "--region: "},
		"a profile name with brackets": {args: []string{"--profile", "a]b"}, want: "bracket"},
		"a start URL without https":    {args: []string{"--sso-session", "s", "--sso-start-url", "http://x", "--sso-region", "us-east-1", "--sso-account-id", "111122223333", "--sso-role-name", "R"}, want: "Not a valid Start URL"},
		"scopes with blanks":           {args: []string{"--sso-session", "s", "--sso-start-url", "https://a.awsapps.com/start", "--sso-region", "us-east-1", "--sso-registration-scopes", "a b", "--sso-account-id", "111122223333", "--sso-role-name", "R"}, want: "must be separated by commas"},
		"two names for the profile":    {args: []string{"--profile", "a", "--profile-name", "b"}, want: "name two profiles"},
		"what contradicts the session": {config: guideConfig, args: []string{"--sso-session", "my-sso", "--sso-region", "eu-west-1"}, want: "is there already, with sso_region = us-east-1"},
	} {
		t.Run(name, func(t *testing.T) {
			w.writeConfig(tc.config)
			r := w.run(append([]string{"configure", "sso"}, tc.args...)...)
			if r.code != 2 || !strings.Contains(r.stderr, tc.want) {
				t.Errorf("exit %d\n%s", r.code, r.stderr)
			}
		})
	}
	if calls := w.sandbox.Calls(); len(calls) != 0 {
		t.Errorf("the service was called: %v", calls)
	}
}

// With every answer given nothing is asked, and where nobody is there to sign
// in, nobody has to.
func TestWizardWithEveryAnswerWritesWhatTheAWSCLIWrites(t *testing.T) {
	for name, tc := range map[string]struct {
		config string
		args   []string
		want   string
	}{
		"a new session": {
			args: []string{
				"--sso-session", "my-sso", "--sso-start-url", "https://my-company.awsapps.com/start", "--sso-region", "us-east-1",
				"--sso-account-id", "111122223333", "--sso-role-name", "ReadOnly", "--region", "eu-west-1", "--output", "json", "--profile", "dev",
			},
			want: "[profile dev]\nsso_session = my-sso\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\nregion = eu-west-1\noutput = json\n\n" +
				"[sso-session my-sso]\nsso_start_url = https://my-company.awsapps.com/start\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n",
		},
		"the name is made of role and account": {
			config: "[sso-session s]\nsso_start_url=https://a.awsapps.com/start\nsso_region=us-east-1\n",
			args:   []string{"--sso-session", "s", "--sso-account-id", "111122223333", "--sso-role-name", "ReadOnly"},
			want: "[sso-session s]\nsso_start_url=https://a.awsapps.com/start\nsso_region=us-east-1\n\n" +
				"[profile ReadOnly-111122223333]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\n",
		},
		"[default] lends nothing": {
			config: "[default]\nregion = eu-north-1\noutput = table\n[sso-session s]\nsso_start_url=https://a.awsapps.com/start\nsso_region=us-east-1\n",
			args:   []string{"--sso-session", "s", "--sso-account-id", "111122223333", "--sso-role-name", "R", "--profile", "p"},
			want: "[default]\nregion = eu-north-1\noutput = table\n[sso-session s]\nsso_start_url=https://a.awsapps.com/start\nsso_region=us-east-1\n\n" +
				"[profile p]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = R\n",
		},
		"the profile's own values are its defaults, and the legacy keys go": {
			config: "[profile p]\n# mine\nsso_start_url = https://a.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 1\nsso_role_name = R\nregion = eu-north-1\n" +
				"[sso-session s]\nsso_start_url=https://a.awsapps.com/start\nsso_region=us-east-1\n",
			args: []string{"--sso-session", "s", "--sso-account-id", "111122223333", "--sso-role-name", "R", "--profile", "p"},
			want: "[profile p]\n# mine\nsso_account_id = 111122223333\nsso_role_name = R\nregion = eu-north-1\nsso_session = s\n" +
				"[sso-session s]\nsso_start_url=https://a.awsapps.com/start\nsso_region=us-east-1\n",
		},
		"the legacy form, asked for by an empty name": {
			config: "[profile p]\nsso_session = s\n[sso-session s]\nsso_start_url=https://a.awsapps.com/start\nsso_region=us-east-1\n",
			args: []string{
				"--sso-session", "", "--sso-start-url", "https://a.awsapps.com/start", "--sso-region", "us-east-1",
				"--sso-account-id", "111122223333", "--sso-role-name", "R", "--profile", "p",
			},
			want: "[profile p]\nsso_start_url = https://a.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = R\n" +
				"[sso-session s]\nsso_start_url=https://a.awsapps.com/start\nsso_region=us-east-1\n",
		},
		"default needs no type": {
			config: "[sso-session s]\nsso_start_url=https://a.awsapps.com/start\nsso_region=us-east-1\n",
			args:   []string{"--sso-session", "s", "--sso-account-id", "111122223333", "--sso-role-name", "R", "--profile-name", "default"},
			want: "[sso-session s]\nsso_start_url=https://a.awsapps.com/start\nsso_region=us-east-1\n\n" +
				"[default]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = R\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.writeConfig(tc.config)
			r := w.must(append([]string{"configure", "sso"}, tc.args...)...)
			if d := cmp.Diff(tc.want, w.config()); d != "" {
				t.Error(d)
			}
			if !strings.Contains(r.stderr, "Undo: fob configure undo") || !strings.Contains(r.stderr, "fob whoami") || r.stdout != "" {
				t.Errorf("it says:\n%s%s", r.stdout, r.stderr)
			}
			if again := w.must(append([]string{"configure", "sso"}, tc.args...)...); !strings.Contains(again.stderr, "nothing was changed") {
				t.Errorf("the second time it says:\n%s", again.stderr)
			}
			w.must("configure", "undo")
			if d := cmp.Diff(tc.config, w.config()); d != "" {
				t.Error("undo: " + d)
			}
		})
	}
}

// With a device code the wizard signs in without a terminal, takes what there
// is one of, and names the choices where there are several.
func TestWizardSignsInByDeviceCodeWithoutATerminal(t *testing.T) {
	w := newWorld(t)
	r := w.deviceSignIn("configure", "sso", "--use-device-code", "--sso-session", "my-sso", "--sso-start-url", "https://my-company.awsapps.com/start",
		"--sso-region", "us-east-1", "--sso-account-id", "111122223333", "--sso-role-name", "ReadOnly", "--profile", "dev")
	for _, want := range []string{"Signed in to my-sso", "Using the account ID 111122223333\n", "Using the role name \"ReadOnly\"\n", "fob whoami --profile dev"} {
		if !strings.Contains(r.stderr, want) {
			t.Errorf("it does not say %q:\n%s", want, r.stderr)
		}
	}
	several := w.run("configure", "sso", "--sso-session", "my-sso", "--profile", "prod")
	if several.code != 2 || !strings.Contains(several.stderr, "ProductionAccount, prod-admin@example.com (444455556666)") || !strings.Contains(several.stderr, "--sso-account-id ACCOUNT_ID") {
		t.Errorf("exit %d\n%s", several.code, several.stderr)
	}
	for name, tc := range map[string]struct {
		account, role, want string
	}{
		"a role that is not there":      {"444455556666", "Nope", "you have no role Nope in the account 444455556666"},
		"an account that is not theirs": {"999999999999", "ReadOnly", "the account 999999999999 is not assigned to you"},
	} {
		t.Run(name, func(t *testing.T) {
			before := w.config()
			r := w.run("configure", "sso", "--sso-session", "my-sso", "--profile", "x", "--sso-account-id", tc.account, "--sso-role-name", tc.role)
			if r.code != 4 || !strings.Contains(r.stderr, tc.want) || !strings.Contains(r.stderr, "Nothing was written.") || w.config() != before {
				t.Errorf("exit %d\n%s", r.code, r.stderr)
			}
		})
	}
}

func TestConfigureSSOSession(t *testing.T) {
	for name, tc := range map[string]struct {
		config string
		args   []string
		want   string // of the config; empty means that it fails with the message
		say    string
	}{
		"a new one": {
			args: []string{"--sso-session", "s", "--sso-start-url", "https://a.awsapps.com/start", "--sso-region", "us-east-1"},
			want: "[sso-session s]\nsso_start_url = https://a.awsapps.com/start\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n",
			say:  "fob login s",
		},
		"one value of an old one": {
			config: "[sso-session s]\nsso_start_url=https://a.awsapps.com/start\nsso_region=us-east-1\nsso_registration_scopes=sso:account:access\n",
			args:   []string{"--sso-session", "s", "--sso-region", "eu-west-1"},
			want:   "[sso-session s]\nsso_start_url=https://a.awsapps.com/start\nsso_region=eu-west-1\nsso_registration_scopes=sso:account:access\n",
			say:    "fob login s",
		},
		"nothing given": {say: "--sso-session, --sso-start-url, --sso-region are missing"},
		"a new one's name alone": {
			args: []string{"--sso-session", "s"},
			say:  "fob configure sso-session --sso-session s --sso-start-url START_URL --sso-region SSO_REGION",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.writeConfig(tc.config)
			r := w.run(append([]string{"configure", "sso-session"}, tc.args...)...)
			if (r.code == 0) != (tc.want != "") || !strings.Contains(r.stderr, tc.say) {
				t.Errorf("exit %d\n%s", r.code, r.stderr)
			}
			if d := cmp.Diff(tc.want, w.config()); tc.want != "" && d != "" {
				t.Error(d)
			}
		})
	}
}
