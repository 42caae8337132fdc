package login

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.uber.org/goleak"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/oidc"
	"github.com/fobcli/fob/internal/profile"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestSignInWithTheBrowser(t *testing.T) {
	w := newWorld(t)
	shown := w.visit(t, approve)
	r, err := w.SignIn(t.Context(), corp, Options{})
	if err != nil || r.Already {
		t.Fatalf("got %+v, %v", r, err)
	}
	want := cache.Token{
		StartURL: corp.StartURL, Region: "us-east-1", AccessToken: "access-1", ExpiresAt: now.Add(time.Hour),
		ClientID: "client-1", ClientSecret: "client-secret-1", RegistrationExpiresAt: time.Unix(1803155700, 0).UTC(), RefreshToken: "refresh-1",
	}
	saved, err := w.Store.Token(corp.ID())
	if diff := cmp.Diff(want, saved, cmpopts.IgnoreUnexported(cache.Token{})); err != nil || diff != "" {
		t.Errorf("saved token: %v\n%s", err, diff)
	}
	if page := <-shown; !strings.HasPrefix(page, "200 ") || !strings.Contains(page, "You are signed in to my-sso. You can close this page.") {
		t.Errorf("the browser was shown %s", page)
	}
	if got := w.aws.paths(); got != "/client/register /token" {
		t.Errorf("called %s", got)
	}
	checkExchange(t, w)
}

// checkExchange compares what was asked of the browser and of the service.
func checkExchange(t *testing.T, w *world) {
	t.Helper()
	u, err := url.Parse(w.opened[0])
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	wantRegister := map[string]any{
		"clientName": "fob-my-sso", "clientType": "public", "grantTypes": []any{"authorization_code", "refresh_token"},
		"redirectUris": []any{"http://127.0.0.1/oauth/callback"}, "issuerUrl": string(corp.StartURL), "scopes": []any{"sso:account:access"},
	}
	if diff := cmp.Diff(wantRegister, w.aws.called("/client/register")[0].Body); diff != "" {
		t.Error(diff)
	}
	token := w.aws.called("/token")[0].Body
	verifier, _ := token["codeVerifier"].(string)
	if !regexp.MustCompile(`^[A-Za-z0-9._~-]{64}$`).MatchString(verifier) {
		t.Errorf("the verifier is %q", verifier)
	}
	sum := sha256.Sum256([]byte(verifier))
	if got := base64.RawURLEncoding.EncodeToString(sum[:]); got != q.Get("code_challenge") || q.Get("code_challenge_method") != "S256" {
		t.Errorf("the challenge is %s, want %s", q.Get("code_challenge"), got)
	}
	if !regexp.MustCompile(`^http://127\.0\.0\.1:\d+/oauth/callback$`).MatchString(q.Get("redirect_uri")) || token["redirectUri"] != q.Get("redirect_uri") {
		t.Errorf("redirect_uri is %s, redirectUri %s", q.Get("redirect_uri"), token["redirectUri"])
	}
	if token["code"] != "code-1" || token["grantType"] != "authorization_code" || len(q.Get("state")) < 22 {
		t.Errorf("asked %v, redeemed %v", q, token)
	}
}

func TestScopesThatAreNotConfiguredStayNullInTheName(t *testing.T) {
	w := newWorld(t)
	<-func() <-chan string {
		shown := w.visit(t, approve)
		s := corp
		s.Scopes = nil
		if _, err := w.SignIn(t.Context(), s, Options{}); err != nil {
			t.Error(err)
		}
		return shown
	}()
	r, err := w.Store.Registration(cache.RegistrationID{Session: corp.ID(), Region: "us-east-1"})
	if err != nil || !slices.Equal(r.Scopes, []string{"sso:account:access"}) || !slices.Equal(r.GrantTypes, []string{"authorization_code", "refresh_token"}) {
		t.Errorf("the registration is %+v, %v", r, err)
	}
}

