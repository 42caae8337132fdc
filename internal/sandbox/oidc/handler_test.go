package oidc

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/org"
)

// service is a handler at one moment, with tokens that are issued in its place.
type service struct {
	*Handler
	now     time.Time
	issued  []Grant
	revoked int
	during  func() // runs while tokens are issued
}

func newService(t *testing.T) *service {
	t.Helper()
	s := &service{now: time.Unix(1_800_000_000, 0)}
	s.Handler = New(Config{
		Org: org.Default(), Clock: s, Tokens: s, Meter: s, Key: sealing.key, VerificationURI: "http://x/", Keep: func(ident.Secret) {},
	})
	return s
}

func (s *service) Now() time.Time                                         { return s.now }
func (s *service) Seen(t time.Time) time.Time                             { return t }
func (s *service) Begin(*http.Request, ...string) (func(), error)         { return func() {}, nil }
func (s *service) Renew(string, ident.Secret) (issued Issued, valid bool) { return Issued{}, false }

func (s *service) Issue(g Grant) (Issued, bool) {
	s.issued = append(s.issued, g)
	if s.during != nil {
		s.during()
	}
	return Issued{AccessToken: "access", RefreshToken: "refresh", ExpiresIn: time.Hour, Revoke: func() { s.revoked++ }}, true
}

