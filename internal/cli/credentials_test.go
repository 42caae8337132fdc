package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/vend"
	"github.com/fobcli/fob/internal/wire"
)

// newVendEnv is newSessionEnv with the door to credentials, behind which there
// is no network.
func newVendEnv(t *testing.T, config string) *sessionEnv {
	t.Helper()
	s := newSessionEnv(t, config)
	s.Vendor = func() (*vend.Vendor, error) {
		return &vend.Vendor{
			Store: s.Store(), Files: s.Files, Env: s.Environ, Now: s.Now, Explicit: s.Global.Profile != "",
			Wire: func(string) (wire.Doer, error) {
				t.Error("the network was asked for")
				return nil, errors.New("no network")
			},
			Warn: func(text string) { s.err.WriteString(text) },
		}, nil
	}
	return s
}

// prodKeys are in the cache for the profile prod.
func (s *sessionEnv) prodKeys(t *testing.T) {
	t.Helper()
	id := cache.RoleID{Session: cache.SessionID{Name: "my-sso"}, Account: "444455556666", Role: "ReadOnly"}
	err := s.Store().SaveRole(id, ident.Credentials{
		AccessKeyID: "ASIAPROD", SecretAccessKey: "sk/+<&>", SessionToken: "st==", Expiration: monday.Add(time.Hour),
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestCredentialProcessPrintsTheVersionOneDocumentAndNothingElse(t *testing.T) {
	const want = `{"Version":1,"AccessKeyId":"ASIAPROD","SecretAccessKey":"sk/+<&>","SessionToken":"st==","Expiration":"2026-11-23T11:38:00Z","AccountId":"444455556666"}` + "\n"
	for name, run := range map[string]func(s *sessionEnv) error{
		"the hot way": func(s *sessionEnv) error { return CredentialProcess(t.Context(), s.Env, "prod") },
		"the command tree": func(s *sessionEnv) error {
			return Execute(t.Context(), s.Env, []string{"credential-process", "--profile", "prod", "--plain"})
		},
		"AWS_PROFILE": func(s *sessionEnv) error {
			s.vars["AWS_PROFILE"] = "prod"
			return CredentialProcess(t.Context(), s.Env, "")
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newVendEnv(t, twoSessions)
			s.prodKeys(t)
			if err := run(s); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, s.out.String()); diff != "" || s.err.Len() > 0 {
				t.Errorf("%s\nstderr: %s", diff, s.err.String())
			}
		})
	}
}

func TestACacheHitReadsTheSharedFilesOnce(t *testing.T) {
	s := newVendEnv(t, twoSessions)
	s.prodKeys(t)
	reads := 0
	files := s.Files
	s.Files = func() (awsconfig.Files, error) { reads++; return files() }
	if err := CredentialProcess(t.Context(), s.Env, "prod"); err != nil || reads != 1 {
		t.Errorf("%d reads, %v", reads, err)
	}
}

func TestKeysThatDoNotExpireSaySoByLeavingItOut(t *testing.T) {
	s := newVendEnv(t, twoSessions)
	if err := CredentialProcess(t.Context(), s.Env, "keys"); err != nil || s.out.String() != `{"Version":1,"AccessKeyId":"AKIA","SecretAccessKey":"s"}`+"\n" {
		t.Errorf("%s, %v", s.out.String(), err)
	}
}

func TestWithoutASignInTheCodeIsThreeAndNothingIsPrinted(t *testing.T) {
	s := newVendEnv(t, twoSessions)
	err := CredentialProcess(t.Context(), s.Env, "prod")
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.SignIn || f.Remedy != "fob login my-sso" || s.out.Len() > 0 {
		t.Errorf("%v, printed %q", err, s.out.String())
	}
}

// The AWS CLI's own output, of 2.36.7; fish is from its documentation.
func TestExportedCredentialsAreTheAWSCLIsToTheByte(t *testing.T) {
	for format, want := range map[string]string{
		"process":       "{\n  \"Version\": 1,\n  \"AccessKeyId\": \"ASIAPROD\",\n  \"SecretAccessKey\": \"sk/+<&>\",\n  \"SessionToken\": \"st==\",\n  \"Expiration\": \"2026-11-23T11:38:00+00:00\"\n}\n",
		"env":           "export AWS_ACCESS_KEY_ID=ASIAPROD\nexport AWS_SECRET_ACCESS_KEY=sk/+<&>\nexport AWS_SESSION_TOKEN=st==\nexport AWS_CREDENTIAL_EXPIRATION=2026-11-23T11:38:00+00:00\n",
		"env-no-export": "AWS_ACCESS_KEY_ID=ASIAPROD\nAWS_SECRET_ACCESS_KEY=sk/+<&>\nAWS_SESSION_TOKEN=st==\nAWS_CREDENTIAL_EXPIRATION=2026-11-23T11:38:00+00:00\n",
		"powershell":    "$Env:AWS_ACCESS_KEY_ID=\"ASIAPROD\"\n$Env:AWS_SECRET_ACCESS_KEY=\"sk/+<&>\"\n$Env:AWS_SESSION_TOKEN=\"st==\"\n$Env:AWS_CREDENTIAL_EXPIRATION=\"2026-11-23T11:38:00+00:00\"\n",
		"windows-cmd":   "set AWS_ACCESS_KEY_ID=ASIAPROD\nset AWS_SECRET_ACCESS_KEY=sk/+<&>\nset AWS_SESSION_TOKEN=st==\nset AWS_CREDENTIAL_EXPIRATION=2026-11-23T11:38:00+00:00\n",
		"fish":          "set -gx AWS_ACCESS_KEY_ID \"ASIAPROD\"\nset -gx AWS_SECRET_ACCESS_KEY \"sk/+<&>\"\nset -gx AWS_SESSION_TOKEN \"st==\"\nset -gx AWS_CREDENTIAL_EXPIRATION \"2026-11-23T11:38:00+00:00\"\n",
	} {
		t.Run(format, func(t *testing.T) {
			s := newVendEnv(t, twoSessions)
			s.prodKeys(t)
			words := []string{"configure", "export-credentials", "--profile", "prod", "--format", format}
			if err := Execute(t.Context(), s.Env, words); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, s.out.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
	s := newVendEnv(t, twoSessions)
	if err := Execute(t.Context(), s.Env, []string{"configure", "export-credentials", "-p", "keys"}); err != nil || s.out.String() != "{\n  \"Version\": 1,\n  \"AccessKeyId\": \"AKIA\",\n  \"SecretAccessKey\": \"s\"\n}\n" {
		t.Errorf("static keys: %q, %v", s.out.String(), err)
	}
	if err := Execute(t.Context(), s.Env, []string{"configure", "export-credentials", "--format", "nu"}); fault.CodeOf(err) != fault.Usage {
		t.Errorf("unknown format: %v", err)
	}
}

func TestMomentsAreWrittenAsPythonDoes(t *testing.T) {
	for in, want := range map[string]string{
		"2026-11-23T11:38:00Z":         "2026-11-23T11:38:00+00:00",
		"2026-11-23T11:38:00.1628886Z": "2026-11-23T11:38:00.162888+00:00",
		"2026-11-23T11:38:00.0000001Z": "2026-11-23T11:38:00+00:00",
		"2026-11-23T11:38:00.5-02:30":  "2026-11-23T11:38:00.500000-02:30",
	} {
		at, err := cache.ParseTime(in)
		if err != nil || pythonTime(at) != want {
			t.Errorf("%s is written %s, want %s; %v", in, pythonTime(at), want, err)
		}
	}
}

func TestExecHandsOverTheKeysAndNothingThatContradictsThem(t *testing.T) {
	s := newVendEnv(t, strings.Replace(twoSessions, "[profile prod]\n", "[profile prod]\nregion = eu-west-1\n", 1))
	s.prodKeys(t)
	for _, name := range contradicting() {
		s.vars[name] = "old"
	}
	s.vars["aws_profile"], s.vars["KEEP"], s.vars["AWS_DEFAULT_REGION"] = "old", "a=b c", ""
	var argv, env []string
	s.Exec = func(_ context.Context, a, e []string) (int, error) {
		argv, env = a, e
		return 42, nil
	}
	err := Execute(t.Context(), s.Env, []string{"exec", "-p", "prod", "--", "prog", "-p", "", "two words"})
	if err != Exit(42) {
		t.Errorf("got %v, want the program's own code", err)
	}
	if diff := cmp.Diff([]string{"prog", "-p", "", "two words"}, argv); diff != "" {
		t.Error(diff)
	}
	want := []string{
		"HOME=" + s.Paths.Home, "KEEP=a=b c",
		"AWS_ACCESS_KEY_ID=ASIAPROD", "AWS_SECRET_ACCESS_KEY=sk/+<&>", "AWS_SESSION_TOKEN=st==",
		"AWS_CREDENTIAL_EXPIRATION=2026-11-23T11:38:00+00:00", "AWS_ACCOUNT_ID=444455556666",
		"AWS_REGION=eu-west-1", "AWS_DEFAULT_REGION=eu-west-1",
	}
	if diff := cmp.Diff(want, env); diff != "" {
		t.Error(diff)
	}
	// Without -- the first word that is no flag of fob's begins the program.
	if err := Execute(t.Context(), s.Env, []string{"exec", "--region", "us-west-2", "-p", "prod", "prog", "--help"}); err != Exit(42) || !cmp.Equal(argv, []string{"prog", "--help"}) {
		t.Errorf("%v, %q", err, argv)
	}
	if env[len(env)-1] != "AWS_DEFAULT_REGION=us-west-2" {
		t.Errorf("%q", env)
	}
}

func TestExecNeedsAProgramAndARegionThatIsOne(t *testing.T) {
	for _, words := range [][]string{{"exec"}, {"exec", "--"}, {"exec", "-p", "keys", "--region", "us east", "--", "prog"}} {
		s := newVendEnv(t, twoSessions)
		if err := Execute(t.Context(), s.Env, words); fault.CodeOf(err) != fault.Usage {
			t.Errorf("%q: %v", words, err)
		}
	}
}

func TestExplainTellsTheChainBaseFirst(t *testing.T) {
	const config = twoSessions + `
[profile one]
role_arn = arn:aws:iam::1:role/One
source_profile = prod
external_id = x-1
role_session_name = me
[profile two]
role_arn = arn:aws:iam::2:role/Two
source_profile = one
[profile web]
role_arn = arn:aws:iam::1:role/Web
web_identity_token_file = /token
[profile place]
role_arn = arn:aws:iam::1:role/Place
credential_source = EcsContainer
[profile proc]
credential_process = get "the keys" > /dev/null
[profile legacy]
sso_start_url = https://old.awsapps.com/start
sso_region = us-east-1
sso_account_id = 012345678901
sso_role_name = r
`
	for name, want := range map[string]string{
		"keys":   `{"profile":"keys","chain":[{"type":"static","profile":"keys","access_key_id":"AKIA"}]}`,
		"theirs": `{"profile":"theirs","chain":[{"type":"sso","sso_start_url":"https://client.awsapps.com/start","sso_region":"eu-west-1","sso_session":"client"}]}`,
		"legacy": `{"profile":"legacy","chain":[{"type":"sso","sso_start_url":"https://old.awsapps.com/start","sso_region":"us-east-1","sso_account_id":"012345678901","sso_role_name":"r"}]}`,
		"two": `{"profile":"two","chain":[{"type":"sso","sso_start_url":"https://my-company.awsapps.com/start","sso_region":"us-east-1","sso_session":"my-sso","sso_account_id":"444455556666","sso_role_name":"ReadOnly"},` +
			`{"type":"assume-role","profile":"one","role_arn":"arn:aws:iam::1:role/One","role_session_name":"me","external_id":"x-1"},` +
			`{"type":"assume-role","profile":"two","role_arn":"arn:aws:iam::2:role/Two"}]}`,
		"web":   `{"profile":"web","chain":[{"type":"web-identity","role_arn":"arn:aws:iam::1:role/Web","web_identity_token_file":"/token"}]}`,
		"place": `{"profile":"place","chain":[{"type":"credential-source","credential_source":"EcsContainer"},{"type":"assume-role","profile":"place","role_arn":"arn:aws:iam::1:role/Place"}]}`,
		"proc":  `{"profile":"proc","chain":[{"type":"process","command":"get \"the keys\" > /dev/null"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			s := newVendEnv(t, config)
			if err := Execute(t.Context(), s.Env, []string{"explain", name, "-o", "json"}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, compact(t, s.out.Bytes())); diff != "" {
				t.Error(diff)
			}
		})
	}
	s := newVendEnv(t, config)
	if err := Execute(t.Context(), s.Env, []string{"explain", "two"}); err != nil {
		t.Fatal(err)
	}
	const text = `two gets its credentials in 3 steps:
  1. prod signs in to the session my-sso, at https://my-company.awsapps.com/start (us-east-1), and takes the role ReadOnly in account 444455556666
     (~/.aws/config line 11)
  2. one takes on the role arn:aws:iam::1:role/One, with the external id x-1 and the session name me
     (~/.aws/config line 23)
  3. two takes on the role arn:aws:iam::2:role/Two
     (~/.aws/config line 28)
`
	if diff := cmp.Diff(text, s.out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestExplainOfNoProfileHasTheCodeForIt(t *testing.T) {
	s := newVendEnv(t, twoSessions)
	err := Execute(t.Context(), s.Env, []string{"explain", "prd"})
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != fault.NoProfile || !cmp.Equal(f.Detail, []string{"Did you mean:", "  prod"}) || s.out.Len() > 0 {
		t.Errorf("%v", err)
	}
	if err := Execute(t.Context(), s.Env, []string{"explain", "old"}); err == nil || fault.CodeOf(err) != fault.Failed {
		t.Errorf("a profile that is not whole: %v", err)
	}
}

// compact is the JSON on one line.
func compact(t *testing.T, doc []byte) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A blank key in the environment hides no profile, and a blank profile no
// default one.
func TestBlankVariablesHideNothing(t *testing.T) {
	s := newVendEnv(t, twoSessions+"[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\nregion = eu-west-1\n")
	for _, name := range []string{
		"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_REGION",
		"AWS_DEFAULT_REGION", "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_ENDPOINT_URL", "AWS_CA_BUNDLE",
		"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CREDENTIAL_EXPIRATION", "AWS_ACCOUNT_ID", "AWS_MAX_ATTEMPTS", "_AWS_CLI_PROFILE_CHAIN",
	} {
		s.vars[name] = " "
	}
	if err := s.run(t, "env", "--format", "json"); err != nil {
		t.Fatal(err)
	}
	if got := s.out.String(); !strings.Contains(got, `"AKIADEFAULT"`) || !strings.Contains(got, `"eu-west-1"`) {
		t.Errorf("%s", got)
	}
	s.out.Reset()
	if err := CredentialProcess(t.Context(), s.Env, ""); err != nil || !strings.Contains(s.out.String(), `"AKIADEFAULT"`) {
		t.Errorf("%v\n%s", err, s.out.String())
	}
}
