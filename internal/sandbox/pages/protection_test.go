package pages_test

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/sandbox/pages"
)

// fetch gets a page and returns its status, headers and text.
func fetch(t *testing.T, c *http.Client, address string) (*http.Response, string) {
	t.Helper()
	return read(t)(c.Get(address))
}

// post sends a form as a browser does from a page of the same origin.
func post(t *testing.T, c *http.Client, address string, form url.Values) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return read(t)(c.Do(r))
}

func read(t *testing.T) func(*http.Response, error) (*http.Response, string) {
	return func(res *http.Response, err error) (*http.Response, string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		data, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res, string(data)
	}
}

// tokenOn finds the form token of a page.
func tokenOn(t *testing.T, page string) string {
	t.Helper()
	m := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("the page has no form token:\n%s", page)
	}
	return m[1]
}

// formOn finds the field of a consent page that lets it be answered once.
func formOn(t *testing.T, page string) string {
	t.Helper()
	m := regexp.MustCompile(`name="form" value="([^"]+)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("the page is no consent form:\n%s", page)
	}
	return m[1]
}

// signIn signs a browser in and returns the token of its forms.
func signIn(t *testing.T, c *http.Client, origin string) string {
	t.Helper()
	_, page := fetch(t, c, origin+pages.Root)
	res, page := post(t, c, origin+"/start/signin", url.Values{
		"token": {tokenOn(t, page)}, "user": {"dev@example.com"}, "next": {pages.Root},
	})
	if res.StatusCode != http.StatusOK || !strings.Contains(page, "Your accounts") {
		t.Fatalf("sign-in ended with %s:\n%s", res.Status, page)
	}
	return tokenOn(t, page)
}

func TestEveryPageHasItsProtection(t *testing.T) {
	f := newFake()
	origin, c := f.serve(t)
	addresses := []string{
		f.authorizeURL(), origin + pages.Root, origin + pages.DevicePath, origin + "/start/nowhere",
		origin + "/start/static/style.css", origin + "/start/signin", origin + "/authorize?redirect_uri=https://evil.example",
	}
	for _, address := range addresses {
		res, _ := fetch(t, c, address)
		h := res.Header
		for name, want := range map[string]string{
			"X-Frame-Options": "DENY", "Cache-Control": "no-store",
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", address, name, h.Get(name), want)
			}
		}
		csp := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: the policy %q lacks %s", address, csp, want)
			}
		}
		if strings.Contains(csp, "unsafe") || strings.Contains(csp, "script") {
			t.Errorf("%s: the policy %q lets too much in", address, csp)
		}
	}
}

func TestPagesLoadNothingFromElsewhereAndRunNoScript(t *testing.T) {
	f := newFake()
	origin, c := f.serve(t)
	signIn(t, c, origin)
	for _, address := range []string{
		f.authorizeURL(), origin + pages.Root, origin + pages.DevicePath + "?user_code=PKZJ-PHML",
		origin + "/start/role?account_id=111122223333&role_name=ReadOnly",
	} {
		_, page := fetch(t, c, address)
		for _, m := range regexp.MustCompile(`(?:src|href|action)="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if !strings.HasPrefix(m[1], "/start/") && m[1] != "#main" {
				t.Errorf("%s refers to %s", address, m[1])
			}
		}
		if strings.Contains(page, "<script") || strings.Contains(page, "style=") || regexp.MustCompile(`\son[a-z]+=`).MatchString(page) {
			t.Errorf("%s has script or inline style", address)
		}
		if !strings.Contains(page, `<html lang="en">`) || !strings.Contains(page, "It is not AWS") {
			t.Errorf("%s does not say its language or what it is", address)
		}
	}
}

func TestOnlyTheConsentPagesFormMayEndAtTheClient(t *testing.T) {
	f := newFake()
	for callback, want := range map[string]string{
		"http://127.0.0.1:40335/oauth/callback": "form-action 'self' http://127.0.0.1:40335;",
		"http://[::1]:40335/oauth/callback":     "form-action 'self' http:;", // the grammar knows no IPv6 literal
	} {
		f.callback = callback
		origin, c := f.serve(t)
		for _, when := range []string{"before", "after"} {
			res, _ := fetch(t, c, f.authorizeURL())
			if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, want) {
				t.Errorf("%s sign-in: the policy is %q, want %s", when, csp, want)
			}
			if when == "before" {
				signIn(t, c, origin)
			}
		}
	}
}

