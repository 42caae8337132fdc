package profile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/paths"
)

// filesOf writes both files into a home that is empty, and reads them.
func filesOf(t testing.TB, config, credentials string) awsconfig.Files {
	t.Helper()
	p, err := paths.Locate(paths.FromMap("linux", map[string]string{"HOME": t.TempDir()}))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(p.Config), 0o700); err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{p.Config: config, p.Credentials: credentials} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, err := awsconfig.Read(p)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// sketch writes a chain in one line, base first.
func sketch(c Chain) string {
	var steps []string
	for _, step := range c.Steps {
		text := string(step.Kind()) + " " + step.In()
		switch s := step.(type) {
		case *Static:
			text += " " + s.Keys.AccessKeyID
		case *AssumeRole:
			text += " " + s.RoleARN
		case *SSO:
			text += fmt.Sprintf(" %s %s %s", s.Session.Label(), s.Account, s.Role)
		case *CredentialSource:
			text += " " + s.Source
		case *WebIdentity:
			text += " " + s.RoleARN + " " + s.TokenFile
		case *Process:
			text += " " + s.Command
		}
		steps = append(steps, strings.TrimSpace(text))
	}
	return strings.Join(steps, " > ")
}

const ssoFiles = `[sso-session corp]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access, other
`

func TestTheFirstThatIsThereGivesTheCredentials(t *testing.T) {
	for name, tc := range map[string]struct{ config, credentials, want string }{
		"static keys": {
			config: "[profile A]\naws_access_key_id = AK\naws_secret_access_key = SK\naws_session_token = T\naws_account_id = 111122223333\n",
			want:   "static A AK",
		},
		"static keys in the credentials file win": {
			config:      "[profile A]\naws_access_key_id = one\naws_secret_access_key = SK\n",
			credentials: "[A]\naws_access_key_id = two\naws_secret_access_key = SK\n",
			want:        "static A two",
		},
		"role_arn before static keys": {
			config: "[profile A]\nrole_arn = R\nsource_profile = B\naws_access_key_id = no\naws_secret_access_key = no\n[profile B]\naws_access_key_id = AK\naws_secret_access_key = SK\n",
			want:   "static B AK > assume-role A R",
		},
		"a source profile's static keys before its role_arn": {
			config: "[profile A]\nrole_arn = R\nsource_profile = B\n[profile B]\nrole_arn = no\nsource_profile = C\naws_access_key_id = AK\naws_secret_access_key = SK\n",
			want:   "static B AK > assume-role A R",
		},
		"a source profile's half of static keys does not stop its role": {
			config: "[profile A]\nrole_arn = RA\nsource_profile = B\n[profile B]\nrole_arn = RB\nsource_profile = C\naws_access_key_id = AK\n[profile C]\naws_access_key_id = AK\naws_secret_access_key = SK\n",
			want:   "static C AK > assume-role B RB > assume-role A RA",
		},
		"static keys end what would be a loop": {
			config: "[profile A]\nrole_arn = RA\nsource_profile = B\naws_access_key_id = a\naws_secret_access_key = a\n[profile B]\nrole_arn = RB\nsource_profile = A\naws_access_key_id = b\naws_secret_access_key = b\n",
			want:   "static B b > assume-role A RA",
		},
		"a profile that names itself assumes its role with its own keys": {
			config: "[profile A]\nrole_arn = R\nsource_profile = A\naws_access_key_id = AK\naws_secret_access_key = SK\n",
			want:   "static A AK > assume-role A R",
		},
		"a profile that names itself assumes its role with its own process": {
			config: "[profile A]\nrole_arn = R\nsource_profile = A\ncredential_process = get keys\n",
			want:   "process A get keys > assume-role A R",
		},
		"credential_source": {
			config: "[profile A]\nrole_arn = R\ncredential_source = EcsContainer\n",
			want:   "credential-source A EcsContainer > assume-role A R",
		},
		"a blank source_profile is none": {
			config: "[profile A]\nrole_arn = R\nsource_profile =\ncredential_source = Environment\n",
			want:   "credential-source A Environment > assume-role A R",
		},
		"a blank role_arn is none": {
			config: "[profile A]\nrole_arn =\nsource_profile = B\naws_access_key_id = AK\naws_secret_access_key = SK\n",
			want:   "static A AK",
		},
		"web identity": {
			config: "[profile A]\nrole_arn = R\nweb_identity_token_file = /token\nsource_profile = B\n",
			want:   "web-identity A R /token",
		},
		"web identity as a source": {
			config: "[profile A]\nrole_arn = R\nsource_profile = B\n[profile B]\nrole_arn = RB\nweb_identity_token_file = /token\n",
			want:   "web-identity B RB /token > assume-role A R",
		},
		"a session": {
			config: ssoFiles + "[profile A]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n",
			want:   "sso A corp 111122223333 Admin",
		},
		"sso before a process and static keys": {
			config: ssoFiles + "[profile A]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\ncredential_process = p\naws_access_key_id = AK\naws_secret_access_key = SK\n",
			want:   "sso A corp 111122223333 Admin",
		},
		"a session alone gives a token": {
			config: ssoFiles + "[profile A]\nsso_session = corp\n",
			want:   "sso A corp",
		},
		"legacy": {
			config: "[profile A]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 0123\nsso_role_name = r\n",
			want:   "sso A https://x.awsapps.com/start 0123 r",
		},
		"an account with too few digits is explained all the same": {
			config: ssoFiles + "[profile A]\nsso_session = corp\nsso_account_id = 12\nsso_role_name = Admin\n",
			want:   "sso A corp 12 Admin",
		},
		"roles on top of a sign-in": {
			config: ssoFiles + "[profile A]\nsource_profile = B\nrole_arn = RA\n[profile B]\nsource_profile = C\nrole_arn = RB\n[profile C]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n",
			want:   "sso C corp 111122223333 Admin > assume-role B RB > assume-role A RA",
		},
		"a process before static keys": {
			config: "[profile A]\ncredential_process = get --it\naws_access_key_id = AK\naws_secret_access_key = SK\n",
			want:   "process A get --it",
		},
		"a source without a role": {
			config: "[profile A]\ncredential_source = Environment\n",
			want:   "credential-source A Environment",
		},
	} {
		t.Run(name, func(t *testing.T) {
			files := filesOf(t, tc.config, tc.credentials)
			for kind, view := range map[string]*awsconfig.View{"whole": files.View(), "of one": files.ViewOf("A")} {
				c, err := Resolve(view, "A")
				if err != nil {
					t.Fatalf("%s view: %v", kind, err)
				}
				if diff := cmp.Diff(tc.want, sketch(c)); diff != "" {
					t.Errorf("%s view: %s", kind, diff)
				}
			}
		})
	}
}