func TestWhatEndsASignInInTheBrowser(t *testing.T) {
	for name, tc := range map[string]struct {
		lead    func(url.Values) url.Values
		token   answer
		summary string
		page    string
		redeems int
	}{
		"the person refuses": {lead: func(a url.Values) url.Values {
			return url.Values{"error": {"access_denied"}, "error_description": {"User said <no>"}, "state": a["state"]}
		}, summary: "the sign-in to my-sso was refused (User said <no>)", page: "The sign-in was refused; your terminal says why."},
		"the code is not accepted": {
			lead: approve, token: refused("InvalidGrantException", "invalid_grant", "Invalid grant provided"), redeems: 1,
			summary: "did not accept the code that the browser brought back (Invalid grant provided)", page: "did not accept the code",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if tc.token.status != 0 {
				w.aws.on("/token", tc.token)
			}
			shown := w.visit(t, tc.lead)
			_, err := w.SignIn(t.Context(), corp, Options{})
			f := told(t, err)
			if !strings.Contains(f.Summary, tc.summary) || f.Code != fault.SignIn || f.Remedy != "fob login my-sso" {
				t.Errorf("the person is told %+v", f)
			}
			page := <-shown
			if !strings.HasPrefix(page, "200 ") || !strings.Contains(page, "You are not signed in to my-sso.") || !strings.Contains(page, tc.page) || !strings.Contains(page, "<pre>fob login my-sso</pre>") {
				t.Errorf("the browser is shown %s", page)
			}
			if strings.Contains(page, "User said") || strings.Contains(page, "server_error") {
				t.Errorf("the page repeats the address: %s", page)
			}
			if got := len(w.aws.called("/token")); got != tc.redeems {
				t.Errorf("%d codes were redeemed", got)
			}
			if _, err := w.Store.Token(corp.ID()); !errors.Is(err, cache.ErrAbsent) {
				t.Errorf("there is a token: %v", err)
			}
		})
	}
}

