package app_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// guidePopulate is the guide's own line.
var guidePopulate = []string{
	"configure", "populate", "--sso-start-url", "https://my-company.awsapps.com/start", "--sso-region", "us-east-1",
	"--account-name-case", "lower", "--role-name-case", "lower",
	"--trim-role-name", "(?<=admin)istratoraccess", "--trim-role-name", "^aws",
	"--trim-role-name", "(?<=readonly)access", "--trim-role-name", "(?<=poweruser)access", "--region", "us-east-1",
}

const populated = `
[profile developeraccount.admin]
sso_session = my-sso
sso_account_name = DeveloperAccount
sso_account_id = 111122223333
sso_role_name = AdministratorAccess
region = us-east-1
sso_auto_populated = true

[profile developeraccount.readonly]
sso_session = my-sso
sso_account_name = DeveloperAccount
sso_account_id = 111122223333
sso_role_name = ReadOnly
region = us-east-1
sso_auto_populated = true

[profile productionaccount.admin]
sso_session = my-sso
sso_account_name = ProductionAccount
sso_account_id = 444455556666
sso_role_name = AdministratorAccess
region = us-east-1
sso_auto_populated = true

[profile productionaccount.readonly]
sso_session = my-sso
sso_account_name = ProductionAccount
sso_account_id = 444455556666
sso_role_name = ReadOnly
region = us-east-1
sso_auto_populated = true
`

func TestTheGuidesLinePopulates(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	r := w.must(guidePopulate...)
	if diff := cmp.Diff(guideConfig+populated, w.config()); diff != "" {
		t.Error(diff)
	}
	want := "my-sso: 2 accounts, 4 roles\n + 4 profiles   ~ 0 changed   - 0 whose access is gone\n" +
		"  + developeraccount.admin       111122223333   AdministratorAccess\n" +
		"  + developeraccount.readonly    111122223333   ReadOnly\n" +
		"  + productionaccount.admin      444455556666   AdministratorAccess\n" +
		"  + productionaccount.readonly   444455556666   ReadOnly\n" +
		"Wrote 4 profiles. Undo: fob configure undo\n"
	if diff := cmp.Diff(want, r.stderr); diff != "" || r.stdout != "" {
		t.Errorf("%s\nstdout: %s", diff, r.stdout)
	}
	if who := w.must("whoami", "-p", "developeraccount.admin"); !strings.Contains(who.stdout, "AdministratorAccess") {
		t.Error(who.stdout)
	}

	again := w.must(guidePopulate...)
	if want := "my-sso: 2 accounts, 4 roles\nNothing to do: every profile is there as it should be.\n"; again.stderr != want {
		t.Errorf("the second run says %s", again.stderr)
	}
	w.must("configure", "undo")
	if diff := cmp.Diff(guideConfig, w.config()); diff != "" {
		t.Errorf("undo leaves %s", diff)
	}
}

func TestPopulateMakesTheSessionAndSignsInOnTheWay(t *testing.T) {
	w := newWorld(t)
	r := w.deviceSignIn(append(guidePopulate, "--use-device-code", "-o", "json")...)
	var report struct {
		Session          string
		Written, New     bool `json:"-"`
		NewSession       bool `json:"new_session"`
		Accounts, Roles  int
		Added, Unchanged []struct{ Name string }
	}
	if err := json.Unmarshal([]byte(r.stdout), &report); err != nil {
		t.Fatalf("%v\n%s", err, r.stdout)
	}
	if report.Session != "my-company" || !report.NewSession || report.Roles != 4 || len(report.Added) != 4 || report.Added[0].Name != "developeraccount.admin" {
		t.Errorf("%+v", report)
	}
	want := "[sso-session my-company]\nsso_start_url = https://my-company.awsapps.com/start\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n" +
		strings.ReplaceAll(populated, "my-sso", "my-company")
	if diff := cmp.Diff(want, w.config()); diff != "" {
		t.Error(diff)
	}
}

func TestPopulateWithoutAPersonAndASignIn(t *testing.T) {
	w := newWorld(t)
	r := w.run(guidePopulate...)
	for _, line := range []string{
		"Error: there is no sign-in to my-company yet.",
		"  fob configure sso-session --sso-session my-company --sso-start-url https://my-company.awsapps.com/start --sso-region us-east-1",
		"  fob login my-company",
	} {
		if !strings.Contains(r.stderr, line+"\n") {
			t.Errorf("%q is not in\n%s", line, r.stderr)
		}
	}
	if r.code != 3 || w.config() != "" {
		t.Errorf("code %d, config %q", r.code, w.config())
	}
}