func TestMistakesNameTheFileTheLineAndWhatToDo(t *testing.T) {
	for name, tc := range map[string]struct {
		config   string
		code     fault.Code
		summary  string // a part of it
		detail   []string
		remedies string
	}{
		"no such profile": {
			config: "[profile Ab]\nregion = x\n", code: fault.NoProfile, summary: `no profile "A"`,
			detail: []string{"Did you mean:", "  Ab"}, remedies: "fob profiles",
		},
		"nothing but a region": {
			config: "[profile A]\nregion = x\n", code: fault.NoCredentials, summary: `the profile "A" names no credentials (~/.aws/config line 1)`,
			remedies: "fob configure sso --profile A",
		},
		"a loop": {
			config:  "[profile A]\nrole_arn = RA\nsource_profile = B\n\n[profile B]\nrole_arn = RB\nsource_profile = C\n[profile C]\nrole_arn = RC\nsource_profile = B\n",
			summary: "B -> C -> B",
			detail:  []string{"  ~/.aws/config line 7: source_profile = C", "  ~/.aws/config line 10: source_profile = B", "  ~/.aws/config line 3: source_profile = B"},
		},
		"an unknown source": {
			config:  "[profile A]\nrole_arn = RA\nsource_profile = bas\n[profile base]\n",
			summary: `from the profile "bas", which does not exist`,
			detail:  []string{"  ~/.aws/config line 3: source_profile = bas"}, remedies: "fob configure set source_profile base --profile A",
		},
		"both sources": {
			config:   "[profile A]\nrole_arn = RA\nsource_profile = B\ncredential_source = Environment\n",
			summary:  "both source_profile and credential_source",
			detail:   []string{"  ~/.aws/config line 3: source_profile = B", "  ~/.aws/config line 4: credential_source = Environment"},
			remedies: "fob configure unset credential_source --profile A",
		},
		"no source": {
			config: "[profile A]\nrole_arn = RA\n", summary: "neither source_profile nor credential_source",
			detail: []string{"  ~/.aws/config line 2: role_arn = RA"}, remedies: "fob configure set source_profile NAME --profile A",
		},
		"an unknown credential_source": {
			config: "[profile A]\nrole_arn = RA\ncredential_source = environment\n", summary: `the unknown credential_source "environment"`,
			detail: []string{"  ~/.aws/config line 3: credential_source = environment"}, remedies: "fob configure set credential_source Environment --profile A",
		},
		"a source without credentials": {
			config: "[profile A]\nrole_arn = RA\nsource_profile = B\n[profile B]\nregion = x\n", code: fault.NoCredentials,
			detail:  []string{"  ~/.aws/config line 3: source_profile = B"},
			summary: `the profile "B" names no credentials (~/.aws/config line 4)`, remedies: "fob configure sso --profile B",
		},
		"a source that gives only a token": {
			config: ssoFiles + "[profile A]\nrole_arn = RA\nsource_profile = B\n[profile B]\nsso_session = corp\n", code: fault.NoCredentials,
			detail:  []string{"  ~/.aws/config line 9: sso_session = corp", "  ~/.aws/config line 7: source_profile = B"},
			summary: `the profile "B" is a source_profile, but`, remedies: "fob configure sso --profile B",
		},
		"half of the static keys": {
			config: "[profile A]\naws_secret_access_key = hush\n", summary: "aws_access_key_id is missing",
			detail: []string{"  ~/.aws/config line 2: aws_secret_access_key"}, remedies: "fob configure unset aws_secret_access_key --profile A",
		},
		"half of the static keys, the other blank": {
			config: "[profile A]\naws_access_key_id = AK\naws_secret_access_key =\n", summary: "aws_secret_access_key is missing",
			detail: []string{"  ~/.aws/config line 2: aws_access_key_id"}, remedies: "fob configure unset aws_access_key_id --profile A",
		},
		"a token file without a role": {
			config: "[profile A]\nweb_identity_token_file = /t\n", summary: "no role_arn",
			detail: []string{"  ~/.aws/config line 2: web_identity_token_file = /t"}, remedies: "fob configure set role_arn ARN --profile A",
		},
		"a session that does not exist": {
			config: ssoFiles + "[profile A]\nsso_session = crop\nsso_account_id = 1\nsso_role_name = r\n", summary: `the session "crop", which does not exist`,
			detail: []string{"  ~/.aws/config line 6: sso_session = crop"}, remedies: "fob configure sso-session",
		},
		"a session that is not whole": {
			config:  "[sso-session s]\nsso_start_url = https://x.awsapps.com/start\n[profile A]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n",
			detail:  []string{"  ~/.aws/config line 4: sso_session = s"},
			summary: `the session "s" lacks sso_region (~/.aws/config line 1)`, remedies: "fob configure set sso_region VALUE --sso-session s",
		},
		"a profile that repeats its session": {
			config: ssoFiles + "[profile A]\nsso_session = corp\nsso_region = eu-west-1\n", summary: "has sso_region beside sso_session",
			detail: []string{"  ~/.aws/config line 7: sso_region = eu-west-1", "  ~/.aws/config line 6: sso_session = corp"}, remedies: "fob configure unset sso_region --profile A",
		},
		"a mistake two profiles down": {
			config:  "[profile A]\nrole_arn = RA\nsource_profile = B\n[profile B]\nrole_arn = RB\nsource_profile = C\n[profile C]\naws_access_key_id = AK\n",
			summary: "aws_secret_access_key is missing",
			detail: []string{
				"  ~/.aws/config line 8: aws_access_key_id", "  ~/.aws/config line 6: source_profile = C", "  ~/.aws/config line 3: source_profile = B",
			}, remedies: "fob configure unset aws_access_key_id --profile C",
		},
		"itself, and nothing else": {
			config: "[profile A]\nrole_arn = RA\nsource_profile = A\n", code: fault.NoCredentials,
			summary: `the profile "A" names no credentials (~/.aws/config line 1)`,
			detail:  []string{"  ~/.aws/config line 3: source_profile = A"}, remedies: "fob configure sso --profile A",
		},
		"a source that signs in with a session that does not exist": {
			config:  ssoFiles + "[profile A]\nrole_arn = RA\nsource_profile = B\n[profile B]\nsso_session = nix\nsso_account_id = 1\nsso_role_name = r\n",
			summary: `the profile "B" signs in with the session "nix", which does not exist`,
			detail:  []string{"  ~/.aws/config line 9: sso_session = nix", "  ~/.aws/config line 7: source_profile = B"}, remedies: "fob configure sso-session",
		},
		"an account without a role": {
			config: ssoFiles + "[profile A]\nsso_session = corp\nsso_account_id = 1\n", summary: "lacks sso_role_name",
			detail: []string{"  ~/.aws/config line 6: sso_session = corp", "  ~/.aws/config line 7: sso_account_id = 1"}, remedies: "fob configure sso --profile A",
		},
		"a legacy profile that is not whole": {
			config: "[profile A]\nsso_role_name = r\nsso_region = us-east-1\n", summary: "lacks sso_start_url, sso_account_id",
			detail: []string{"  ~/.aws/config line 2: sso_role_name = r", "  ~/.aws/config line 3: sso_region = us-east-1"}, remedies: "fob configure sso --profile A",
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := Resolve(filesOf(t, tc.config, "").View(), "A")
			var f *fault.Error
			if !errors.As(err, &f) {
				t.Fatalf("got %v and %v", sketch(c), err)
			}
			if !strings.Contains(f.Summary, tc.summary) {
				t.Errorf("summary %q lacks %q", f.Summary, tc.summary)
			}
			if diff := cmp.Diff(tc.detail, f.Detail); diff != "" {
				t.Errorf("detail: %s", diff)
			}
			if f.Code != tc.code || f.Remedy != tc.remedies {
				t.Errorf("code %d, remedy %q; want %d, %q", f.Code, f.Remedy, tc.code, tc.remedies)
			}
			if strings.Contains(fmt.Sprint(f.Summary, f.Detail, f.Remedy), "hush") {
				t.Error("the error shows a secret")
			}
		})
	}
}

