package populate_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/populate"
)

var (
	devAdmin = populate.Role{Account: "111122223333", AccountName: "Dev", Role: "AdministratorAccess"}
	devRead  = populate.Role{Account: "111122223333", AccountName: "Dev", Role: "ReadOnly"}
)

const session = "[sso-session my-sso]\nsso_start_url = https://my-company.awsapps.com/start\nsso_region = us-east-1\n"

// run is one run of populate on files of a fresh home.
type run struct {
	t      *testing.T
	editor *awsconfig.Editor
	o      populate.Options
	roles  []populate.Role

	gone    []ident.AccountID
	unknown []populate.Unlisted
	name    func([]populate.Candidate) error
}

func newRun(t *testing.T, config string, roles ...populate.Role) *run {
	home := t.TempDir()
	p, err := paths.Locate(paths.FromMap("linux", map[string]string{"HOME": home}))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(p.Config), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.Config, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return &run{
		t: t, editor: &awsconfig.Editor{Paths: p, Now: time.Now}, roles: roles, name: guide(t).Name,
		o: populate.Options{
			Instance:  populate.Instance{Session: "my-sso", StartURL: "https://my-company.awsapps.com/start", Region: "us-east-1"},
			Separator: ".", Existing: populate.Keep, Helper: "fob credential-process", Quote: func(s string) string { return "<" + s + ">" },
		},
	}
}

// plan runs it without writing.
func (r *run) plan() (awsconfig.Plan, populate.Report) {
	r.t.Helper()
	files, err := awsconfig.Read(r.editor.Paths)
	if err != nil {
		r.t.Fatal(err)
	}
	all := populate.Candidates(r.roles, []ident.Region{"us-east-1"})
	if err := r.name(all); err != nil {
		r.t.Fatal(err)
	}
	return populate.New(all, populate.Listing{Roles: r.roles, Gone: r.gone, Unknown: r.unknown}, r.o, files)
}

// write does the plan and returns the config file.
func (r *run) write() (string, populate.Report) {
	r.t.Helper()
	plan, report := r.plan()
	if _, err := r.editor.Apply(r.t.Context(), plan); err != nil {
		r.t.Fatal(err)
	}
	data, err := os.ReadFile(r.editor.Paths.Config)
	if err != nil {
		r.t.Fatal(err)
	}
	r.o.New = false
	if _, again := r.plan(); !again.Idle() {
		r.t.Errorf("a second run would not be idle: %+v", again)
	}
	return string(data), report
}

// summary is a report in one line: + ~ = - earlier left.
func summary(r populate.Report) string {
	var b strings.Builder
	for _, l := range []struct {
		mark string
		list []populate.Entry
	}{{"+", r.Added}, {"~", r.Changed}, {"=", r.Unchanged}, {"-", r.Removed}, {"earlier ", r.Earlier}, {"left ", r.Left}, {"kept ", r.Kept}, {"edited ", r.Edited}} {
		for _, e := range l.list {
			fmt.Fprintf(&b, "%s%s ", l.mark, e.Name)
		}
	}
	return strings.TrimSpace(b.String())
}