// post sends a body to a path and returns the status and the body of the answer.
func (s *service) post(path, body string) (int, string) {
	mux := http.NewServeMux()
	s.Mount(mux)
	r := httptest.NewRequest("POST", path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

const (
	testVerifier = "abcdefghijklmnopqrstuvwxyz0123456789-._~ABCDEFGHIJKLMNOPQRSTUVWX"
	testRedirect = "http://127.0.0.1:40335/cb"
)

// client registers for every grant and returns its id and secret.
func (s *service) client(t *testing.T, scopes ...string) (id, secret string) {
	t.Helper()
	r := Registration{
		Nonce: random(8), Name: "n", Scopes: scopes, RedirectURIs: []string{"http://127.0.0.1/cb"},
		GrantTypes: []string{grantCode, grantRefresh, grantDevice}, IssuedAt: s.now.Unix(), ExpiresAt: s.now.Add(time.Hour).Unix(),
	}
	id, err := s.sealer().id(r)
	if err != nil {
		t.Fatal(err)
	}
	key, err := s.sealer().secret(id, r)
	if err != nil {
		t.Fatal(err)
	}
	return id, key.Reveal()
}

// code lets a client in and returns the code that its browser brings.
func (s *service) code(t *testing.T, clientID string) string {
	t.Helper()
	to, err := s.Allow(url.Values{
		"response_type": {"code"}, "client_id": {clientID}, "redirect_uri": {testRedirect}, "code_challenge_method": {"S256"},
		"code_challenge": {"rlMFeRw86_58zII_XM6NgUOAs1GD1xk1I0dDIIgXf4Q"},
	}, Subject{User: "ada", Session: "s"})
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("code")
}

// redeem exchanges a code.
func (s *service) redeem(id, secret, code, verifier string) (int, string) {
	return s.post("/token", fmt.Sprintf(
		`{"clientId":%q,"clientSecret":%q,"grantType":"authorization_code","code":%q,"redirectUri":%q,"codeVerifier":%q}`,
		id, secret, code, testRedirect, verifier))
}

func TestBodiesAreOneJSONObject(t *testing.T) {
	s := newService(t)
	for body, want := range map[string]int{
		`{"clientName":"n","clientType":"public"}`:                     200,
		" \r\n{\"clientName\":\"n\",\"clientType\":\"public\"}\n\t ":   200,
		`{"clientName":"n","clientType":"public","unknown":[{"a":1}]}`: 200,
		`{"clientName":"n","clientType":"public","scopes":null}`:       200,
		`{"clientName":"n","clientType":"public"}x`:                    400,
		`{"clientName":"n","clientType":"public"}{}`:                   400,
		`{"clientName":"n","clientType":"public"}]`:                    400,
		"{\"clientName\":\"n\",\"clientType\":\"public\"}\x00":         400,
		`{"CLIENTNAME":"n","clientType":"public"}`:                     400,
		`{"clientName":"n","clienttype":"public"}`:                     400,
		`{"clientName":1,"clientType":"public"}`:                       400,
		"{\"clientName\":\"\xff\",\"clientType\":\"public\"}":          400,
		`[{"clientName":"n","clientType":"public"}]`:                   400,
		`null`: 400, `"x"`: 400, ``: 400, `{`: 400,
		strings.Repeat("[", 100_000): 400,
		`{"clientName":"n","clientType":"public","x":"` + strings.Repeat("x", maxBody) + `"}`: 400,
	} {
		if status, answer := s.post("/client/register", body); status != want {
			t.Errorf("%.60q: %d %s", body, status, answer)
		}
	}
}

// Whatever is sent as the body of a token request is answered with an error of
// the service, and never gives a token.
func FuzzTokenRequests(f *testing.F) {
	f.Add(`{"clientId":"a","clientSecret":"b","grantType":"refresh_token","refreshToken":"c"}`)
	f.Add(`{"clientId":"a","clientSecret":"b","grantType":"authorization_code","code":"c"}{}`)
	f.Add(`{"grantType":{"a":[1]}}`)
	f.Add(`{"clientId":"\ud800"}`)
	f.Add("\xef\xbb\xbf{}")
	s := &service{now: time.Unix(1_800_000_000, 0)}
	s.Handler = New(Config{Org: org.Default(), Clock: s, Tokens: s, Meter: s, Key: sealing.key, Keep: func(ident.Secret) {}})
	f.Fuzz(func(t *testing.T, body string) {
		status, answer := s.post("/token", body)
		if status != 400 && status != 401 || !strings.HasPrefix(answer, `{"error":"`) || len(s.issued) > 0 {
			t.Fatalf("%d %s", status, answer)
		}
	})
}

func TestRedirectPortsAreThoseOfTCP(t *testing.T) {
	s := newService(t)
	id, _ := s.client(t)
	for host, want := range map[string]bool{
		"127.0.0.1": true, "127.0.0.1:1": true, "127.0.0.1:65535": true, "[::1]": true, "[::1]:8080": true,
		"127.0.0.1:0": false, "127.0.0.1:99999": false, "127.0.0.1:65536": false, "127.0.0.1:": false, "127.0.0.1:080": false,
		"127.0.0.1:+80": false, "[::1]:0": false, "[::1]:65536": false, "[::1]:": false, "127.0.0.1:18446744073709551617": false,
	} {
		if isLoopback("http://"+host+"/cb") != want {
			t.Errorf("registering %s: %v", host, !want)
		}
		_, err := s.Check(url.Values{"client_id": {id}, "redirect_uri": {"http://" + host + "/cb"}})
		if _, untrusted := err.(*Untrusted); !strings.HasPrefix(host, "[") && untrusted == want {
			t.Errorf("authorizing %s: %v", host, err)
		}
	}
}

func TestTheLegacyScopeMeansALegacyRegistration(t *testing.T) {
	for _, tc := range []struct{ registered, want []string }{
		{[]string{scopeLegacy}, []string{}},
		{[]string{scopeAccounts}, []string{scopeAccounts}},
		{[]string{scopeLegacy, scopeAccounts}, []string{scopeAccounts}},
		{nil, nil},
	} {
		s := newService(t)
		id, secret := s.client(t, tc.registered...)
		if status, answer := s.redeem(id, secret, s.code(t, id), testVerifier); status != 200 {
			t.Fatalf("%d %s", status, answer)
		}
		if d := cmp.Diff(tc.want, s.issued[0].Scopes); d != "" {
			t.Errorf("%q: %s", tc.registered, d)
		}
	}
	for scope, want := range map[string]bool{
		"sso-portal:*": true, "sso-portal:x": false, "sso-portal:": false, "sso:account:access": true, "codewhisperer:x": true,
		"codewhisperer:": false, "codewhisperer:a b": false, "codewhisperer:a\x1b": false, "codewhisperer:\"": false, "codewhisperer:ü": false,
	} {
		if isScope(scope) != want {
			t.Errorf("%q is a scope: %v", scope, !want)
		}
	}
}

func TestAReplayedCodeEndsWhatItGave(t *testing.T) {
	s := newService(t)
	id, secret := s.client(t)
	code := s.code(t, id)
	if status, answer := s.redeem(id, secret, code, testVerifier); status != 200 || s.revoked != 0 {
		t.Fatalf("%d %s, revoked %d times", status, answer, s.revoked)
	}
	otherID, otherSecret := s.client(t)
	if status, _ := s.redeem(otherID, otherSecret, code, testVerifier); status != 400 || s.revoked != 0 {
		t.Errorf("another client with the code: %d, revoked %d times", status, s.revoked)
	}
	for range 2 {
		if status, answer := s.redeem(id, secret, code, testVerifier); status != 400 || !strings.Contains(answer, "invalid_grant") {
			t.Errorf("the replay: %d %s", status, answer)
		}
	}
	if s.revoked == 0 || len(s.issued) != 1 {
		t.Errorf("after the replay: %d sessions, revoked %d times", len(s.issued), s.revoked)
	}
}

// The second use of a code may come while the tokens of the first are issued.
func TestACodeThatIsReplayedAtOnceGivesNothing(t *testing.T) {
	s := newService(t)
	id, secret := s.client(t)
	code := s.code(t, id)
	s.during = func() {
		if status, _ := s.redeem(id, secret, code, testVerifier); status != 400 {
			t.Errorf("the replay: %d", status)
		}
	}
	if status, answer := s.redeem(id, secret, code, testVerifier); status != 400 || s.revoked != 1 {
		t.Errorf("the first: %d %s, revoked %d times", status, answer, s.revoked)
	}
}

func TestACodeThatGaveNothingRevokesNothing(t *testing.T) {
	s := newService(t)
	id, secret := s.client(t)
	code := s.code(t, id)
	for _, verifier := range []string{strings.Repeat("x", 43), testVerifier} {
		if status, _ := s.redeem(id, secret, code, verifier); status != 400 || len(s.issued) != 0 {
			t.Errorf("%s: %d, %d sessions", verifier, status, len(s.issued))
		}
	}
}

func TestCodesAndDevicesAreForgottenBeyondALimit(t *testing.T) {
	s := newService(t)
	id, secret := s.client(t)
	for i := range maxPending + 100 {
		s.codes.add(ident.Secret(fmt.Sprint("code", i)), pendingCode{client: digestOf(id)})
		s.devices.add(ident.Secret(fmt.Sprint("device", i)), &device{client: digestOf(id), expires: s.now.Add(time.Minute)})
	}
	if len(s.codes.list) != maxPending || len(s.codes.order) != maxPending {
		t.Errorf("%d codes are remembered", len(s.codes.list))
	}
	if len(s.devices.byCode) != maxPending || len(s.devices.byUser) != maxPending || len(s.devices.order) != maxPending {
		t.Errorf("%d devices are remembered, %d user codes", len(s.devices.byCode), len(s.devices.byUser))
	}
	poll := func(code string) string {
		_, answer := s.post("/token", fmt.Sprintf(`{"clientId":%q,"clientSecret":%q,"grantType":%q,"deviceCode":%q}`, id, secret, grantDevice, code))
		return answer
	}
	if answer := poll("device99"); !strings.Contains(answer, "invalid_grant") {
		t.Errorf("the last one that is forgotten: %s", answer)
	}
	if answer := poll("device100"); !strings.Contains(answer, "authorization_pending") {
		t.Errorf("the oldest that is not: %s", answer)
	}
}

func TestRegistrationsThatAreTooLongAreRefused(t *testing.T) {
	s := newService(t)
	body := func(n int) string {
		return `{"clientName":"n","clientType":"public","redirectUris":["http://127.0.0.1/` + strings.Repeat("x", n) + `"]}`
	}
	if status, answer := s.post("/client/register", body(4000)); status != 200 {
		t.Errorf("%d %s", status, answer)
	}
	if status, answer := s.post("/client/register", body(maxClientID)); status != 400 {
		t.Errorf("%d %.100s", status, answer)
	}
}
