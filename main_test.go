package fob_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/sandbox"
	"github.com/fobcli/fob/internal/sandboxapp/signedin"
)

// outside is the environment that the tests were started in. The process's own
// becomes that of a person who has signed in, so that the examples read as they
// would in a program.
var outside = os.Environ()

// childVariable makes the test binary one of many processes that ask at once.
const childVariable = "FOB_TEST_ASK"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		os.Exit(askAsChild())
	}
	code, err := withExamplesHome(m.Run)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// withExamplesHome runs the tests on the machine that the examples see.
func withExamplesHome(run func() int) (code int, err error) {
	home, err := os.MkdirTemp("", "fob-example-")
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(home)) }()
	s, err := sandbox.New(sandbox.Config{})
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	m, err := newMachine(home, s)
	if err != nil {
		return 1, err
	}
	if err := m.signIn(context.Background()); err != nil {
		return 1, err
	}
	mine := append(m.environ(), "PATH="+os.Getenv("PATH"), "AWS_REGION=us-east-1", "AWS_EC2_METADATA_DISABLED=true")
	os.Clearenv()
	for _, v := range mine {
		name, value, _ := strings.Cut(v, "=")
		if err := os.Setenv(name, value); err != nil {
			return 1, err
		}
	}
	return run(), nil
}

const configText = `[sso-session my-sso]
sso_start_url = https://my-company.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
[profile dev]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = AdministratorAccess
[profile cross]
role_arn = arn:aws:iam::444455556666:role/CrossAccountReader
source_profile = dev
[profile guarded]
role_arn = arn:aws:iam::444455556666:role/CrossAccountReader
mfa_serial = arn:aws:iam::111122223333:mfa/ada
source_profile = dev
[profile nobody]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = NoSuchRole
[profile keys]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY
`

var (
	mySSO = cache.SessionID{Name: "my-sso", StartURL: "https://my-company.awsapps.com/start"}
	inDev = cache.RoleID{Session: mySSO, Account: "111122223333", Role: "AdministratorAccess"}
)

// machine is a person's home, and a sandbox in place of AWS.
type machine struct {
	home    string
	sandbox *sandbox.Server
	store   cache.Store
}

func newMachine(home string, s *sandbox.Server) (*machine, error) {
	p, err := paths.Locate(paths.FromMap("", map[string]string{"HOME": home}))
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(p.Config), 0o700); err != nil {
		return nil, err
	}
	return &machine{home, s, cache.Store{Paths: p}}, os.WriteFile(p.Config, []byte(configText), 0o600)
}

// onMachine is a machine for one test, signed in.
func onMachine(t *testing.T, opts ...sandbox.Option) *machine {
	t.Helper()
	m, err := newMachine(t.TempDir(), sandbox.Start(t, opts...))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.signIn(t.Context()); err != nil {
		t.Fatal(err)
	}
	m.sandbox.ResetCalls()
	return m
}

// environ is what a program on the machine sees.
func (m *machine) environ() []string {
	return []string{"HOME=" + m.home, "USERPROFILE=" + m.home, "AWS_ENDPOINT_URL=" + m.sandbox.URL()}
}

func (m *machine) signIn(ctx context.Context) error {
	return signedin.Save(ctx, m.sandbox.URL(), m.store, mySSO, time.Now)
}

// hourLater makes the token's time be over.
func (m *machine) hourLater(t *testing.T) {
	t.Helper()
	m.sandbox.Advance(2 * time.Hour)
	token, err := m.store.Token(mySSO)
	if err != nil {
		t.Fatal(err)
	}
	token.ExpiresAt = token.ExpiresAt.Add(-2 * time.Hour)
	if err := m.store.SaveToken(mySSO, token); err != nil {
		t.Fatal(err)
	}
}

// expect compares how often the services were asked.
func (m *machine) expect(t *testing.T, refreshes, fetches int) {
	t.Helper()
	calls := m.sandbox.Calls()
	if got := calls["CreateToken"].Total; got != refreshes {
		t.Errorf("%d refreshes, want %d", got, refreshes)
	}
	if got := calls["GetRoleCredentials"].Total; got != fetches {
		t.Errorf("%d role credentials fetched, want %d", got, fetches)
	}
}
