package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/login"
	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/vend"
	"github.com/fobcli/fob/internal/winenv"
	"github.com/fobcli/fob/internal/wire"
)

// sessionEnv is a command's world in a fresh home, without a network.
type sessionEnv struct {
	*Env
	out, err bytes.Buffer
	vars     map[string]string
	picked   *Choice // what the person was asked to choose from
	registry fakeRegistry
}

var monday = time.Date(2026, 11, 23, 10, 38, 0, 0, time.UTC)

const twoSessions = `
[sso-session my-sso]
sso_start_url = https://my-company.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
[sso-session client]
sso_start_url = https://client.awsapps.com/start
sso_region = eu-west-1
[profile prod]
sso_session = my-sso
sso_account_id = 444455556666
sso_role_name = ReadOnly
[profile theirs]
sso_session = client
[profile old]
sso_start_url = https://old.awsapps.com/start
sso_region = us-east-1
[profile keys]
aws_access_key_id = AKIA
aws_secret_access_key = s
`

func newSessionEnv(t *testing.T, config string) *sessionEnv {
	t.Helper()
	home := t.TempDir()
	s := &sessionEnv{vars: map[string]string{"HOME": home}}
	environ := paths.FromMap("linux", s.vars)
	p, err := paths.Locate(environ)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(home+"/.aws", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.Config, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Env = &Env{
		Stdin: strings.NewReader(""), Stdout: output.New(&s.out), Stderr: output.New(&s.err),
		Environ: environ, Paths: p, Now: func() time.Time { return monday }, Self: "fob", Global: &Global{},
		Interactive: func() bool { return false },
		ConsoleText: func(s string) (string, bool) { return s, !strings.Contains(s, "€") },
		Screen:      func() Screen { return plainScreen{} },
		Asker:       func() Asker { return s },
		Files:       func() (awsconfig.Files, error) { return awsconfig.Read(p) },
		Store:       func() cache.Store { return cache.Store{Paths: p} },
		Editor:      func() *awsconfig.Editor { return &awsconfig.Editor{Paths: p, Now: func() time.Time { return monday }} },
		Login:       func() (*login.Deed, error) { return s.deed(), nil },
		Output:      func(context.Context, ...string) ([]byte, error) { return nil, exec.ErrNotFound },
	}
	s.WarnLine = vend.Once(func(text string) { fmt.Fprintln(s.Stderr, "Warning: "+text) })
	s.registry = fakeRegistry{}
	s.Registry = s.registry
	return s
}

// fakeRegistry holds variables by scope and name.
type fakeRegistry map[string]string

func (r fakeRegistry) Get(scope winenv.Scope, name string) (string, bool, error) {
	v, ok := r[string(scope)+"/"+name]
	return v, ok, nil
}

func (r fakeRegistry) Apply(changes []winenv.Change) error {
	for _, c := range changes {
		delete(r, string(winenv.User)+"/"+c.Name)
		if c.Value != nil {
			r[string(winenv.User)+"/"+c.Name] = *c.Value
		}
	}
	return nil
}

// deed signs out of a service that always agrees, and knows every token.
func (s *sessionEnv) deed() *login.Deed {
	return &login.Deed{
		Store: s.Store(), Wire: agreeing{}, Now: s.Now, Editor: s.Editor(), Ports: login.Ports{Warn: func(string) {}},
		Endpoint: func(svc partition.Service, r ident.Region) (string, error) {
			return partition.Endpoint(svc, r, false, false), nil
		},
		Renew: func(_ context.Context, p profile.Session) (cache.Token, error) { return s.Store().Token(p.ID()) },
	}
}

type agreeing struct{}

func (agreeing) Do(context.Context, wire.Request) (*wire.Response, error) {
	return &wire.Response{Status: 200, Body: []byte(`{"accountList":[],"accessToken":"hunter2","expiresIn":60}`)}, nil
}

// signedIn puts a token into the cache.
func (s *sessionEnv) signedIn(t *testing.T, id cache.SessionID, lasts time.Duration, refresh ident.Secret) {
	t.Helper()
	err := s.Store().SaveToken(id, cache.Token{
		StartURL: id.StartURL, Region: "us-east-1", AccessToken: "hunter2", ExpiresAt: monday.Add(lasts),
		ClientID: "c", ClientSecret: "hunter2", RegistrationExpiresAt: monday.Add(time.Hour), RefreshToken: refresh,
	})
	if err != nil {
		t.Fatal(err)
	}
}

// run runs a line of the command line.
func (s *sessionEnv) run(t *testing.T, words ...string) error {
	t.Helper()
	s.out.Reset()
	s.err.Reset()
	return Execute(t.Context(), s.Env, words)
}

func (s *sessionEnv) Ask(context.Context, Question) (string, error) { return "", errors.New("asked") }
func (s *sessionEnv) Confirm(context.Context, string, bool) (bool, error) {
	return false, errors.New("asked")
}

// Pick takes the last row.
func (s *sessionEnv) Pick(_ context.Context, c Choice) (int, error) {
	s.picked = &c
	return len(c.Items) - 1, nil
}

// plainScreen is a screen without a terminal.
type plainScreen struct{ Screen }

func (plainScreen) Strong(w io.Writer, s string) { _, _ = io.WriteString(w, s) }
func (plainScreen) Faint(w io.Writer, s string)  { _, _ = io.WriteString(w, s) }
func (plainScreen) Width(io.Writer) int          { return 0 }
func (plainScreen) Progress(string) Progress     { return noProgress{} }
func (plainScreen) Table(w io.Writer, t Table) error {
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		if _, err := io.WriteString(w, strings.Join(row, " | ")+"\n"); err != nil {
			return err
		}
	}
	return nil
}

type noProgress struct{}

func (noProgress) Set(int, int) {}
func (noProgress) Done()        {}
