package pages_test

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/pages"
)

// fake is a backend whose state is a few maps; each test says what is in it.
type fake struct {
	users    []pages.User
	sessions map[pages.SessionID]pages.Session
	devices  map[string]error // what Device answers for a code; nil means it waits
	accounts []pages.Account
	callback string // the registered loopback address
	did      []string
	origin   string
}

func newFake() *fake {
	return &fake{
		users:    []pages.User{{Name: "dev@example.com", DisplayName: "Dev Example"}},
		sessions: map[pages.SessionID]pages.Session{},
		devices:  map[string]error{"PKZJ-PHML": nil},
		accounts: []pages.Account{
			{ID: "111122223333", Name: "DeveloperAccount", Email: "dev-admin@example.com", Roles: []ident.RoleName{"AdministratorAccess", "ReadOnly"}},
			{ID: "444455556666", Name: "ProductionAccount", Email: "prod-admin@example.com", Roles: []ident.RoleName{"AdministratorAccess", "ReadOnly"}},
		},
		callback: "http://127.0.0.1:1/oauth/callback",
	}
}

// testNow is an evening of the guide's world.
func testNow() time.Time { return time.Date(2026, 11, 22, 20, 35, 0, 0, time.UTC) }

// serve starts the pages over f and returns a browser with a cookie jar that
// follows redirects.
func (f *fake) serve(t *testing.T) (origin string, browser *http.Client) {
	t.Helper()
	mux := http.NewServeMux()
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	f.origin = s.URL
	h, err := pages.New(f, testNow)
	if err != nil {
		t.Fatal(err)
	}
	h.Mount(mux)
	jar, _ := cookiejar.New(nil)
	return s.URL, &http.Client{Jar: jar}
}

func (f *fake) Users() []pages.User { return f.users }

func (f *fake) Instance() pages.Instance {
	return pages.Instance{StartURL: "https://my-company.awsapps.com/start", Region: "us-east-1", Origin: f.origin}
}

func (f *fake) SignIn(user string) (pages.SessionID, error) {
	i := slices.IndexFunc(f.users, func(u pages.User) bool { return u.Name == user })
	if i < 0 {
		return "", pages.ErrNoUser
	}
	id := pages.SessionID(fmt.Sprintf("session-%d", len(f.did)))
	f.did = append(f.did, "sign in "+user)
	f.sessions[id] = pages.Session{User: f.users[i], Expires: testNow().Add(8 * time.Hour)}
	return id, nil
}

func (f *fake) Session(id pages.SessionID) (pages.Session, error) {
	s, ok := f.sessions[id]
	if !ok {
		return s, pages.ErrNoSession
	}
	return s, nil
}

func (f *fake) SignOut(id pages.SessionID) {
	f.did = append(f.did, "sign out")
	delete(f.sessions, id)
}

func (f *fake) Device(code string) (pages.DeviceRequest, error) {
	err, known := f.devices[code]
	if !known {
		err = pages.ErrNoCode
	}
	return pages.DeviceRequest{
		ClientName: "botocore-client-my-sso", UserCode: code,
		Scopes: []string{"sso:account:access"}, Expires: testNow().Add(10 * time.Minute),
	}, err
}

func (f *fake) AllowDevice(code string, _ pages.SessionID) error { return f.decide(code, "allow") }
func (f *fake) DenyDevice(code string, _ pages.SessionID) error  { return f.decide(code, "deny") }

func (f *fake) decide(code, what string) error {
	if err := f.devices[code]; err != nil {
		return err
	}
	f.did = append(f.did, what+" "+code)
	f.devices[code] = pages.ErrDecided
	return nil
}

func (f *fake) Authorization(q url.Values) (pages.AuthorizeRequest, error) {
	if q.Get("redirect_uri") != f.callback {
		return pages.AuthorizeRequest{}, &pages.ErrorPage{Title: "Invalid callback URL", Detail: "It is not registered."}
	}
	if q.Get("code_challenge_method") != "S256" {
		return pages.AuthorizeRequest{}, &pages.RedirectError{To: f.callback + "?error=invalid_request"}
	}
	return pages.AuthorizeRequest{ClientName: "fob-my-sso", Scopes: []string{"sso:account:access"}, RedirectURI: f.callback}, nil
}

func (f *fake) Allow(q url.Values, _ pages.SessionID) (string, error) {
	f.did = append(f.did, "allow")
	return f.callback + "?code=c0de&state=" + q.Get("state"), nil
}

func (f *fake) Deny(q url.Values) (string, error) {
	f.did = append(f.did, "deny")
	return f.callback + "?error=access_denied&state=" + q.Get("state"), nil
}

func (f *fake) Accounts(pages.SessionID) ([]pages.Account, error) { return f.accounts, nil }

func (f *fake) Keys(_ pages.SessionID, _ ident.AccountID, role ident.RoleName) (ident.Credentials, error) {
	f.did = append(f.did, "keys "+string(role))
	return ident.Credentials{
		AccessKeyID: "ASIAEXAMPLEEXAMPLE2A", SecretAccessKey: "wJalrXUtnFEMIexampleexampleexampleexampl",
		SessionToken: "IQoJb3JpZ2luX2VjEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLE==",
		Expiration:   testNow().Add(time.Hour),
	}, nil
}

// authorizeURL is the address that a client sends the browser to.
func (f *fake) authorizeURL() string {
	return f.origin + pages.AuthorizePath + "?" + url.Values{
		"response_type": {"code"}, "client_id": {"abc"}, "redirect_uri": {f.callback},
		"state": {"687a1b8b"}, "code_challenge_method": {"S256"}, "scopes": {"sso:account:access"},
	}.Encode()
}