// The line to type keeps the Identity Center that was named: without it the
// next run would ask for that.
func TestPopulateAsksForARegionWithALineThatNamesTheIdentityCenter(t *testing.T) {
	w := newWorld(t)
	w.writeConfig(guideConfig + "\n[sso-session other]\nsso_start_url = https://other.awsapps.com/start\nsso_region = eu-west-1\n")
	for name, tc := range map[string]struct{ args, want string }{
		"a session":       {"--sso-session my-sso", "--sso-session my-sso"},
		"its address":     {"--sso-start-url https://other.awsapps.com/start", "--sso-session other"},
		"a new one":       {"--sso-start-url https://new.awsapps.com/start --sso-region eu-west-1", "--sso-session new --sso-start-url https://new.awsapps.com/start --sso-region eu-west-1"},
		"legacy profiles": {"--legacy --sso-start-url https://new.awsapps.com/start --sso-region eu-west-1", "--legacy --sso-start-url https://new.awsapps.com/start --sso-region eu-west-1"},
	} {
		t.Run(name, func(t *testing.T) {
			r := w.run(strings.Fields("configure populate " + tc.args)...)
			if line := "\n  fob configure populate " + tc.want + " --region us-east-1\n"; r.code != 2 || !strings.HasSuffix(r.stderr, line) {
				t.Errorf("code %d, want 2 and %q\n%s", r.code, line, r.stderr)
			}
		})
	}
}

func TestPopulateFindsMistakesBeforeItAsksAWS(t *testing.T) {
	w := newWorld(t)
	w.writeConfig(guideConfig)
	for name, tc := range map[string]struct {
		words []string
		want  string
	}{
		"a pattern":              {[]string{"-r", "x", "--trim-account-name", "(a"}, "unterminated subpattern at position 0"},
		"a start URL's pattern":  {[]string{"-r", "x", "-u", "a**"}, "multiple repeat"},
		"a start URL nobody has": {[]string{"-r", "x", "-u", "else"}, "no Identity Center that is set up matches"},
		"a region":               {[]string{"-r", "US"}, `'U' is not allowed in it`},
		"no region":              {nil, "the profiles need a region"},
		"a case":                 {[]string{"--role-name-case", "camel"}, "want one of capitalize, casefold, lower, title, upper"},
		"a default without =":    {[]string{"-r", "x", "-c", "output"}, "output has no value"},
		"a default with comment": {[]string{"-r", "x", "-c", "a=b #c"}, "as a comment"},
		"another region":         {[]string{"-r", "x", "--sso-region", "eu-west-1"}, "no Identity Center that is set up matches"},
		"a session elsewhere":    {[]string{"-r", "x", "--sso-session", "my-sso", "--sso-region", "eu-west-1"}, "the session my-sso is in us-east-1, not in eu-west-1"},
		"another start URL":      {[]string{"-r", "x", "--sso-session", "my-sso", "-u", "https://else.awsapps.com/start"}, "has another start URL"},
		"a program for names":    {[]string{"-r", "x", "--profile-name-process", "./nothing-here"}, "nothing-here"},
		"both ways":              {[]string{"-r", "x", "--legacy", "--sso-session", "my-sso"}, "--legacy profiles have no session"},
		"a word too many":        {[]string{"x"}, "unknown command"},
	} {
		t.Run(name, func(t *testing.T) {
			r := w.run(append([]string{"populate"}, tc.words...)...)
			if r.code != 2 || !strings.Contains(r.stderr, tc.want) {
				t.Errorf("code %d\n%s", r.code, r.stderr)
			}
		})
	}
	if calls := w.sandbox.Calls(); len(calls) > 0 {
		t.Errorf("AWS was asked: %v", calls)
	}
}

func TestPopulateShowsAndWritesNothing(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	w.writeConfig(guideConfig + "[profile gone.admin]\nsso_session = my-sso\nsso_account_id = 999999999999\nsso_role_name = Admin\nsso_auto_populated = true\n")
	before := w.config()
	r := w.must(append(guidePopulate, "--dry-run")...)
	if diff := cmp.Diff(strings.TrimPrefix(populated, "\n")+"\n", r.stdout); diff != "" {
		t.Error(diff)
	}
	if want := " + 4 profiles   ~ 0 changed   - 1 whose access is gone\n  - gone.admin   999999999999   Admin\n"; !strings.HasSuffix(r.stderr, want) {
		t.Error(r.stderr)
	}
	if w.config() != before {
		t.Error("the config was changed")
	}
}

// Whoever is refused must not be taken for somebody without any access.
func TestASessionThatAWSEndedRemovesNothing(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	w.must(guidePopulate...)
	before := w.config()
	w.sandbox.EndSessions("you@example.com")
	r := w.run(guidePopulate...)
	if r.code != 3 || w.config() != before {
		t.Errorf("code %d\n%s", r.code, r.stderr)
	}
}
