package vend

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/wire"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const (
	sessionText = "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n"
	devText     = sessionText + "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n"
)

var (
	corp    = cache.SessionID{Name: "corp", StartURL: "https://corp.awsapps.com/start"}
	devRole = cache.RoleID{Session: corp, Account: "111122223333", Role: "Admin"}
)

// world is a home, a clock and an AWS of its own.
type world struct {
	*Vendor
	t        testing.TB
	aws      *fakeAWS
	env      map[string]string
	clock    *clock
	mu       sync.Mutex
	warnings []string
	// reconnect makes a new client, which has not been throttled yet. Set by inSandbox.
	reconnect func()
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newWorld(t testing.TB, config string) *world {
	t.Helper()
	home := t.TempDir()
	w := &world{t: t, clock: &clock{now: noon}}
	w.aws = newFakeAWS(t, w.clock)
	w.env = map[string]string{"HOME": home, "PATH": os.Getenv("PATH"), "AWS_ENDPOINT_URL": w.aws.url, "AWS_METADATA_SERVICE_TIMEOUT": "60"}
	env := paths.FromMap("linux", w.env)
	p, err := paths.Locate(env)
	if err != nil {
		t.Fatal(err)
	}
	w.Vendor = &Vendor{
		Store: cache.Store{Paths: p, Sleep: func(time.Duration) {}}, Env: env, Now: w.clock.Now, Explicit: true,
		Files: func() (awsconfig.Files, error) { return awsconfig.Read(p) },
		Wire:  func(string) (wire.Doer, error) { return plainDoer{}, nil },
		Warn: func(text string) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.warnings = append(w.warnings, text)
		},
	}
	w.write(p.Config, config)
	return w
}

