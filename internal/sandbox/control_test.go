package sandbox

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// control calls the control API and returns the status and the decoded body.
func control(t *testing.T, s *Server, method, path, body, secret string) (int, map[string]any) {
	t.Helper()
	req := must(http.NewRequestWithContext(t.Context(), method, s.ControlURL()+path, strings.NewReader(body)))(t)
	if secret != "" {
		req.Header.Set("Authorization", "Bearer "+secret)
	}
	res := must(http.DefaultTransport.RoundTrip(req))(t)
	defer res.Body.Close()
	var out map[string]any
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, out
}

func TestTheControlAPIMovesTheClockAndTellsTheTotal(t *testing.T) {
	c := sdk(Start(t))
	_, token := c.signIn(t, you)
	if status, out := control(t, c.Server, "POST", "clock", `{"advance":"30m"}`, c.ControlSecret()); status != 200 || out["advanced"] != "30m0s" {
		t.Errorf("%d %v", status, out)
	}
	status, out := control(t, c.Server, "POST", "clock", `{"advance":"90m"}`, c.ControlSecret())
	if status != 200 || out["advanced"] != "2h0m0s" || out["advancedSeconds"] != 7200.0 {
		t.Errorf("%d %v", status, out)
	}
	if _, out := control(t, c.Server, "GET", "clock", "", c.ControlSecret()); out["advanced"] != "2h0m0s" {
		t.Errorf("%v", out)
	}
	wantKind(t, "the token", c.accounts(t.Context(), *token.AccessToken), "UnauthorizedException")
}

func TestTheControlAPIEndsSessionsAndTellsCalls(t *testing.T) {
	c := sdk(Start(t))
	_, token := c.signIn(t, you)
	_ = c.accounts(t.Context(), *token.AccessToken)
	_ = c.accounts(t.Context(), *token.AccessToken)
	_, out := control(t, c.Server, "GET", "calls", "", c.ControlSecret())
	want := map[string]any{"calls": map[string]any{
		"RegisterClient": map[string]any{"total": 1.0, "peak": 1.0},
		"CreateToken":    map[string]any{"total": 1.0, "peak": 1.0}, "CreateToken/authorization_code": map[string]any{"total": 1.0, "peak": 1.0},
		"ListAccounts": map[string]any{"total": 2.0, "peak": 1.0},
	}}
	if d := cmp.Diff(want, out); d != "" {
		t.Error(d)
	}
	if _, out := control(t, c.Server, "DELETE", "calls", "", c.ControlSecret()); len(out["calls"].(map[string]any)) != 0 {
		t.Errorf("after the reset: %v", out)
	}
	_, out = control(t, c.Server, "GET", "sessions", "", c.ControlSecret())
	if list := out["sessions"].([]any); len(list) != 1 || list[0].(map[string]any)["user"] != you || list[0].(map[string]any)["programs"] != 1.0 {
		t.Errorf("sessions %v", out)
	}
	if _, out := control(t, c.Server, "DELETE", "sessions?user="+you, "", c.ControlSecret()); out["ended"] != 1.0 {
		t.Errorf("%v", out)
	}
	wantKind(t, "the token", c.accounts(t.Context(), *token.AccessToken), "UnauthorizedException")
	_, out = control(t, c.Server, "GET", "operations", "", c.ControlSecret())
	if len(out["operations"].([]any)) != len(Operations()) {
		t.Errorf("operations %v", out)
	}
}

func TestTheControlAPIRefusesStrangersAndNonsense(t *testing.T) {
	s := Start(t)
	for name, tc := range map[string]struct {
		method, path, body, secret string
		want                       int
	}{
		"no secret":          {"POST", "clock", `{"advance":"1h"}`, "", 401},
		"wrong secret":       {"POST", "clock", `{"advance":"1h"}`, s.ControlSecret() + "x", 401},
		"index":              {"GET", "", "", s.ControlSecret(), 200},
		"unknown control":    {"GET", "nothing", "", s.ControlSecret(), 404},
		"stranger's control": {"GET", "nothing", "", "", 401},
		"wrong method":       {"PUT", "clock", "", s.ControlSecret(), 404},
		"back in time":       {"POST", "clock", `{"advance":"-1h"}`, s.ControlSecret(), 400},
		"too far":            {"POST", "clock", `{"advance":"2000000h"}`, s.ControlSecret(), 400},
		"no duration":        {"POST", "clock", `{"advance":"soon"}`, s.ControlSecret(), 400},
		"other key":          {"POST", "clock", `{"hours":1}`, s.ControlSecret(), 400},
		"no body":            {"POST", "clock", ``, s.ControlSecret(), 400},
		"unknown user":       {"DELETE", "sessions?user=eve", "", s.ControlSecret(), 404},
	} {
		t.Run(name, func(t *testing.T) {
			if status, out := control(t, s, tc.method, tc.path, tc.body, tc.secret); status != tc.want || status != 200 && out["error"] == "" {
				t.Errorf("%d %v", status, out)
			}
		})
	}
	if s.Advance(0) != 0 || s.Advance(-time.Hour) != 0 {
		t.Error("the clock was moved")
	}
}