func TestCtrlCEndsAtOnce(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.Browser = func(profile.Session, string) (func() error, string) { return nil, "no display" }
	w.Paste = func(ctx context.Context, _ string) (string, error) {
		cancel() // while the question is open
		<-ctx.Done()
		return "", ctx.Err()
	}
	start := time.Now()
	if _, err := w.SignIn(ctx, corp, Options{}); err != context.Canceled {
		t.Errorf("error is %v", err)
	}
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestTheRegistrationIsKeptBeforeThePersonAuthorises(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.Browser = func(profile.Session, string) (func() error, string) { return func() error { cancel(); return nil }, "" }
	if _, err := w.SignIn(ctx, corp, Options{}); err != context.Canceled {
		t.Fatalf("error is %v", err)
	}
	id := cache.RegistrationID{Session: corp.ID(), Region: corp.Region, Scopes: corp.Scopes}
	if r, err := w.Store.Registration(id); err != nil || r.ClientID != "client-1" {
		t.Errorf("registration: %+v, %v", r, err)
	}
}

func TestWhichRegistrationsAreUsedAgain(t *testing.T) {
	code := []string{oidc.GrantCode, oidc.GrantRefresh}
	for name, tc := range map[string]struct {
		kept    cache.Registration
		device  bool
		reused  bool
		content string
	}{
		"one for PKCE":                    {kept: cache.Registration{ClientID: "kept", ClientSecret: "s", ExpiresAt: now.Add(time.Hour), GrantTypes: code}, reused: true},
		"one that is about to end":        {kept: cache.Registration{ClientID: "kept", ClientSecret: "s", ExpiresAt: now.Add(14 * time.Minute), GrantTypes: code}},
		"one for the device flow is none": {kept: cache.Registration{ClientID: "kept", ClientSecret: "s", ExpiresAt: now.Add(time.Hour)}},
		"device":                          {kept: cache.Registration{ClientID: "kept", ClientSecret: "s", ExpiresAt: now.Add(time.Hour)}, device: true, reused: true},
		"device, but one for PKCE":        {kept: cache.Registration{ClientID: "kept", ClientSecret: "s", ExpiresAt: now.Add(time.Hour), GrantTypes: code}, device: true},
		"a file that is damaged":          {content: "{"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			id := cache.RegistrationID{Session: corp.ID(), Region: corp.Region, Scopes: corp.Scopes}
			if err := w.Store.SaveRegistration(id, tc.kept); err != nil {
				t.Fatal(err)
			}
			if tc.content != "" {
				if err := os.WriteFile(w.Store.RegistrationPath(id), []byte(tc.content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			f := &flight{target: target{session: corp, region: corp.Region}}
			in := oidc.RegisterInput{GrantTypes: code}
			if tc.device {
				in = oidc.RegisterInput{}
			}
			if err := w.register(t.Context(), f, in); err != nil {
				t.Fatal(err)
			}
			if f.reused != tc.reused || (f.registration.ClientID == "kept") != tc.reused {
				t.Errorf("used %s, reused %t", f.registration.ClientID, f.reused)
			}
		})
	}
}

func TestAVoidRegistrationIsMadeAnewOnce(t *testing.T) {
	keep := func(w *world) {
		id := cache.RegistrationID{Session: corp.ID(), Region: corp.Region, Scopes: corp.Scopes}
		if err := w.Store.SaveRegistration(id, cache.Registration{ClientID: "void", ClientSecret: "s", ExpiresAt: now.Add(time.Hour), GrantTypes: []string{oidc.GrantCode}}); err != nil {
			t.Fatal(err)
		}
	}
	invalid := refused("InvalidClientException", "invalid_client", "Invalid client provided")
	good := answer{status: 200, body: `{"accessToken":"access-1","expiresIn":3600}`}
	t.Run("once", func(t *testing.T) {
		w := newWorld(t)
		keep(w)
		w.aws.on("/token", invalid, good)
		shown := w.visit(t, approve)
		if _, err := w.SignIn(t.Context(), corp, Options{}); err != nil {
			t.Fatal(err)
		}
		<-shown
		<-shown
		if got := w.aws.paths(); got != "/token /client/register /token" || len(w.warnings) != 1 {
			t.Errorf("called %s, warned %q", got, w.warnings)
		}
	})
	t.Run("and not twice", func(t *testing.T) {
		w := newWorld(t)
		keep(w)
		w.aws.on("/token", invalid)
		shown := w.visit(t, approve)
		_, err := w.SignIn(t.Context(), corp, Options{})
		<-shown
		<-shown
		if f := told(t, err); !strings.Contains(f.Summary, "Invalid client provided") || len(w.aws.called("/token")) != 2 {
			t.Errorf("told %+v after %s", f, w.aws.paths())
		}
	})
}

func TestABrowserThatDoesNotStartLeavesTheAddress(t *testing.T) {
	w := newWorld(t)
	var address string
	w.Browser = func(_ profile.Session, a string) (func() error, string) {
		address = a
		return func() error { return errors.New("start xdg-open: no such file") }, ""
	}
	w.Paste = func(context.Context, string) (string, error) {
		u, err := url.Parse(address)
		if err != nil {
			return "", err
		}
		return u.Query().Get("redirect_uri") + "?" + approve(u.Query()).Encode(), nil
	}
	if _, err := w.SignIn(t.Context(), corp, Options{}); err != nil {
		t.Fatal(err)
	}
	if len(w.warnings) != 1 || !strings.Contains(w.warnings[0], "no such file") || !w.pages[0].Opening {
		t.Errorf("warned %q", w.warnings)
	}
}

func TestNoBrowserIsAskedForNone(t *testing.T) {
	w := newWorld(t)
	w.Paste = func(context.Context, string) (string, error) { return "", io.EOF }
	w.Browser = func(profile.Session, string) (func() error, string) {
		t.Error("a browser was chosen")
		return nil, ""
	}
	// Nobody answers the question, so the browser comes back by itself: the
	// address may have been opened on this very machine.
	w.ShowPage = func(p Page) {
		if p.Opening || p.Reason == "" {
			t.Errorf("shown %+v", p)
		}
		u, err := url.Parse(p.Address)
		if err != nil {
			t.Error(err)
			return
		}
		go fetch(t, u.Query().Get("redirect_uri")+"?"+approve(u.Query()).Encode())
	}
	if _, err := w.SignIn(t.Context(), corp, Options{NoBrowser: true}); err != nil {
		t.Fatal(err)
	}
}