func (w *world) write(path, text string) {
	w.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// signedIn puts a token there that lasts for d and can be renewed.
func (w *world) signedIn(d time.Duration) {
	w.t.Helper()
	err := w.Store.SaveToken(corp, cache.Token{
		StartURL: corp.StartURL, Region: "eu-west-1", AccessToken: "token-0-secret", ExpiresAt: noon.Add(d),
		ClientID: "client", ClientSecret: "client-secret", RegistrationExpiresAt: noon.Add(80 * 24 * time.Hour), RefreshToken: "refresh-0-secret",
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// cached puts role credentials there that last for d.
func (w *world) cached(d time.Duration) {
	w.t.Helper()
	err := w.Store.SaveRole(devRole, ident.Credentials{AccessKeyID: "ASIACACHED", SecretAccessKey: "cached-secret", SessionToken: "cached-st-secret", Expiration: noon.Add(d)})
	if err != nil {
		w.t.Fatal(err)
	}
}

// get is Credentials for a test that expects them.
func (w *world) get(profile string) Vended {
	w.t.Helper()
	v, err := w.Credentials(context.Background(), profile)
	if err != nil {
		w.t.Fatalf("%s: %v", profile, err)
	}
	return v
}

// overWire makes the world speak through fob's own client.
func (w *world) overWire(o wire.Options) {
	w.t.Helper()
	o.Attempts = 1 // the tests count
	c, err := wire.New(o)
	if err != nil {
		w.t.Fatal(err)
	}
	w.Vendor.Wire = func(string) (wire.Doer, error) { return c, nil }
	w.t.Cleanup(c.CloseIdle)
}

// plainDoer sends each request once.
type plainDoer struct{}

func (plainDoer) Do(ctx context.Context, r wire.Request) (*wire.Response, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		return nil, err
	}
	for k, v := range r.Header {
		req.Header[k] = v
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return &wire.Response{Status: res.StatusCode, Header: res.Header, Body: body}, err
}

// fakeAWS answers as the portal, OIDC, STS and the places that give roles do.
// What it gives is numbered, so that a test sees what is new.
type fakeAWS struct {
	url   string
	clock *clock

	mu     sync.Mutex
	calls  map[string]int
	forms  []map[string]string    // what STS was asked
	broken map[string]int         // operation: the status it answers with
	dead   map[string]bool        // access tokens that the portal refuses
	keep   bool                   // a refresh gives no new refresh token
	life   time.Duration          // of credentials and tokens
	before func(operation string) // called before each answer
	after  func(operation string) // called once the state has changed, before the answer
	header map[string]http.Header // operation: what it was asked with, the last time
	lose   map[string]int         // operation: how many answers are lost on the way
	broke  map[string]string      // operation: what it answers with, once, in place of an answer
	strict bool                   // a refresh token that comes twice ends the session
	spent  map[string]bool        // refresh tokens that were redeemed
	date   time.Duration          // how far the Date of the answers is off
}

func newFakeAWS(t testing.TB, c *clock) *fakeAWS {
	a := &fakeAWS{
		clock: c, calls: map[string]int{}, broken: map[string]int{}, dead: map[string]bool{}, life: time.Hour,
		lose: map[string]int{}, broke: map[string]string{}, spent: map[string]bool{}, header: map[string]http.Header{},
	}
	s := httptest.NewServer(a)
	t.Cleanup(s.Close)
	a.url = s.URL
	return a
}

func (a *fakeAWS) count(operation string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.calls[operation]
}

// total tells how many calls there were in all.
func (a *fakeAWS) total() (n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, c := range a.calls {
		n += c
	}
	return n
}

func (a *fakeAWS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	operation := map[string]string{
		"/federation/credentials": "GetRoleCredentials", "/token": "CreateToken", "/": r.PostForm.Get("Action"),
	}[r.URL.Path]
	if operation == "" {
		operation = r.URL.Path
	}
	a.mu.Lock()
	a.calls[operation]++
	a.header[operation] = r.Header
	n, status, before := a.calls[operation], a.broken[operation], a.before
	if r.URL.Path == "/" {
		form := map[string]string{}
		for k := range r.PostForm {
			form[k] = r.PostForm.Get(k)
		}
		form["Authorization"] = r.Header.Get("Authorization")
		a.forms = append(a.forms, form)
	}
	dead := a.dead[r.Header.Get("X-Amz-Sso_bearer_token")]
	a.mu.Unlock()
	if before != nil {
		before(operation)
	}
	if status == 0 && dead {
		status = http.StatusUnauthorized
	}
	w.Header().Set("X-Amzn-Requestid", "request-1")
	if a.date != 0 {
		w.Header().Set("Date", a.clock.Now().Add(a.date).UTC().Format(http.TimeFormat))
	}
	if status == 0 && operation == "CreateToken" && !a.redeemed(r) {
		status = http.StatusBadRequest
	}
	a.mu.Lock()
	after, lost, text := a.after, a.lose[operation] > 0, a.broke[operation]
	a.lose[operation]--
	delete(a.broke, operation)
	a.mu.Unlock()
	if after != nil && status == 0 {
		after(operation)
	}
	switch {
	case lost && status == 0:
		panic(http.ErrAbortHandler) // the connection breaks
	case text != "" && status == 0:
		_, _ = io.WriteString(w, text)
		return
	}
	a.answer(w, r, operation, n, status)
}

// redeemed takes a refresh token, which is in the body's JSON.
func (a *fakeAWS) redeemed(r *http.Request) bool {
	var in struct{ RefreshToken string }
	_ = json.NewDecoder(r.Body).Decode(&in)
	a.mu.Lock()
	defer a.mu.Unlock()
	reused := a.spent[in.RefreshToken]
	a.spent[in.RefreshToken] = true
	return !a.strict || !reused
}

func (a *fakeAWS) answer(w http.ResponseWriter, r *http.Request, operation string, n, status int) {
	end := a.clock.Now().Add(a.life)
	switch {
	case status != 0:
		a.refuse(w, operation, status)
	case operation == "GetRoleCredentials":
		writeJSON(w, map[string]any{"roleCredentials": map[string]any{
			"accessKeyId": fmt.Sprintf("ASIAROLE%d", n), "secretAccessKey": "role-secret", "sessionToken": "role-st-secret", "expiration": end.UnixMilli(),
		}})
	case operation == "CreateToken":
		answer := map[string]any{"accessToken": fmt.Sprintf("token-%d-secret", n), "expiresIn": int(a.life.Seconds()), "tokenType": "Bearer"}
		if !a.keep {
			answer["refreshToken"] = fmt.Sprintf("refresh-%d-secret", n)
		}
		writeJSON(w, answer)
	case strings.HasPrefix(operation, "AssumeRole"):
		arn := strings.Replace(strings.Replace(r.PostForm.Get("RoleArn"), ":role/", ":assumed-role/", 1), ":iam:", ":sts:", 1) + "/" + r.PostForm.Get("RoleSessionName")
		fmt.Fprintf(w, `<%[1]sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%[1]sResult><Credentials><AccessKeyId>ASIASTS%[2]d</AccessKeyId><SecretAccessKey>sts-secret</SecretAccessKey>`+
			`<SessionToken>sts-st-secret</SessionToken><Expiration>%[3]s</Expiration></Credentials><AssumedRoleUser><AssumedRoleId>AROAX:s</AssumedRoleId><Arn>%[4]s</Arn></AssumedRoleUser></%[1]sResult></%[1]sResponse>`,
			operation, n, end.UTC().Format(time.RFC3339), arn)
	case operation == "/latest/api/token":
		fmt.Fprint(w, "imds-secret")
	case operation == "/latest/meta-data/iam/security-credentials/":
		fmt.Fprint(w, "instance-role")
	default: // the documents of containers and instances
		writeJSON(w, map[string]any{"AccessKeyId": "ASIAPLACE", "SecretAccessKey": "place-secret", "Token": "place-st-secret", "Expiration": end.UTC().Format(time.RFC3339)})
	}
}

func (a *fakeAWS) refuse(w http.ResponseWriter, operation string, status int) {
	switch {
	case operation == "CreateToken":
		w.Header().Set("x-amzn-ErrorType", "InvalidGrantException:http://internal.amazon.com/")
		w.WriteHeader(status)
		writeJSON(w, map[string]any{"error": "invalid_grant", "error_description": "Invalid refresh token provided"})
	case strings.HasPrefix(operation, "AssumeRole"):
		w.WriteHeader(status)
		fmt.Fprint(w, `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: ARN is not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>`)
	default:
		kind := map[int]string{401: "UnauthorizedException", 403: "ForbiddenException"}[status]
		w.Header().Set("X-Amzn-Errortype", kind)
		w.WriteHeader(status)
		writeJSON(w, map[string]any{"message": "No access", "__type": "com.amazonaws.switchboard.portal#" + kind})
	}
}

func writeJSON(w io.Writer, v any) { _ = json.NewEncoder(w).Encode(v) }
