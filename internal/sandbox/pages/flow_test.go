package pages_test

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/pages"
)

func TestConsentNamesTheClientAndDoesWhatIsPressed(t *testing.T) {
	for decision, want := range map[string]string{"allow": "code=c0de", "deny": "error=access_denied"} {
		f := newFake()
		origin, c := f.serve(t)
		signIn(t, c, origin)
		_, page := fetch(t, c, f.authorizeURL())
		for _, text := range []string{"fob-my-sso", "dev@example.com", "get short-term keys"} {
			if !strings.Contains(page, text) {
				t.Errorf("the consent page does not say %q", text)
			}
		}
		c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		_, query, _ := strings.Cut(f.authorizeURL(), "?")
		res, _ := post(t, c, origin+"/start/authorize", url.Values{
			"token": {tokenOn(t, page)}, "form": {formOn(t, page)}, "query": {query}, "decision": {decision},
		})
		if to := res.Header.Get("Location"); res.StatusCode != http.StatusFound ||
			!strings.HasPrefix(to, f.callback+"?") || !strings.Contains(to, want) || !strings.Contains(to, "state=687a1b8b") {
			t.Errorf("%s: %s to %s", decision, res.Status, to)
		}
	}
}

// A consent form is answered once, whatever the second answer is and however many
// others were answered in between.
func TestAConsentFormIsAnsweredOnce(t *testing.T) {
	f := newFake()
	origin, c := f.serve(t)
	signIn(t, c, origin)
	c.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), f.callback) {
			return http.ErrUseLastResponse
		}
		return nil
	}
	_, page := fetch(t, c, f.authorizeURL())
	_, unanswered := fetch(t, c, f.authorizeURL())
	_, query, _ := strings.Cut(f.authorizeURL(), "?")
	answer := func(page, form, decision string) int {
		res, _ := post(t, c, origin+"/start/authorize", url.Values{
			"token": {tokenOn(t, page)}, "form": {form}, "query": {query}, "decision": {decision},
		})
		return res.StatusCode
	}
	first := formOn(t, page)
	for _, step := range []struct {
		what, form, decision string
		want                 int
	}{
		{"no form", "", "allow", 403},
		{"a made-up form", "AAAAAAAAAAE" + strings.Repeat("A", 43), "allow", 403},
		{"a form with a line end", first[:4] + "\n" + first[4:], "allow", 403},
		{"no decision", first, "", 400},
		{"allow", first, "allow", 302},
		{"allow again", first, "allow", 409},
		{"deny after allow", first, "deny", 409},
	} {
		if got := answer(page, step.form, step.decision); got != step.want {
			t.Errorf("%s: %d, want %d", step.what, got, step.want)
		}
	}
	for range 1010 {
		_, next := fetch(t, c, f.authorizeURL())
		if got := answer(next, formOn(t, next), "deny"); got != 302 {
			t.Fatalf("a new form: %d", got)
		}
	}
	if got := answer(page, first, "allow"); got != 409 {
		t.Errorf("the first form after 1,010 others: %d", got)
	}
	if got := answer(unanswered, formOn(t, unanswered), "allow"); got != 409 {
		t.Errorf("an old form that was never answered: %d", got)
	}
	if n := len(slices.DeleteFunc(slices.Clone(f.did), func(s string) bool { return s != "allow" })); n != 1 {
		t.Errorf("allowed %d times", n)
	}
}

// Another browser cannot use a form, even if it knows it.
func TestAConsentFormBelongsToItsBrowser(t *testing.T) {
	f := newFake()
	origin, c := f.serve(t)
	signIn(t, c, origin)
	_, page := fetch(t, c, f.authorizeURL())
	jar, _ := cookiejar.New(nil)
	other := &http.Client{Jar: jar}
	token := signIn(t, other, origin)
	_, query, _ := strings.Cut(f.authorizeURL(), "?")
	if res, _ := post(t, other, origin+"/start/authorize", url.Values{
		"token": {token}, "form": {formOn(t, page)}, "query": {query}, "decision": {"allow"},
	}); res.StatusCode != http.StatusForbidden {
		t.Errorf("%s", res.Status)
	}
}

