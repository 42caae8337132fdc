package visitor_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/sandbox"
	"github.com/fobcli/fob/internal/sandbox/visitor"
)

const user = "you@example.com"

// call posts JSON to the sandbox and returns the answer's members.
func call(t *testing.T, address string, body map[string]any) map[string]any {
	t.Helper()
	data, _ := json.Marshal(body)
	res, err := http.Post(address, "application/json", strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	out := map[string]any{}
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// program is a client that waits for its callback, as fob and aws do.
type program struct {
	address string // where it sends the browser
	got     url.Values
}

// newProgram registers a client and listens for its callback, which answers
// with status.
func newProgram(t *testing.T, s *sandbox.Server, status int) *program {
	t.Helper()
	p := &program{}
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.got = r.URL.Query()
		if len(r.Cookies()) > 0 {
			t.Errorf("the callback was sent the cookies %v", r.Cookies())
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "<title>fob</title><h1>You are signed in to my-sso.</h1>")
	}))
	t.Cleanup(listener.Close)
	client := call(t, s.URL()+"/client/register", map[string]any{
		"clientName": "a-program", "clientType": "public", "scopes": []string{"sso:account:access"},
		"grantTypes": []string{"authorization_code", "refresh_token"}, "redirectUris": []string{"http://127.0.0.1/oauth/callback"},
		"issuerUrl": "https://my-company.awsapps.com/start",
	})
	p.address = s.URL() + "/authorize?" + url.Values{
		"response_type": {"code"}, "client_id": {client["clientId"].(string)}, "redirect_uri": {listener.URL + "/oauth/callback"},
		"state": {"s1"}, "code_challenge_method": {"S256"}, "scopes": {"sso:account:access"},
		"code_challenge": {"FPUq8Yk8PMhOoFXvDk5iBbn3HLk0_bf1P4pkbDstk2c"},
	}.Encode()
	return p
}

// newDevice starts a device request and returns its complete address and code.
func newDevice(t *testing.T, s *sandbox.Server) (address, code string) {
	t.Helper()
	client := call(t, s.URL()+"/client/register", map[string]any{"clientName": "a-device", "clientType": "public"})
	d := call(t, s.URL()+"/device_authorization", map[string]any{
		"clientId": client["clientId"], "clientSecret": client["clientSecret"], "startUrl": "https://my-company.awsapps.com/start",
	})
	return d["verificationUriComplete"].(string), d["userCode"].(string)
}

func TestAProgramIsAllowedAndDenied(t *testing.T) {
	s := sandbox.Start(t)
	for _, deny := range []bool{false, true} {
		p := newProgram(t, s, http.StatusOK)
		out, err := visitor.Visitor{User: user, Deny: deny}.Visit(t.Context(), p.address)
		if err != nil {
			t.Fatal(err)
		}
		want := visitor.Outcome{User: user, Client: "a-program", Allowed: !deny, Landed: "You are signed in to my-sso."}
		if out != want {
			t.Errorf("got %+v", out)
		}
		if p.got.Get("state") != "s1" || p.got.Has("code") == deny || p.got.Has("error") != deny {
			t.Errorf("deny %v: the callback got %v", deny, p.got)
		}
	}
}

func TestABrowserOnAnotherMachineEndsAtTheCallbacksAddress(t *testing.T) {
	p := newProgram(t, sandbox.Start(t), http.StatusOK)
	out, err := visitor.Visitor{Apart: true}.Visit(t.Context(), p.address)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(out.Callback)
	if err != nil || u.Path != "/oauth/callback" || u.Query().Get("state") != "s1" || u.Query().Get("code") == "" || p.got != nil {
		t.Errorf("it ended at %s, and the callback got %v", out.Callback, p.got)
	}
}