func TestWhatIsWritten(t *testing.T) {
	const devLines = "sso_account_name = Dev\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\nregion = us-east-1\n"
	const fresh = "[profile dev.readonly]\nsso_session = my-sso\n" + devLines + "sso_auto_populated = true\n"
	for name, tc := range map[string]struct {
		config  string
		change  func(*run)
		want    string
		summary string
	}{
		"a profile on the session that is there": {
			config: session, want: session + "\n" + fresh, summary: "+dev.readonly",
		},
		"a session, where there is none": {
			change: func(r *run) { r.o.New = true },
			want:   session + "sso_registration_scopes = sso:account:access\n\n" + fresh, summary: "+dev.readonly",
		},
		"legacy": {
			change: func(r *run) { r.o.Session = "" },
			want: "[profile dev.readonly]\nsso_start_url = https://my-company.awsapps.com/start\nsso_region = us-east-1\n" + devLines +
				"sso_auto_populated = true\n",
			summary: "+dev.readonly",
		},
		"defaults, one of them for a key of the core": {
			change: func(r *run) {
				r.o.SetDefault("output", "text")
				r.o.SetDefault("region", "eu-west-3")
				r.o.SetDefault("output", "json")
				r.o.SetDefault("sso_auto_populated", "no")
			},
			want:    strings.Replace(strings.Replace(fresh, "us-east-1", "eu-west-3", 1), "sso_auto", "output = json\nsso_auto", 1),
			summary: "+dev.readonly",
		},
		"credential_process": {
			change:  func(r *run) { r.o.ProcessLine = populate.WriteProcess },
			want:    strings.Replace(fresh, "sso_auto", "credential_process = fob credential-process --profile <dev.readonly>\nsso_auto", 1),
			summary: "+dev.readonly",
		},
		"nothing to do": {config: session + fresh, want: session + fresh, summary: "=dev.readonly"},
		"keep: own keys, comments and blocks stay": {
			config: "[profile dev.readonly] # mine\nregion = x\n# a = b\noutput = text\ns3 =\n  a = b\n[profile other]\nregion=y\n",
			change: func(r *run) {
				r.o.SetDefault("output", "json")
				r.o.SetDefault("s3", "no")
				r.o.SetDefault("cli_pager", "")
			},
			summary: "~dev.readonly",
			want: "[profile dev.readonly] # mine\nregion = us-east-1\n# a = b\noutput = text\ns3 =\n  a = b\nsso_session = my-sso\n" +
				"sso_account_name = Dev\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\ncli_pager =\nsso_auto_populated = true\n[profile other]\nregion=y\n",
		},
		"overwrite: defaults win, other keys stay": {
			config: "[profile dev.readonly]\noutput = text\nmine = 1\n",
			change: func(r *run) { r.o.Existing = populate.Overwrite; r.o.SetDefault("output", "json") },
			want:   "[profile dev.readonly]\noutput = json\nmine = 1\nsso_session = my-sso\n" + devLines + "sso_auto_populated = true\n", summary: "~dev.readonly",
		},
		"discard: other keys go": {
			config:  "[profile dev.readonly]\noutput = text\ns3 =\n  a = b\nmine = 1\n# note\n[profile other]\nregion=y\n",
			change:  func(r *run) { r.o.Existing = populate.Discard },
			summary: "~dev.readonly",
			want:    "[profile dev.readonly]\nsso_session = my-sso\n" + devLines + "sso_auto_populated = true\n# note\n[profile other]\nregion=y\n",
		},
		"legacy keys of aws-sso-util give way to the session": {
			config:  session + "[profile dev.readonly]\nsso_start_url = https://my-company.awsapps.com/start\nsso_region = us-east-1\n" + devLines + "credential_process = aws-sso-util credential-process --profile dev.readonly\nsso_auto_populated = true\n",
			change:  func(r *run) { r.o.ProcessLine = populate.RemoveProcess },
			summary: "~dev.readonly",
			want:    session + "[profile dev.readonly]\n" + devLines + "sso_auto_populated = true\nsso_session = my-sso\n",
		},
		"access that is gone, and what is not ours": {
			config: session + "[profile old.admin]\nsso_session = my-sso\nsso_account_id = 999999999999\nsso_role_name = Admin\nsso_auto_populated = true\n" +
				"[profile legacy.admin]\nsso_start_url = https://my-company.awsapps.com/start\nsso_account_id = 999999999999\nsso_role_name = Admin\nsso_auto_populated = TRUE\n" +
				"[profile theirs]\nsso_start_url = https://client.awsapps.com/start\nsso_account_id = 999999999999\nsso_role_name = Admin\nsso_auto_populated = true\n" +
				"[profile handmade]\nsso_session = my-sso\nsso_account_id = 999999999999\nsso_role_name = Admin\n" +
				"[profile renamed]\nsso_session = my-sso\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\nsso_auto_populated = true\n",
			change:  func(r *run) { r.gone = []ident.AccountID{"999999999999"} },
			summary: "+dev.readonly -legacy.admin -old.admin earlier renamed",
			want: session + "[profile theirs]\nsso_start_url = https://client.awsapps.com/start\nsso_account_id = 999999999999\nsso_role_name = Admin\nsso_auto_populated = true\n" +
				"[profile handmade]\nsso_session = my-sso\nsso_account_id = 999999999999\nsso_role_name = Admin\n" +
				"[profile renamed]\nsso_session = my-sso\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\nsso_auto_populated = true\n\n" + fresh,
		},
		"somebody's own role of that name": {
			config:  "[profile dev.readonly]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = y\n",
			want:    "[profile dev.readonly]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = y\n",
			summary: "left dev.readonly",
		},
		"a name in quotes, as it was found": {
			config: "[profile \"Dev x'y.ReadOnly\"]\nmine = 1\n",
			change: func(r *run) {
				r.roles[0].AccountName = "Dev x'y"
				r.name = populate.Template{Components: []string{"account_name", "role_name"}, Separator: ".", RawAccounts: true}.Name
			},
			summary: "~Dev x'y.ReadOnly",
			want:    "[profile \"Dev x'y.ReadOnly\"]\nmine = 1\nsso_session = my-sso\nsso_account_name = Dev x'y\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\nregion = us-east-1\nsso_auto_populated = true\n",
		},
		"CRLF": {
			config:  "[profile dev.readonly]\r\nregion = us-east-1\r\n",
			summary: "~dev.readonly",
			want:    strings.ReplaceAll("[profile dev.readonly]\nregion = us-east-1\nsso_session = my-sso\nsso_account_name = Dev\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\nsso_auto_populated = true\n", "\n", "\r\n"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRun(t, tc.config, devRead)
			if tc.change != nil {
				tc.change(r)
			}
			got, report := r.write()
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
			if s := summary(report); s != tc.summary {
				t.Errorf("summary is %s, want %s", s, tc.summary)
			}
		})
	}
}

