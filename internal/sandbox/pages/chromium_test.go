package pages_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/fobcli/fob/internal/sandbox"
)

// The guide's start URL, and a PKCE pair from RFC 7636, appendix B.
const (
	guideStartURL = "https://my-company.awsapps.com/start"
	verifier      = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	challenge     = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
)

// TestChromium drives a real browser over a real sandbox, as a person would.
func TestChromium(t *testing.T) {
	tab := chromium(t)
	for name, walk := range map[string]func(*walker){
		"PKCE is allowed":                  (*walker).allowPKCE,
		"PKCE is denied":                   (*walker).denyPKCE,
		"a device is allowed by keyboard":  (*walker).allowDevice,
		"a device is denied":               (*walker).denyDevice,
		"the portal hands out a profile":   (*walker).portal,
		"signing out ends the session":     (*walker).signOut,
		"pages fit a phone":                (*walker).phone,
		"another site cannot frame a page": (*walker).frame,
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(tab, patience)
			t.Cleanup(cancel)
			ctx, closeTab := chromedp.NewContext(ctx)
			t.Cleanup(closeTab)
			w := &walker{t: t, tab: ctx, s: sandbox.Start(t)}
			w.do(chromedp.Navigate("about:blank")) // cookies of other sandboxes do not matter: their names bear the port
			walk(w)
		})
	}
}

// walker is a person in front of a browser, and a program that wants in.
type walker struct {
	t        *testing.T
	tab      context.Context
	s        *sandbox.Server
	client   map[string]any
	callback string
	got      url.Values // what the program's callback was sent
}

func (w *walker) do(steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	if err := chromedp.Do(w.tab, steps...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *walker) open(address string) { w.t.Helper(); w.do(chromedp.Navigate(address)) }

// press clicks, and waits for the page that answers.
func (w *walker) press(selector string) {
	w.t.Helper()
	if _, err := chromedp.RunResponse(w.tab, chromedp.Click(selector)); err != nil {
		w.t.Fatalf("press %s: %v", selector, err)
	}
}

// focused waits until an element has the focus. A page gives it only once it is
// drawn, which a busy machine does after the page is loaded: a key pressed
// before that goes nowhere.
func (w *walker) focused(selector string) {
	w.t.Helper()
	has := fmt.Sprintf("document.activeElement.matches(%q)", selector)
	for {
		// By Evaluate, not by Poll: that runs in the page, whose policy forbids it.
		yes, err := chromedp.Run(w.tab, chromedp.Evaluate[bool](has))
		if err != nil {
			w.t.Fatalf("wait for the focus on %s: %v", selector, err)
		}
		if yes {
			return
		}
	}
}

// key presses a key where the focus is on an element, and waits for the page
// that answers.
func (w *walker) key(selector, keys string) {
	w.t.Helper()
	w.focused(selector)
	if _, err := chromedp.RunResponse(w.tab, chromedp.KeyEvent(keys)); err != nil {
		w.t.Fatalf("key %q: %v", keys, err)
	}
}

// reads checks what an element says.
func (w *walker) reads(selector, want string) {
	w.t.Helper()
	got, err := chromedp.Run(w.tab, chromedp.TextContent(selector))
	if err != nil {
		w.t.Fatalf("read %s: %v", selector, err)
	}
	if got = strings.Join(strings.Fields(got), " "); !strings.Contains(got, want) {
		w.t.Errorf("%s says %q, not %q", selector, got, want)
	}
}

// call posts JSON to the sandbox.
func (w *walker) call(path string, body map[string]any) map[string]any {
	w.t.Helper()
	data, _ := json.Marshal(body)
	res, err := http.Post(w.s.URL()+path, "application/json", strings.NewReader(string(data)))
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	out := map[string]any{}
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
		w.t.Fatal(err)
	}
	return out
}