func TestBadAuthorizationsAreShownOrSentBack(t *testing.T) {
	f := newFake()
	origin, c := f.serve(t)
	c.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), f.callback) {
			return http.ErrUseLastResponse
		}
		return nil
	}
	res, page := fetch(t, c, origin+"/authorize?redirect_uri=https%3A%2F%2Fevil.example%2F")
	if res.StatusCode != http.StatusBadRequest || !strings.Contains(page, "Invalid callback URL") {
		t.Errorf("a foreign address: %s", res.Status)
	}
	res, _ = fetch(t, c, origin+"/authorize?redirect_uri="+url.QueryEscape(f.callback))
	if to := res.Header.Get("Location"); to != f.callback+"?error=invalid_request" {
		t.Errorf("a request without a challenge leads to %q", to)
	}
}

func TestDevicePagesTellHowTheCodeStands(t *testing.T) {
	for name, tc := range map[string]struct {
		code   string
		state  error
		status int
		want   string
	}{
		"waits":            {"PKZJ-PHML", nil, 200, `id="user-code"`},
		"expired":          {"PKZJ-PHML", pages.ErrExpired, 410, "This code has expired"},
		"decided":          {"PKZJ-PHML", pages.ErrDecided, 409, "This code was used before"},
		"unknown":          {"AAAA-BBBB", nil, 404, "No program waits with this code"},
		"markup is quoted": {"<b>x</b>", nil, 404, "&lt;b&gt;x&lt;/b&gt;"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake()
			origin, c := f.serve(t)
			signIn(t, c, origin)
			f.devices["PKZJ-PHML"] = tc.state
			res, page := fetch(t, c, origin+pages.DevicePath+"?user_code="+url.QueryEscape(tc.code))
			if res.StatusCode != tc.status || !strings.Contains(page, tc.want) {
				t.Errorf("%s, without %q:\n%s", res.Status, tc.want, page)
			}
		})
	}
}

func TestDeviceDecisions(t *testing.T) {
	for decision, want := range map[string]string{"allow": "You are signed in", "deny": "You refused the request", "": "Nothing was decided"} {
		f := newFake()
		origin, c := f.serve(t)
		token := signIn(t, c, origin)
		_, page := post(t, c, origin+pages.DevicePath, url.Values{
			"token": {token}, "user_code": {"PKZJ-PHML"}, "decision": {decision},
		})
		if !strings.Contains(page, want) {
			t.Errorf("%q: the page does not say %q", decision, want)
		}
		if done := slices.Contains(f.did, decision+" PKZJ-PHML"); done != (decision != "") {
			t.Errorf("%q did %q", decision, f.did)
		}
	}
}

func TestWrongCodesAreLimitedBySession(t *testing.T) {
	f := newFake()
	origin, c := f.serve(t)
	token := signIn(t, c, origin)
	for i := range 5 {
		if res, _ := fetch(t, c, fmt.Sprintf("%s%s?user_code=WRONG-%d", origin, pages.DevicePath, i)); res.StatusCode != http.StatusNotFound {
			t.Errorf("guess %d: %s", i, res.Status)
		}
	}
	right := url.Values{"token": {token}, "user_code": {"PKZJ-PHML"}, "decision": {"allow"}}
	if res, _ := post(t, c, origin+pages.DevicePath, right); res.StatusCode != http.StatusTooManyRequests {
		t.Errorf("the sixth guess: %s", res.Status)
	}
	post(t, c, origin+"/start/signout", url.Values{"token": {token}})
	right.Set("token", signIn(t, c, origin))
	if _, page := post(t, c, origin+pages.DevicePath, right); !strings.Contains(page, "You are signed in") {
		t.Error("a new session may not try either")
	}
}

func TestSignOutEndsTheSession(t *testing.T) {
	f := newFake()
	origin, c := f.serve(t)
	token := signIn(t, c, origin)
	if _, page := post(t, c, origin+"/start/signout", url.Values{"token": {token}}); !strings.Contains(page, "You are signed out") {
		t.Error("the page does not say so")
	}
	if len(f.sessions) != 0 {
		t.Error("the session lives on")
	}
	if _, page := fetch(t, c, origin+pages.Root); !strings.Contains(page, `id="signin"`) {
		t.Error("the portal still opens")
	}
}

