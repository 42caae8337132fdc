package login

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/wire"
)

// aws is the service in memory. Each path has a queue of answers, the last of
// which stays; every call is kept.
type aws struct {
	mu      sync.Mutex
	answers map[string][]answer
	calls   []call
}

type answer struct {
	status int
	body   string
	header map[string]string
	err    error
}

type call struct {
	Path  string // or the whole URL, for hosts that are not AWS's
	Body  map[string]any
	Token string
}

func newAWS() *aws {
	a := &aws{answers: map[string][]answer{}}
	a.on("/client/register", answer{status: 200, body: `{"clientId":"client-1","clientSecret":"client-secret-1","clientSecretExpiresAt":1803155700}`})
	a.on("/device_authorization", answer{status: 200, body: `{"deviceCode":"device-1","userCode":"PKZJ-PHML","verificationUri":"https://my-company.awsapps.com/start/#/device","verificationUriComplete":"https://my-company.awsapps.com/start/#/device?user_code=PKZJ-PHML","expiresIn":600,"interval":1}`})
	a.on("/token", answer{status: 200, body: `{"accessToken":"access-1","refreshToken":"refresh-1","expiresIn":3600}`})
	a.on("/assignment/accounts", answer{status: 200, body: `{"accountList":[]}`})
	a.on("/logout", answer{status: 200})
	return a
}

// on sets the answers to a path.
func (a *aws) on(path string, answers ...answer) { a.answers[path] = answers }

// refused is an answer as the OIDC service refuses.
func refused(kind, code, description string) answer {
	status := 400
	if kind == "InvalidClientException" {
		status = 401
	}
	return answer{
		status: status, header: map[string]string{"X-Amzn-Errortype": kind + ":http://internal/"},
		body: fmt.Sprintf(`{"error":%q,"error_description":%q}`, code, description),
	}
}

var pending = refused("AuthorizationPendingException", "authorization_pending", "Authorization is still pending")

// Do answers without a network.
func (a *aws) Do(ctx context.Context, r wire.Request) (*wire.Response, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	u, err := url.Parse(r.URL)
	if err != nil {
		return nil, err
	}
	c := call{Path: u.Path, Token: r.Header.Get("X-Amz-Sso_bearer_token")}
	if !strings.HasSuffix(u.Host, "amazonaws.com") {
		c.Path = r.Method + " " + r.URL
	}
	if len(r.Body) > 0 {
		if err := json.Unmarshal(r.Body, &c.Body); err != nil {
			return nil, err
		}
	}
	a.calls = append(a.calls, c)
	queue := a.answers[c.Path]
	if len(queue) == 0 {
		return nil, fmt.Errorf("nobody expects %s", c.Path)
	}
	if len(queue) > 1 {
		a.answers[c.Path] = queue[1:]
	}
	if queue[0].err != nil {
		return nil, queue[0].err
	}
	h := http.Header{}
	for k, v := range queue[0].header {
		h.Set(k, v)
	}
	return &wire.Response{Status: queue[0].status, Header: h, Body: []byte(queue[0].body)}, nil
}

// paths lists what was called, in order.
func (a *aws) paths() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	var p []string
	for _, c := range a.calls {
		p = append(p, c.Path)
	}
	return strings.Join(p, " ")
}

// called returns the calls to a path.
func (a *aws) called(path string) (out []call) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, c := range a.calls {
		if c.Path == path {
			out = append(out, c)
		}
	}
	return out
}

// world is a deed in a fresh home, with what it showed.
type world struct {
	*Deed
	aws      *aws
	mu       sync.Mutex
	pages    []Page
	codes    []Code
	warnings []string
	opened   []string
	plan     awsconfig.Plan
	editErr  error
}

var corp = profile.Session{Name: "my-sso", StartURL: "https://my-company.awsapps.com/start", Region: "us-east-1", Scopes: []string{"sso:account:access"}}

var legacy = profile.Session{StartURL: "https://my-company.awsapps.com/start", Region: "us-east-1", Profile: "old"}

// now is a fixed moment; a bubble's clock begins elsewhere, so tests that poll
// use time.Now.
var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func newWorld(t *testing.T) *world {
	t.Helper()
	home := t.TempDir()
	p, err := paths.Locate(paths.FromMap("linux", map[string]string{"HOME": home}))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{aws: newAWS()}
	w.Deed = &Deed{
		Store: cache.Store{Paths: p},
		Wire:  w.aws,
		Endpoint: func(s partition.Service, r ident.Region) (string, error) {
			return partition.Endpoint(s, r, false, false), nil
		},
		Editor: w,
		Now:    func() time.Time { return now },
	}
	w.Renew = func(ctx context.Context, s profile.Session) (cache.Token, error) {
		tok, err := w.Store.Token(s.ID())
		if err != nil || !tok.ValidAt(w.Now(), 0) {
			return tok, &fault.Error{Summary: "sign in", Code: fault.SignIn, Err: err}
		}
		return tok, nil
	}
	w.ShowPage = func(p Page) { w.mu.Lock(); w.pages = append(w.pages, p); w.mu.Unlock() }
	w.ShowCode = func(c Code) { w.mu.Lock(); w.codes = append(w.codes, c); w.mu.Unlock() }
	w.Warn = func(s string) { w.mu.Lock(); w.warnings = append(w.warnings, s); w.mu.Unlock() }
	w.Browser = func(_ profile.Session, address string) (func() error, string) {
		return func() error { w.opened = append(w.opened, address); return nil }, ""
	}
	return w
}

// ClearKeys is the editor's.
func (w *world) ClearKeys(ctx context.Context, chosen func(awsconfig.Written) bool) ([]awsconfig.Written, error) {
	return (&awsconfig.Editor{Paths: w.Store.Paths, Now: w.Now}).ClearKeys(ctx, chosen)
}

// Apply is the editor's.
func (w *world) Apply(_ context.Context, p awsconfig.Plan) (awsconfig.Change, error) {
	w.plan = p
	return awsconfig.Change{}, w.editErr
}

// visit makes the browser one that is led back with the parameters that lead
// gives for the authorize page's own, and returns what it was shown in the end.
func (w *world) visit(t *testing.T, lead func(asked url.Values) url.Values) (shown <-chan string) {
	t.Helper()
	pages := make(chan string, 4)
	w.Browser = func(_ profile.Session, address string) (func() error, string) {
		return func() error {
			w.opened = append(w.opened, address)
			u, err := url.Parse(address)
			if err != nil {
				return err
			}
			asked := u.Query()
			go func() { pages <- fetch(t, asked.Get("redirect_uri")+"?"+lead(asked).Encode()) }()
			return nil
		}, ""
	}
	return pages
}

// approve leads back with a code.
func approve(asked url.Values) url.Values {
	return url.Values{"code": {"code-1"}, "state": asked["state"]}
}

// fetch gets a page and returns "STATUS body".
func fetch(t *testing.T, address string) string {
	tr := &http.Transport{DisableKeepAlives: true}
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Error(err)
		return ""
	}
	res, err := tr.RoundTrip(req)
	if err != nil {
		return "gone: " + err.Error()
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	return fmt.Sprintf("%d %s", res.StatusCode, body)
}

// told returns the fault that err is to the person.
func told(t *testing.T, err error) *fault.Error {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) {
		t.Fatalf("error is %v, want a fault", err)
	}
	return f
}