// authorizeURL registers a program that listens on the loopback interface, and
// returns where it sends the browser.
func (w *walker) authorizeURL() string {
	w.t.Helper()
	l := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/oauth/callback" {
			http.NotFound(rw, r)
			return
		}
		w.got = r.URL.Query()
		_, _ = io.WriteString(rw, "<h1>Back at the program</h1>")
	}))
	w.t.Cleanup(l.Close)
	w.callback = l.URL + "/oauth/callback"
	w.client = w.call("/client/register", map[string]any{
		"clientName": "a-program", "clientType": "public", "scopes": []string{"sso:account:access"},
		"grantTypes": []string{"authorization_code", "refresh_token"}, "redirectUris": []string{"http://127.0.0.1/oauth/callback"},
		"issuerUrl": guideStartURL,
	})
	return w.s.URL() + "/authorize?" + url.Values{
		"response_type": {"code"}, "client_id": {w.client["clientId"].(string)}, "redirect_uri": {w.callback}, "state": {"s1"},
		"code_challenge_method": {"S256"}, "code_challenge": {challenge}, "scopes": {"sso:account:access"},
	}.Encode()
}

// token redeems what the browser brought back.
func (w *walker) token() map[string]any {
	w.t.Helper()
	return w.call("/token", map[string]any{
		"clientId": w.client["clientId"], "clientSecret": w.client["clientSecret"], "grantType": "authorization_code",
		"code": w.got.Get("code"), "redirectUri": w.callback, "codeVerifier": verifier,
	})
}

func (w *walker) allowPKCE() {
	w.open(w.authorizeURL())
	w.reads("main", "a-program wants to sign in")
	w.press("#signin button.primary")
	w.reads("h1", "Allow a-program?")
	w.reads("main", "you@example.com")
	w.press("#decide button[value=allow]")
	w.reads("h1", "Back at the program")
	if w.got.Get("state") != "s1" {
		w.t.Errorf("the callback got %v", w.got)
	}
	if out := w.token(); out["accessToken"] == nil || out["refreshToken"] == nil {
		w.t.Errorf("the code gave %v", out["error"])
	}
}

func (w *walker) denyPKCE() {
	w.open(w.authorizeURL())
	w.press("#signin button.primary")
	w.press("#decide button[value=deny]")
	w.reads("h1", "Back at the program")
	if w.got.Get("error") != "access_denied" || w.got.Get("state") != "s1" || w.got.Has("code") {
		w.t.Errorf("the callback got %v", w.got)
	}
}

// device starts a device request and returns how to ask for its token.
func (w *walker) device() (start, poll map[string]any) {
	w.client = w.call("/client/register", map[string]any{"clientName": "a-device", "clientType": "public"})
	id := map[string]any{"clientId": w.client["clientId"], "clientSecret": w.client["clientSecret"]}
	start = w.call("/device_authorization", map[string]any{
		"clientId": id["clientId"], "clientSecret": id["clientSecret"], "startUrl": guideStartURL,
	})
	id["grantType"], id["deviceCode"] = "urn:ietf:params:oauth:grant-type:device_code", start["deviceCode"]
	return start, id
}

// allowDevice uses no mouse: a code typed in small letters, Tab and Enter.
func (w *walker) allowDevice() {
	start, poll := w.device()
	code := start["userCode"].(string)
	w.open(start["verificationUri"].(string))
	w.key("#signin button.primary", kb.Enter) // there is one user, and one button
	w.reads("h1", "Enter the code")
	w.focused("#user-code-field")
	w.do(chromedp.KeyEvent(strings.ToLower(strings.ReplaceAll(code, "-", ""))))
	w.key("#user-code-field", kb.Enter)
	w.reads("h1", "Allow a-device?")
	w.reads("#user-code", code)
	for _, next := range []string{"a.skip", "a.brand", "#signout button", "#decide button.primary"} {
		w.do(chromedp.KeyEvent(kb.Tab))
		w.focused(next)
	}
	w.key("#decide button.primary", kb.Enter)
	w.reads("h1", "You are signed in")
	if out := w.call("/token", poll); out["accessToken"] == nil {
		w.t.Errorf("the device got %v", out["error"])
	}
}