func TestCookiesAreBoundAndHidden(t *testing.T) {
	f := newFake()
	origin, c := f.serve(t)
	_, page := fetch(t, c, origin+pages.Root)
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res, _ := post(t, c, origin+"/start/signin", url.Values{"token": {tokenOn(t, page)}, "user": {"dev@example.com"}})
	if res.StatusCode != http.StatusSeeOther {
		t.Fatalf("sign-in answered %s", res.Status)
	}
	var session *http.Cookie
	for _, k := range res.Cookies() {
		if strings.HasPrefix(k.Name, "fob-session-") {
			session = k
		}
	}
	if session == nil || !session.HttpOnly || session.SameSite != http.SameSiteLaxMode || session.Path != "/start" {
		t.Errorf("the session's cookie is %v", session)
	}
}

func TestFormsOfOthersDoNothing(t *testing.T) {
	f := newFake()
	origin, c := f.serve(t)
	before := func() string { _, page := fetch(t, c, origin+pages.Root); return tokenOn(t, page) }()
	good := signIn(t, c, origin)
	f.did = nil
	forms := map[string]url.Values{
		"/start/signin":    {"user": {"dev@example.com"}},
		"/start/signout":   {},
		"/start/device":    {"user_code": {"PKZJ-PHML"}, "decision": {"allow"}},
		"/start/authorize": {"query": {"redirect_uri=" + url.QueryEscape(f.callback) + "&code_challenge_method=S256"}, "decision": {"allow"}},
		"/start/keys":      {"account_id": {"111122223333"}, "role_name": {"ReadOnly"}},
	}
	for path, form := range forms {
		for name, token := range map[string]string{"no token": "", "a made-up token": "x", "the token from before the sign-in": before} {
			form.Set("token", token)
			if res, _ := post(t, c, origin+path, form); res.StatusCode != http.StatusForbidden {
				t.Errorf("%s with %s: %s", path, name, res.Status)
			}
		}
		// A page of another site: the browser says so, whatever the token.
		form.Set("token", good)
		r, _ := http.NewRequest(http.MethodPost, origin+path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		r.Header.Set("Origin", "https://evil.example")
		if res, _ := read(t)(c.Do(r)); res.StatusCode != http.StatusForbidden {
			t.Errorf("%s from another site: %s", path, res.Status)
		}
	}
	if len(f.did) > 0 {
		t.Errorf("the forms did %q", f.did)
	}
}

func TestOtherNamesOfThisMachineAreRefused(t *testing.T) {
	f := newFake()
	origin, c := f.serve(t)
	for host, want := range map[string]int{"evil.example": http.StatusMisdirectedRequest, "localhost": 200, "127.0.0.1:1": 200, "[::1]:9": 200, "": 200} {
		r, _ := http.NewRequest(http.MethodGet, origin+pages.Root, nil)
		r.Host = host
		if res, _ := read(t)(c.Do(r)); res.StatusCode != want {
			t.Errorf("Host %q: %s", host, res.Status)
		}
	}
}

func TestSigningInLeadsToOurOwnPagesOnly(t *testing.T) {
	for next, want := range map[string]string{
		"/start/device?user_code=A":  "/start/device?user_code=A",
		"https://evil.example/":      "/start/",
		"//evil.example/start/":      "/start/",
		"/authorize":                 "/start/",
		"/start/../control/":         "/start/",
		"javascript:alert(1)":        "/start/",
		"":                           "/start/",
		"/start/\r\nSet-Cookie: a=b": "/start/",
	} {
		f := newFake()
		origin, c := f.serve(t)
		_, page := fetch(t, c, origin+pages.Root)
		c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		res, _ := post(t, c, origin+"/start/signin", url.Values{
			"token": {tokenOn(t, page)}, "user": {"dev@example.com"}, "next": {next},
		})
		if got := res.Header.Get("Location"); got != want {
			t.Errorf("next %q leads to %q, want %q", next, got, want)
		}
	}
}