func TestSignInAsNobodyIsToldAndDoesNothing(t *testing.T) {
	f := newFake()
	origin, c := f.serve(t)
	_, page := fetch(t, c, origin+pages.Root)
	res, page := post(t, c, origin+"/start/signin", url.Values{"token": {tokenOn(t, page)}, "user": {"<eve>"}})
	if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page, "There is no user “&lt;eve&gt;”") {
		t.Errorf("%s\n%s", res.Status, page)
	}
}

func TestRolePageHasTheProfileToPaste(t *testing.T) {
	f := newFake()
	origin, c := f.serve(t)
	signIn(t, c, origin)
	_, page := fetch(t, c, origin+"/start/role?account_id=111122223333&role_name=AdministratorAccess")
	for _, want := range []string{
		"[profile AdministratorAccess-111122223333]\nsso_session = my-sso\nsso_account_id = 111122223333\nsso_role_name = AdministratorAccess\nregion = us-east-1\n",
		"[sso-session my-sso]\nsso_start_url = https://my-company.awsapps.com/start\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks\n%s", want)
		}
	}
}

func TestKeysComeInTheWaysOfThreeShells(t *testing.T) {
	f := newFake()
	origin, c := f.serve(t)
	token := signIn(t, c, origin)
	_, page := post(t, c, origin+"/start/keys", url.Values{
		"token": {token}, "account_id": {"111122223333"}, "role_name": {"ReadOnly"},
	})
	for _, want := range []string{
		"export AWS_ACCESS_KEY_ID=&#34;ASIAEXAMPLEEXAMPLE2A&#34;\n", "$Env:AWS_SECRET_ACCESS_KEY=&#34;wJalr",
		"set AWS_SESSION_TOKEN=IQoJ", "set AWS_ENDPOINT_URL=" + origin, "(in 1 h)",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestRolesOfOthersAreRefused(t *testing.T) {
	f := newFake()
	origin, c := f.serve(t)
	token := signIn(t, c, origin)
	for _, role := range []url.Values{
		{"account_id": {"999999999999"}, "role_name": {"ReadOnly"}}, {"account_id": {"111122223333"}, "role_name": {"Root"}}, {},
	} {
		if res, _ := fetch(t, c, origin+"/start/role?"+role.Encode()); res.StatusCode != http.StatusForbidden {
			t.Errorf("page of %v: %s", role, res.Status)
		}
		role.Set("token", token)
		if res, _ := post(t, c, origin+"/start/keys", role); res.StatusCode != http.StatusForbidden {
			t.Errorf("keys of %v: %s", role, res.Status)
		}
	}
}

func TestPortalFindsAndPages(t *testing.T) {
	f := newFake()
	for i := range 60 {
		f.accounts = append(f.accounts, pages.Account{
			ID: ident.AccountID(fmt.Sprintf("%012d", 100000000000+i)), Name: fmt.Sprintf("team-%03d", i), Roles: []ident.RoleName{"Viewer"},
		})
	}
	origin, c := f.serve(t)
	signIn(t, c, origin)
	for name, tc := range map[string]struct{ query, want, not string }{
		"first page":        {"", "DeveloperAccount", "team-059"},
		"last page":         {"?page=3", "team-059", "DeveloperAccount"},
		"past the end":      {"?page=99", "team-059", "DeveloperAccount"},
		"no number":         {"?page=x", "DeveloperAccount", "team-059"},
		"by name":           {"?search=TEAM-041", "team-041", "team-040"},
		"by id":             {"?search=4444", "ProductionAccount", "team-001"},
		"by role and name":  {"?search=viewer+team-007", "team-007", "ProductionAccount"},
		"nothing":           {"?search=zzz", "Nothing matches", "team-0"},
		"the search stays":  {"?search=team", "search=team", "DeveloperAccount"},
		"markup is escaped": {"?search=%3Cb%3E", "&lt;b&gt;", "<b>"},
	} {
		if _, page := fetch(t, c, origin+pages.Root+tc.query); !strings.Contains(page, tc.want) || strings.Contains(page, tc.not) {
			t.Errorf("%s: want %q and not %q in\n%s", name, tc.want, tc.not, page)
		}
	}
}