func TestADeviceIsComparedAllowedAndDenied(t *testing.T) {
	s := sandbox.Start(t)
	for _, deny := range []bool{false, true} {
		address, code := newDevice(t, s)
		out, err := visitor.Visitor{Deny: deny}.Visit(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		landed := map[bool]string{false: "You are signed in", true: "You refused the request"}[deny]
		if want := (visitor.Outcome{User: user, Client: "a-device", UserCode: code, Allowed: !deny, Landed: landed}); out != want {
			t.Errorf("got %+v, want %+v", out, want)
		}
	}
}

func TestWhatGoesWrongIsSaid(t *testing.T) {
	s := sandbox.Start(t)
	broken := newProgram(t, s, http.StatusBadRequest)
	device, _ := newDevice(t, s)
	used, _ := newDevice(t, s)
	if _, err := (visitor.Visitor{}).Visit(t.Context(), used); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		v       visitor.Visitor
		address string
		want    string
	}{
		"nobody of that name":    {visitor.Visitor{User: "eve"}, device, "There is no user “eve”"},
		"not on this machine":    {visitor.Visitor{}, "https://my-company.awsapps.com/start", "is not on this machine"},
		"a name of the loopback": {visitor.Visitor{}, "http://127.0.0.1.example/", "is not on this machine"},
		"no address":             {visitor.Visitor{}, "http://%zz", "read the address to visit"},
		"an unknown client":      {visitor.Visitor{}, s.URL() + "/authorize?client_id=x", "the sandbox answered 400"},
		"a code used before":     {visitor.Visitor{}, used, "This code was used before"},
		"no such code":           {visitor.Visitor{}, s.URL() + "/start/device?user_code=AAAA-AAAA", "answered 404"},
		"the portal asks nobody": {visitor.Visitor{}, s.URL() + "/start/", "the sandbox answered 200 at /start/"},
		"a callback that fails":  {visitor.Visitor{}, broken.address, "callback at 127.0.0.1"},
		"nothing listens":        {visitor.Visitor{}, "http://127.0.0.1:1/authorize?code=secret", "open http://127.0.0.1:1/authorize"},
	} {
		_, err := tc.v.Visit(t.Context(), tc.address)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: got %v, want %q", name, err, tc.want)
		}
		if err != nil && strings.Contains(err.Error(), "code=") {
			t.Errorf("%s: the error shows the query: %v", name, err)
		}
	}
}

func TestAPageThatShowsAnotherCodeIsNotAllowed(t *testing.T) {
	var posted bool
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		posted = posted || r.Method == http.MethodPost
		fmt.Fprint(w, `<!doctype html><h1>Allow <b id=client>x</b>?</h1><b id="user-code">BBBB-BBBB</b>
			<form id="decide" method="post" action="/"><input type="hidden" name="a" value="b"></form>`)
	}))
	defer s.Close()
	_, err := visitor.Visitor{}.Visit(t.Context(), s.URL+"/?user_code=AAAA-AAAA")
	if err == nil || !strings.Contains(err.Error(), `"AAAA-AAAA" was to be allowed`) || posted {
		t.Errorf("error %v, posted %v", err, posted)
	}
}

func TestPagesThatNeverEndAreLeft(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<form id="signin" method="post" action="/"><input name="user" value="u"></form>`)
	}))
	defer s.Close()
	if _, err := (visitor.Visitor{}).Visit(t.Context(), s.URL); err == nil || !strings.Contains(err.Error(), "never end") {
		t.Errorf("got %v", err)
	}
}

func TestARedirectToElsewhereIsNotFollowed(t *testing.T) {
	s := httptest.NewServer(http.RedirectHandler("https://evil.example/", http.StatusFound))
	defer s.Close()
	if _, err := (visitor.Visitor{}).Visit(t.Context(), s.URL); err == nil || !strings.Contains(err.Error(), "evil.example is not on this machine") {
		t.Errorf("got %v", err)
	}
}

func TestAVisitEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}))
	defer s.Close()
	if _, err := (visitor.Visitor{}).Visit(ctx, s.URL); err == nil || !strings.Contains(err.Error(), "canceled") {
		t.Errorf("got %v", err)
	}
}