func TestTheControlAPISetsAndClearsFaults(t *testing.T) {
	c := sdk(Start(t))
	call := func(method, path, body string) (int, map[string]any) {
		t.Helper()
		return control(t, c.Server, method, path, body, c.ControlSecret())
	}
	if status, out := call("POST", "faults", `{"fault":"status","status":429,"retryAfter":"2s","operation":"ListAccounts","count":1}`); status != 200 || out["id"] != 1.0 {
		t.Errorf("%d %v", status, out)
	}
	call("POST", "faults", `{"fault":"latency","delay":"1ms"}`)
	_, out := call("GET", "faults", "")
	want := map[string]any{"faults": []any{
		map[string]any{"id": 1.0, "matched": 0.0, "given": 0.0, "fault": map[string]any{
			"fault": "status", "status": 429.0, "retryAfter": "2s", "operation": "ListAccounts", "count": 1.0,
		}},
		map[string]any{"id": 2.0, "matched": 0.0, "given": 0.0, "fault": map[string]any{"fault": "latency", "delay": "1ms"}},
	}}
	if d := cmp.Diff(want, out); d != "" {
		t.Error(d)
	}
	wantKind(t, "the call", c.accounts(t.Context(), "none"), "TooManyRequestsException")
	if _, out := call("DELETE", "faults?id=2", ""); out["cleared"] != 1.0 || len(c.Faults()) != 0 {
		t.Errorf("%v, left %v", out, c.Faults())
	}
	for _, bad := range []string{`{"fault":"rain"}`, `{"fault":"reset","when":1}`, `{"fault":"latency","delay":"soon"}`, `[]`, ``} {
		if status, out := call("POST", "faults", bad); status != 400 || out["error"] == nil {
			t.Errorf("%s: %d %v", bad, status, out)
		}
	}
	for _, id := range []string{"2", "0", "-1", "x"} {
		if status, _ := call("DELETE", "faults?id="+id, ""); status != 404 {
			t.Errorf("clear %s: %d", id, status)
		}
	}
	if _, out := call("GET", "rotation", ""); out["rotation"] != "grace" {
		t.Errorf("%v", out)
	}
	if _, out := call("POST", "rotation", `{"rotation":"strict"}`); out["rotation"] != "strict" || c.Rotation() != RotationStrict {
		t.Errorf("%v", out)
	}
	for _, bad := range []string{`{"rotation":"daily"}`, `{}`, `strict`} {
		if status, _ := call("POST", "rotation", bad); status != 400 {
			t.Errorf("%s: %d", bad, status)
		}
	}
}

func TestTheControlAPITellsOfRoles(t *testing.T) {
	c := sdk(Start(t, WithOrg(withTrust)))
	call := func(method, path, body string) (int, map[string]any) {
		t.Helper()
		return control(t, c.Server, method, path, body, c.ControlSecret())
	}
	for range 2 {
		_, out := call("GET", "mfa-code", "")
		_, _, err := c.assume(t, robot, "WithMFA", device(robotsDevice, out["code"].(string)))
		wantKind(t, "its code", err, "")
	}
	if status, out := call("GET", "mfa-code?serial="+robotsDevice, ""); status != 409 {
		t.Errorf("with both codes used: %d %v", status, out)
	}
	if status, out := call("GET", "mfa-code?serial=x", ""); status != 404 {
		t.Errorf("of no device: %d %v", status, out)
	}
	if _, out := call("GET", "assumed-roles", ""); len(out["assumedRoles"].([]any)) != 2 {
		t.Errorf("%v", out)
	}
	if status, out := call("POST", "web-identity-token", `{"subject":"cluster","audience":"corp","lifetime":"10m"}`); status != 200 || strings.Count(out["token"].(string), ".") != 2 {
		t.Errorf("%d %v", status, out)
	}
	for _, bad := range []string{`{}`, `{"subject":"x","lifetime":"-1h"}`, `{"subject":"x","for":"y"}`} {
		if status, _ := call("POST", "web-identity-token", bad); status != 400 {
			t.Errorf("%s: %d", bad, status)
		}
	}
}