func (w *walker) denyDevice() {
	start, poll := w.device()
	w.open(start["verificationUriComplete"].(string))
	w.press("#signin button.primary")
	w.reads("#user-code", start["userCode"].(string))
	w.press("#decide button[value=deny]")
	w.reads("h1", "You refused the request")
	if out := w.call("/token", poll); out["error"] != "access_denied" {
		w.t.Errorf("the device got %v", out)
	}
	w.open(start["verificationUriComplete"].(string))
	w.reads("h1", "This code was used before")
}

func (w *walker) portal() {
	w.open(w.s.URL())
	w.press("#signin button.primary")
	w.reads("main", "2 accounts are open to you")
	w.reads("main", "DeveloperAccount")
	w.press(`a[href*="444455556666"][href*="ReadOnly"]`)
	w.reads("#profile", "[profile ReadOnly-444455556666] sso_session = my-sso sso_account_id = 444455556666")
	w.reads("#session", "sso_start_url = "+guideStartURL)
	w.press("#keys button")
	lines, err := chromedp.Run(w.tab, chromedp.TextContent("pre.keys"))
	if err != nil {
		w.t.Fatal(err)
	}
	// The keys are good: AWS's own SDK signs with them.
	vars := map[string]string{}
	for _, m := range regexp.MustCompile(`export (\w+)="([^"]+)"`).FindAllStringSubmatch(lines, -1) {
		vars[m[1]] = m[2]
	}
	who, err := sts.New(sts.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(vars["AWS_ENDPOINT_URL"]),
		Credentials: credentials.NewStaticCredentialsProvider(vars["AWS_ACCESS_KEY_ID"], vars["AWS_SECRET_ACCESS_KEY"], vars["AWS_SESSION_TOKEN"]),
	}).GetCallerIdentity(w.t.Context(), nil)
	if err != nil || *who.Account != "444455556666" || !strings.Contains(*who.Arn, "_ReadOnly_") {
		w.t.Errorf("the keys are those of %+v, %v", who, err)
	}
}

func (w *walker) signOut() {
	w.open(w.authorizeURL())
	w.press("#signin button.primary")
	w.press("#decide button[value=allow]")
	refresh := w.token()["refreshToken"]
	w.open(w.s.URL())
	w.press("#signout button")
	w.reads("h1", "You are signed out")
	w.open(w.s.URL())
	w.reads("h1", "Sign in")
	out := w.call("/token", map[string]any{
		"clientId": w.client["clientId"], "clientSecret": w.client["clientSecret"],
		"grantType": "refresh_token", "refreshToken": refresh,
	})
	if out["error"] != "invalid_grant" {
		w.t.Errorf("after the sign-out the program still got %v", out)
	}
}

// phone holds every page to a narrow screen: nothing is wider than it.
func (w *walker) phone() {
	start, _ := w.device()
	w.do(chromedp.EmulateViewport(320, 640))
	fits := func(page string) {
		w.t.Helper()
		width, err := chromedp.Run(w.tab, chromedp.Evaluate[int]("document.documentElement.scrollWidth"))
		if err != nil || width > 320 {
			w.t.Errorf("%s is %d wide, %v", page, width, err)
		}
	}
	w.open(start["verificationUriComplete"].(string))
	fits("sign-in")
	w.press("#signin button.primary")
	fits("consent by code")
	w.open(w.authorizeURL())
	fits("consent")
	w.open(w.s.URL() + "/start/role?account_id=111122223333&role_name=AdministratorAccess")
	fits("role")
	w.press("#keys button")
	fits("keys")
	w.open(w.s.URL())
	fits("portal")
}

func (w *walker) frame() {
	evil := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(rw, `<h1>prize</h1><iframe src="`+w.s.URL()+`/start/"></iframe>`)
	}))
	w.t.Cleanup(evil.Close)
	w.open(evil.URL)
	inside, err := chromedp.Call(w.tab, dom.GetDocument, dom.GetDocumentParams{Depth: aws.Int64(-1), Pierce: aws.Bool(true)})
	if err != nil {
		w.t.Fatal(err)
	}
	data, _ := json.Marshal(inside)
	if !strings.Contains(string(data), "prize") || strings.Contains(string(data), "fob sandbox") {
		w.t.Error("the page was shown in the frame of another site")
	}
}