// profileOf is a populated profile of the test's session.
func profileOf(name, account, role, more string) string {
	return "[profile " + name + "]\nsso_session = my-sso\nsso_account_id = " + account + "\nsso_role_name = " + role +
		"\nregion = us-east-1\nsso_auto_populated = true\n" + more
}

func TestOnlyACompleteListingRemovesProfiles(t *testing.T) {
	const refusal = "AWS refused to list them (ForbiddenException: No access)"
	prod := profileOf("prod.admin", "444455556666", "Admin", "")
	for name, tc := range map[string]struct {
		config   string
		roles    []populate.Role
		change   func(*run)
		summary  string
		reason   string // of the first profile that stays
		warnings []string
	}{
		"the account's own list was refused": {
			config: prod + profileOf("prod.read", "444455556666", "Read", ""), roles: []populate.Role{devRead},
			change: func(r *run) {
				r.unknown = []populate.Unlisted{{Account: "444455556666", Name: "Prod", Reason: refusal}}
			},
			summary:  "+dev.readonly kept prod.admin kept prod.read",
			reason:   "the roles in its account are not known",
			warnings: []string{"the roles in account Prod (444455556666) are not known: " + refusal + "; its 2 profiles stay as they are: prod.admin, prod.read"},
		},
		"an account without profiles was refused": {
			roles: []populate.Role{devRead},
			change: func(r *run) {
				r.unknown = []populate.Unlisted{{Account: "777777777777", Reason: refusal}}
			},
			summary:  "+dev.readonly",
			warnings: []string{"the roles in account 777777777777 are not known: " + refusal},
		},
		"nobody asked about the account": {
			config: prod, roles: []populate.Role{devRead}, summary: "+dev.readonly kept prod.admin", reason: "the roles in its account are not known",
			warnings: nil,
		},
		"a role of it was listed, and then it was cut short": {
			config: prod, roles: []populate.Role{{Account: "444455556666", AccountName: "Prod", Role: "Read"}},
			change: func(r *run) {
				r.unknown = []populate.Unlisted{{Account: "444455556666", Name: "Prod", Reason: refusal}}
			},
			summary: "+prod.read kept prod.admin", reason: "the roles in its account are not known",
			warnings: []string{"the roles in account Prod (444455556666) are not known: " + refusal + "; its profile prod.admin stays as it is"},
		},
		"the account is gone": {
			config: prod, roles: []populate.Role{devRead}, change: func(r *run) { r.gone = []ident.AccountID{"444455556666"} },
			summary: "+dev.readonly -prod.admin",
		},
		"another role of the account is there": {
			config: prod, roles: []populate.Role{{Account: "444455556666", AccountName: "Prod", Role: "Read"}}, summary: "+prod.read -prod.admin",
		},
		"no role at all": {
			config: prod, change: func(r *run) { r.gone = []ident.AccountID{"444455556666"} },
			summary: "kept prod.admin", reason: "no role was found at all, so nothing is removed",
		},
		"a profile without an account": {
			config: profileOf("odd", "", "Admin", ""), roles: []populate.Role{devRead}, summary: "+dev.readonly kept odd",
			reason: "it has no valid sso_account_id", warnings: []string{"odd is not removed: it has no valid sso_account_id"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRun(t, session+tc.config, tc.roles...)
			if tc.change != nil {
				tc.change(r)
			}
			config, report := r.write()
			if s := summary(report); s != tc.summary {
				t.Errorf("summary is %s, want %s", s, tc.summary)
			}
			for _, e := range report.Kept {
				if !strings.Contains(config, "[profile "+e.Name+"]\nsso_session = my-sso\nsso_account_id = "+string(e.Account)) {
					t.Errorf("%s was changed:\n%s", e.Name, config)
				}
			}
			if tc.reason != "" && (len(report.Kept) == 0 || report.Kept[0].Reason != tc.reason) {
				t.Errorf("kept %+v, want the reason %q", report.Kept, tc.reason)
			}
			if tc.warnings != nil {
				if diff := cmp.Diff(tc.warnings, report.Warnings); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

// Without any role there is nothing to sign in for: not even the session is made.
func TestNothingIsPlannedWhenNoRoleWasFound(t *testing.T) {
	r := newRun(t, "")
	r.o.New = true
	if plan, _ := r.plan(); len(plan) > 0 {
		t.Errorf("planned %+v", plan)
	}
}

func TestMissingAccountsAreThoseOfPopulatedProfilesThatNothingMentions(t *testing.T) {
	config := session + profileOf("a", "444444444444", "x", "") + profileOf("b", "222222222222", "x", "") + profileOf("b2", "222222222222", "y", "") +
		profileOf("listed", "111122223333", "x", "") + profileOf("refused", "333333333333", "x", "") + profileOf("odd", "12", "x", "") +
		"[profile mine]\nsso_session = my-sso\nsso_account_id = 555555555555\nsso_role_name = x\n" +
		"[profile theirs]\nsso_start_url = https://other.awsapps.com/start\nsso_account_id = 666666666666\nsso_role_name = x\nsso_auto_populated = true\n"
	r := newRun(t, config)
	files, err := awsconfig.Read(r.editor.Paths)
	if err != nil {
		t.Fatal(err)
	}
	l := populate.Listing{Roles: []populate.Role{devRead}, Unknown: []populate.Unlisted{{Account: "333333333333"}}}
	if diff := cmp.Diff([]ident.AccountID{"222222222222", "444444444444"}, populate.Missing(l, r.o, files)); diff != "" {
		t.Error(diff)
	}
	l.Roles = nil
	if got := populate.Missing(l, r.o, files); got != nil {
		t.Errorf("without any role: %v", got)
	}
}

func TestAProfileOfSomebodysOwnIsNotRepointed(t *testing.T) {
	const other = "\n[sso-session other]\nsso_start_url = https://other.awsapps.com/start\nsso_region = us-east-1\n"
	const ok = "sso_session = my-sso\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\n"
	for name, tc := range map[string]struct {
		lines  string
		change func(*run)
		left   string // the reason, without its beginning; empty: it is written
	}{
		"another session":                 {lines: strings.Replace(ok, "my-sso", "other", 1), left: "it uses the session other"},
		"a session that is not there":     {lines: strings.Replace(ok, "my-sso", "nowhere", 1), left: "it uses the session nowhere"},
		"another account":                 {lines: strings.Replace(ok, "1111", "9999", 1), left: "it leads to the account 999922223333"},
		"another role":                    {lines: strings.Replace(ok, "ReadOnly", "Admin", 1), left: "it leads to the role Admin"},
		"another role alone":              {lines: "sso_role_name = Admin\n", left: "it leads to the role Admin"},
		"another start URL":               {lines: "sso_start_url = https://other.awsapps.com/start\n", left: "its sso_start_url is https://other.awsapps.com/start"},
		"another region of the session":   {lines: "sso_start_url = https://my-company.awsapps.com/start\nsso_region = eu-west-1\n", left: "its sso_region is eu-west-1"},
		"a mark that says no":             {lines: "sso_auto_populated = false\nsso_role_name = Admin\n", left: "it leads to the role Admin"},
		"marked for another instance":     {lines: strings.Replace(ok, "my-sso", "other", 1) + "sso_auto_populated = true\n", left: "it uses the session other"},
		"marked for another start URL":    {lines: "sso_start_url = https://other.awsapps.com/start\nsso_auto_populated = true\n", left: "its sso_start_url is https://other.awsapps.com/start"},
		"a session, in legacy mode":       {lines: ok, change: func(r *run) { r.o.Session = "" }, left: "it uses the session my-sso"},
		"the same":                        {lines: ok},
		"the same start URL":              {lines: "sso_start_url = https://my-company.awsapps.com/start\nsso_region = us-east-1\nsso_role_name = ReadOnly\n"},
		"nothing yet":                     {lines: "region = us-east-1\n"},
		"marked, and the session is gone": {lines: strings.Replace(ok, "my-sso", "renamed", 1) + "sso_auto_populated = true\n"},
		"marked, for a role by that name": {lines: strings.Replace(ok, "ReadOnly", "Old", 1) + "sso_auto_populated = True\n"},
		"another account, with overwrite": {lines: strings.Replace(ok, "1111", "9999", 1), change: func(r *run) { r.o.Existing = populate.Overwrite }},
		"another session, with discard":   {lines: strings.Replace(ok, "my-sso", "other", 1), change: func(r *run) { r.o.Existing = populate.Discard }},
		"marked, in an account not known": {lines: strings.Replace(ok, "1111", "9999", 1) + "sso_auto_populated = true\n", left: "it is the profile of account 999922223333, whose roles are not known"},
		"the same, with overwrite":        {lines: strings.Replace(ok, "1111", "9999", 1) + "sso_auto_populated = true\n", change: func(r *run) { r.o.Existing = populate.Overwrite }, left: "it is the profile of account 999922223333, whose roles are not known"},
		"marked, in an account that is gone": {
			lines:  strings.Replace(ok, "1111", "9999", 1) + "sso_auto_populated = true\n",
			change: func(r *run) { r.gone = []ident.AccountID{"999922223333"} },
		},
		"a credential_process of its own": {lines: "credential_process = vault\n", left: "credential_process"},
		"a login_session":                 {lines: "login_session = arn\n", left: "login_session"},
	} {
		t.Run(name, func(t *testing.T) {
			config := session + other + "[profile dev.readonly]\n" + tc.lines
			r := newRun(t, config, devRead)
			if tc.change != nil {
				tc.change(r)
			}
			got, report := r.write()
			if tc.left == "" {
				if s := summary(report); s != "~dev.readonly" {
					t.Errorf("summary is %s: %+v", s, report.Left)
				}
				return
			}
			if got != config || summary(report) != "left dev.readonly" {
				t.Errorf("summary is %s, config\n%s", summary(report), got)
			}
			if len(report.Left) != 1 || !strings.Contains(report.Left[0].Reason, tc.left) {
				t.Errorf("left %+v, want %q", report.Left, tc.left)
			}
			if len(report.Warnings) != 1 || !strings.Contains(report.Warnings[0], tc.left) {
				t.Errorf("warnings %q", report.Warnings)
			}
		})
	}
}

func TestAProfileThatSomebodyHasWorkedOnIsNotRemovedUnasked(t *testing.T) {
	for name, tc := range map[string]struct {
		more   string
		change func(*run)
		reason string // empty: it is removed
	}{
		"as populate wrote it":         {more: "sso_account_name = Gone\n"},
		"a key":                        {more: "output = json\n", reason: "it has keys that populate did not write: output"},
		"two, one of them nested":      {more: "output = json\ns3 =\n  addressing_style = path\n", reason: "it has keys that populate did not write: output, s3"},
		"a key that -c writes":         {more: "output = json\n", change: func(r *run) { r.o.SetDefault("output", "json") }},
		"another value than -c writes": {more: "output = text\n", change: func(r *run) { r.o.SetDefault("output", "json") }, reason: "it has keys that populate did not write: output"},
		"fob's credential_process":     {more: "credential_process = fob credential-process --profile gone\n"},
		"aws-sso-util's":               {more: "credential_process = aws-sso-util credential-process --profile gone\n"},
		"a credential_process":         {more: "credential_process = vault gone\n", reason: "it has keys that populate did not write: credential_process"},
		"a profile that builds on it":  {more: "[profile child]\nrole_arn = arn\nsource_profile = gone\n", reason: "it is the source_profile of child"},
		"a person's answer":            {more: "output = json\n", change: func(r *run) { r.o.RemoveOwn = true }},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRun(t, session+profileOf("gone", "444455556666", "Admin", tc.more), devRead)
			r.gone = []ident.AccountID{"444455556666"}
			if tc.change != nil {
				tc.change(r)
			}
			got, report := r.write()
			if tc.reason == "" {
				if s := summary(report); s != "+dev.readonly -gone" {
					t.Errorf("summary is %s", s)
				}
				return
			}
			if s := summary(report); s != "+dev.readonly edited gone" || report.Edited[0].Reason != tc.reason {
				t.Errorf("summary is %s: %+v", s, report.Edited)
			}
			if !strings.HasPrefix(got, session+profileOf("gone", "444455556666", "Admin", tc.more)) {
				t.Errorf("the config is\n%s", got)
			}
			if want := "gone is not removed, though its access is gone: " + tc.reason; len(report.Warnings) != 1 || report.Warnings[0] != want {
				t.Errorf("warnings %q", report.Warnings)
			}
		})
	}
}

func TestSecretsGoToTheCredentialsFile(t *testing.T) {
	r := newRun(t, "", devRead)
	r.o.SetDefault("aws_access_key_id", "AKIA")
	config, report := r.write()
	credentials, err := os.ReadFile(r.editor.Paths.Credentials)
	if err != nil || string(credentials) != "[dev.readonly]\naws_access_key_id = AKIA\n" || strings.Contains(config, "AKIA") {
		t.Errorf("%s\n%s\n%v", config, credentials, err)
	}
	if len(report.Warnings) > 0 {
		t.Errorf("warnings: %q", report.Warnings)
	}
}

func TestNamesThatCollideAreToldApart(t *testing.T) {
	twin := populate.Role{Account: "777788889999", AccountName: "dev", Role: "AdministratorAccess"}
	for name, tc := range map[string]struct {
		roles   []populate.Role
		parts   string
		summary string
		warning string
	}{
		"two accounts of one name": {
			roles:   []populate.Role{twin, devAdmin, devRead},
			summary: "+dev.admin.111122223333 +dev.admin.777788889999 +dev.readonly",
			warning: `2 roles would all be "dev.admin", so: AdministratorAccess in dev (777788889999) is now dev.admin.777788889999; AdministratorAccess in Dev (111122223333) is now dev.admin.111122223333`,
		},
		"two roles of one account": {
			roles: []populate.Role{devAdmin, devRead}, parts: "account_name",
			summary: "+dev.AdministratorAccess +dev.ReadOnly",
			warning: `2 roles would all be "dev", so: AdministratorAccess in Dev (111122223333) is now dev.AdministratorAccess; ReadOnly in Dev (111122223333) is now dev.ReadOnly`,
		},
		"the same role twice": {roles: []populate.Role{devRead, devRead}, summary: "+dev.readonly"},
		"a name with an id that is another's own": {
			roles:   []populate.Role{twin, devAdmin, {Account: "1", AccountName: "dev.admin", Role: "111122223333"}},
			summary: "+dev.admin.111122223333.1 +dev.admin.111122223333.111122223333 +dev.admin.777788889999",
		},
		"SKIP": {roles: []populate.Role{{Account: "1", AccountName: "SKIP", Role: "x"}, devRead}, parts: "account_name", summary: "+dev +skip"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRun(t, "", tc.roles...)
			if tc.parts != "" {
				template := guide(t)
				template.Components = strings.Split(tc.parts, ",")
				r.name = template.Name
			}
			_, report := r.write()
			if s := summary(report); s != tc.summary {
				t.Errorf("summary is %s, want %s", s, tc.summary)
			}
			if tc.warning != "" && (len(report.Warnings) != 1 || report.Warnings[0] != tc.warning) {
				t.Errorf("warnings: %q", report.Warnings)
			}
		})
	}
}

func TestWhatIsToldAndLeft(t *testing.T) {
	for name, tc := range map[string]struct {
		role    populate.Role
		config  string
		summary string
		warning string
	}{
		"a bracket":            {populate.Role{Account: "1", AccountName: "a]b", Role: "r"}, "", "left a]b.r", `r in a]b (1) gets no profile "a]b.r": its name has a bracket, which would end the header`},
		"a line break":         {populate.Role{Account: "1", AccountName: "a\nb", Role: "r"}, "", "left a\nb.r", `r in a\nb (1) gets no profile "a\nb.r": its name has a character that no reader takes`},
		"a letter of no SDK":   {populate.Role{Account: "1", AccountName: "Zoë", Role: "r"}, "", "+Zoë.r", `1 name only the AWS CLI can read, and SDKs cannot, such as "Zoë.r"; --portable-names makes names that all can read`},
		"a comment in a name":  {populate.Role{Account: "1", AccountName: "R #1", Role: "r"}, "", "+R #1.r", `the account's name "R #1" (1) cannot stand in the file as it is, so sso_account_name is left out`},
		"keys under that name": {populate.Role{Account: "1", AccountName: "a", Role: "r"}, "a.r", "+a.r", `the credentials file has a section "a.r" too; what it says wins in SDKs`},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRun(t, "", tc.role)
			r.name = populate.Template{Components: []string{"account_name", "role_name"}, Separator: ".", RawAccounts: true}.Name
			if tc.config != "" {
				if err := os.WriteFile(r.editor.Paths.Credentials, []byte("["+tc.config+"]\naws_access_key_id = A\n"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, report := r.write()
			if s := summary(report); s != tc.summary {
				t.Errorf("summary is %q, want %q", s, tc.summary)
			}
			if len(report.Warnings) == 0 || report.Warnings[len(report.Warnings)-1] != tc.warning {
				t.Errorf("warnings: %q", report.Warnings)
			}
		})
	}
}

// Twice the roles take twice the time, not four times: the whole of a large
// organisation is planned and written before anybody wonders.
func TestALargeOrganisationIsPlannedAndWrittenAtOnce(t *testing.T) {
	var roles []populate.Role
	for a := range 1000 {
		for _, r := range []ident.RoleName{"AdministratorAccess", "ReadOnly", "PowerUserAccess", "Billing"} {
			roles = append(roles, populate.Role{Account: ident.AccountID(fmt.Sprintf("%012d", a)), AccountName: fmt.Sprintf("Account %d", a/2), Role: r})
		}
	}
	r := newRun(t, session, roles...)
	start := time.Now()
	_, report := r.write()
	if len(report.Added) != 4000 || len(report.Collisions) != 2000 {
		t.Errorf("added %d, collisions %d", len(report.Added), len(report.Collisions))
	}
	if spent := time.Since(start); spent > 20*time.Second { // some 0.2 s; quadratic would be minutes
		t.Errorf("it took %s", spent)
	}
}