func TestKindOfLooksAtTheProfileAlone(t *testing.T) {
	v := filesOf(t, ssoFiles+`[profile session]
sso_session = corp
[profile legacy]
sso_start_url = u
[profile role]
role_arn = R
aws_access_key_id = AK
[profile web]
role_arn = R
web_identity_token_file = t
[profile process]
credential_process = p
[profile static]
aws_access_key_id = AK
[profile other]
region = x
`, "").View()
	got := map[string]string{}
	for _, s := range v.Sections() {
		if s.Type == awsconfig.TypeProfile {
			got[s.Name] = KindOf(s)
		}
	}
	want := map[string]string{
		"session": "sso-session", "legacy": "sso-legacy", "role": "assume-role", "web": "web-identity",
		"process": "process", "static": "static", "other": "other",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSessionsAreFoundByNameByProfileAndByStartURL(t *testing.T) {
	const legacy = "https://old.awsapps.com/start"
	v := filesOf(t, ssoFiles+`[profile one]
sso_start_url = `+legacy+`
sso_region = us-east-1
[profile two]
sso_start_url = `+legacy+`
sso_region = us-east-1
sso_account_id = 111122223333
sso_role_name = r
[sso-session vanity]
sso_start_url = https://aws.example.com
[sso-session broken]
sso_region = us-east-1
[sso-session wrong]
sso_start_url = https://x.awsapps.com/start
sso_region = us east
[profile chained]
role_arn = R
source_profile = base
[profile base]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = r
[profile tolerated]
sso_session = corp
sso_region = eu-west-1
[profile token]
sso_session = corp
[profile keys]
aws_access_key_id = AK
aws_secret_access_key = SK
`, "").View()
	var labels []string
	for _, s := range Sessions(v) {
		labels = append(labels, s.Label())
	}
	if diff := cmp.Diff([]string{"corp", "vanity", legacy}, labels); diff != "" {
		t.Error(diff)
	}
	corp := Session{
		Name: "corp", StartURL: "https://d-1234567890.awsapps.com/start", Region: "eu-west-1",
		Scopes: []string{"sso:account:access", "other"}, Where: "~/.aws/config line 1", RegionAt: "~/.aws/config line 3",
	}
	got, err := NamedSession(v, "corp")
	if diff := cmp.Diff(corp, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	for _, via := range []string{"base", "chained", "tolerated", "token"} {
		got, err := SessionOf(v, via)
		got.Profile = ""
		if diff := cmp.Diff(corp, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", via, err, diff)
		}
	}
	for _, via := range []string{"one", "two"} {
		got, err := SessionOf(v, via)
		if err != nil || got.Label() != legacy || got.Profile != via {
			t.Errorf("%s: %+v, %v", via, got, err)
		}
	}
	if got, err := NamedSession(v, legacy); err != nil || got.Profile != "one" || got.Region != "us-east-1" {
		t.Errorf("by start URL: %+v, %v", got, err)
	}
	if got, err := NamedSession(v, "vanity"); err != nil || got.Region != "" {
		t.Errorf("a company's own domain: %+v, %v", got, err)
	}
	for name, want := range map[string]fault.Code{"broken": 0, "wrong": 0, "crop": fault.Usage} {
		_, err := NamedSession(v, name)
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, want := range map[string]fault.Code{"keys": fault.NoCredentials, "absent": fault.NoProfile} {
		if _, err := SessionOf(v, name); fault.CodeOf(err) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if line := got.LoginLine(); line != "fob login corp" {
		t.Error(line)
	}
	if line := (Session{Name: "two words"}).LoginLine(); line != `fob login "two words"` {
		t.Error(line)
	}
}

func TestWhatGoesIntoARequestIsCheckedFirst(t *testing.T) {
	good := SSO{Profile: "A", Account: "111122223333", Role: "Admin", Session: Session{Name: "corp", Region: "eu-west-1"}}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*SSO){
		"account": func(s *SSO) { s.Account = "1111-2222-3333" },
		"role":    func(s *SSO) { s.Role = "Admin role" },
		"region":  func(s *SSO) { s.Session.Region = "evil.example.com/" },
	} {
		s := good
		change(&s)
		var f *fault.Error
		if err := s.Check(); !errors.As(err, &f) || len(f.Detail) != 1 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNearNamesAreThoseThatWereMeant(t *testing.T) {
	names := []string{"prod", "prod-admin", "dev", "staging", "my-dev-account", "default"}
	for typed, want := range map[string][]string{
		"prd":        {"prod", "prod-admin"},
		"PROD":       {"prod", "prod-admin"},
		"dev-acount": nil,
		"account":    {"my-dev-account"},
		"stagign":    {"staging"},
		"x":          nil,
		"":           nil,
		"my-dev":     {"my-dev-account"},
	} {
		if diff := cmp.Diff(want, Near(typed, names)); diff != "" {
			t.Errorf("%q: %s", typed, diff)
		}
	}
}

func TestANameThatOnlyTheAWSCLISeesIsExplained(t *testing.T) {
	f := NotFound([]string{"two words"}, "two words")
	if f.Code != fault.NoProfile || !strings.Contains(f.Summary, "invisible to SDKs") {
		t.Error(f.Summary)
	}
}

func TestBrokenSessionsAreReported(t *testing.T) {
	v := filesOf(t, `[sso-session good]
sso_start_url = https://good.awsapps.com/start
sso_region = us-east-1
[sso-session bare]
sso_start_url = https://bare.awsapps.com/start
[sso-session wrong]
sso_start_url = https://wrong.awsapps.com/start
sso_region = mars 1
[sso-session own]
sso_start_url = https://sso.example.com
[sso-session nothing]
[profile legacy]
sso_start_url = https://legacy.awsapps.com/start
sso_region = US/EAST
[profile fine]
sso_session = good
`, "").View()
	var got []string
	for _, err := range Broken(v) {
		f, ok := errors.AsType[*fault.Error](err)
		if !ok {
			t.Fatalf("%T", err)
		}
		got = append(got, strings.Join(append([]string{f.Summary}, append(f.Detail, f.Remedy)...), "|"))
	}
	want := []string{
		`the session "bare" lacks sso_region (~/.aws/config line 4)|fob configure set sso_region VALUE --sso-session bare`,
		`the sso_region of the session wrong is not a region: region "mars 1": ' ' is not allowed in it|  ~/.aws/config line 8: sso_region = mars 1|fob configure set sso_region REGION --sso-session wrong`,
		`the session "nothing" lacks sso_start_url and sso_region (~/.aws/config line 11)|fob configure set sso_start_url VALUE --sso-session nothing`,
		`the sso_region of the session https://legacy.awsapps.com/start is not a region: region "US/EAST": 'U' is not allowed in it|  ~/.aws/config line 14: sso_region = US/EAST|fob configure set sso_region REGION --profile legacy`,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for _, name := range []string{"bare", "wrong", "nothing", "https://legacy.awsapps.com/start"} {
		if _, err := NamedSession(v, name); err == nil || strings.Contains(err.Error(), "there is no session") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
