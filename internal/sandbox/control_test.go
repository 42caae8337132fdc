package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sts"
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

func TestOnlyLoopbackAddressesAreTaken(t *testing.T) {
	for _, addr := range []string{":0", "0.0.0.0:0", "[::]:0", "192.168.1.1:0", "example.com:80", "10.0.0.1:8080"} {
		if s, err := New(Config{Addr: addr}); !errors.Is(err, ErrNotLoopback) {
			t.Errorf("%s: %v", addr, err)
			if s != nil {
				_ = s.Close()
			}
		}
	}
	if _, err := New(Config{Addr: "127.0.0.1"}); err == nil {
		t.Error("an address without a port was taken")
	}
	for _, addr := range []string{"127.0.0.1:0", "localhost:0", ""} {
		s, err := New(Config{Addr: addr})
		if err != nil || !strings.HasPrefix(s.URL(), "http://127.0.0.1:") {
			t.Fatalf("%q: %v", addr, err)
		}
		if err := errors.Join(s.Close(), s.Close()); err != nil {
			t.Error(err)
		}
	}
}

func TestOtherNamesForTheAddressAreRefused(t *testing.T) {
	s := Start(t)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.URL(), "http://"))
	for host, want := range map[string]int{
		"127.0.0.1:" + port: 303, "localhost:" + port: 303, "evil.example:" + port: 421, "127.0.0.1": 421, "127.0.0.1:1": 421,
	} {
		req := must(http.NewRequestWithContext(t.Context(), "GET", s.URL()+"/", nil))(t)
		req.Host = host
		res := must(http.DefaultTransport.RoundTrip(req))(t)
		_ = res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: %d, want %d", host, res.StatusCode, want)
		}
	}
}

func TestOneOriginSendsEachRequestToItsService(t *testing.T) {
	c := sdk(Start(t))
	for name, tc := range map[string]struct {
		method, path string
		header       map[string]string
		status       int
		part         string
	}{
		"browser":         {"GET", "/", nil, 303, ""},
		"STS form":        {"POST", "/", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, 403, "<Code>MissingAuthenticationToken</Code>"},
		"STS query":       {"GET", "/?Action=GetCallerIdentity&Version=2011-06-15", nil, 403, "<Code>MissingAuthenticationToken</Code>"},
		"S3 without keys": {"GET", "/?x-id=ListBuckets", nil, 403, "<Code>AccessDenied</Code>"},
		"S3 badly signed": {"GET", "/", map[string]string{"Authorization": "AWS4-HMAC-SHA256 x"}, 400, "<Code>AuthorizationHeaderMalformed</Code>"},
		"administrators":  {"POST", "/", map[string]string{"X-Amz-Target": "SWBExternalService.ListInstances"}, 400, "UnknownOperationException"},
		"nothing":         {"GET", "/nothing", nil, 404, "nothing at this address"},
		"OIDC form":       {"POST", "/token", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, 400, `"error":"invalid_request"`},
		"token with IAM":  {"POST", "/token?aws_iam=t", map[string]string{"Content-Type": "application/json"}, 400, `"error":"unsupported_grant_type"`},
		"OIDC GET":        {"GET", "/client/register", nil, 400, `"error":"invalid_request"`},
	} {
		t.Run(name, func(t *testing.T) {
			req := must(http.NewRequestWithContext(t.Context(), tc.method, c.URL()+tc.path, nil))(t)
			for k, v := range tc.header {
				req.Header.Set(k, v)
			}
			res := must(http.DefaultTransport.RoundTrip(req))(t)
			defer res.Body.Close()
			body := string(must(io.ReadAll(res.Body))(t))
			if res.StatusCode != tc.status || !strings.Contains(body, tc.part) || res.Header.Get("x-amzn-RequestId") == "" {
				t.Errorf("%d %s", res.StatusCode, body)
			}
			if strings.Contains(body, `"error"`) && (!strings.HasSuffix(res.Header.Get("x-amzn-ErrorType"), "Exception:http://internal.amazon.com/coral/com.amazonaws.sso.oidc/") || strings.Contains(body, "message")) {
				t.Errorf("error header %q, body %s", res.Header.Get("x-amzn-ErrorType"), body)
			}
		})
	}
}

func TestTheKeyFileIsPrivateAndStrict(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "new", "key")
	var keys [8]string
	var wg sync.WaitGroup
	for i := range keys { // sandboxes that begin at once
		wg.Go(func() {
			key, err := loadKey(path)
			if err != nil {
				t.Error(err)
			}
			keys[i] = string(key)
		})
	}
	wg.Wait()
	for _, k := range keys {
		if k != keys[0] || len(k) != keySize {
			t.Fatal("sandboxes have different keys")
		}
	}
	entries := must(os.ReadDir(filepath.Dir(path)))(t)
	if info := must(os.Stat(path))(t); len(entries) != 1 || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%d files, mode %v", len(entries), info.Mode())
	}
	bad := filepath.Join(dir, "bad")
	if err := os.WriteFile(bad, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Config{KeyFile: bad}); err == nil || !strings.Contains(err.Error(), "does not hold 32 bytes") {
		t.Errorf("got %v", err)
	}
	if runtime.GOOS == "windows" {
		return
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := loadKey(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("got %v", err)
	}
}

// buffer is a log that many goroutines write and one reads.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func TestTheLogHasALineForEachCallAndNoSecret(t *testing.T) {
	var log buffer
	s := must(New(Config{Log: &log, RecordSecrets: true}))(t)
	c := sdk(s)
	reg, token := c.signIn(t, you)
	_, err := c.renew(t.Context(), reg, "aorAAAAunknown")
	wantKind(t, "unknown refresh token", err, "InvalidGrantException")
	k, _, err := c.roleKeys(t.Context(), *token.AccessToken, "111122223333", "ReadOnly")
	if err != nil {
		t.Fatal(err)
	}
	must(c.sts(k).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{}))(t)
	_, _, _ = c.get(t, "GET", "/authorize?"+authorizeQuery(*reg.ClientId).Encode(), "")
	_, _, _ = c.get(t, "GET", "/%0Aforged%20line", "")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	text := log.b.String()
	for _, want := range []string{"RegisterClient ", "CreateToken/authorization_code ", "InvalidGrantException", "GetRoleCredentials ", "GetCallerIdentity ", "Authorize ", `"/\nforged line"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the log does not tell %q", want)
		}
	}
	if n := strings.Count(text, "\n"); n != 7 {
		t.Errorf("%d lines for 7 calls:\n%s", n, text)
	}
	secrets := s.Secrets()
	if len(secrets) < 8 { // control, cookie, client secret, code, two tokens, two of the keys
		t.Errorf("only %d secrets were recorded", len(secrets))
	}
	for _, secret := range append(secrets, *token.AccessToken, *token.RefreshToken, *reg.ClientSecret, k.SecretAccessKey, k.SessionToken) {
		if strings.Contains(text, secret) {
			t.Errorf("the log tells a secret of %d characters", len(secret))
		}
	}
	for _, issued := range []string{*token.AccessToken, *token.RefreshToken, *reg.ClientSecret, k.SecretAccessKey, k.SessionToken} {
		if !contains(secrets, issued) {
			t.Error("a secret was issued and not recorded")
		}
	}
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

// Many clients at once: nothing is lost, nothing is counted twice, and every
// kept token works.
func TestManyClientsAtOnce(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t))
	reg, token := c.signIn(t, you)
	c.ResetCalls()
	const n = 16
	fresh := make([]string, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			out, err := c.renew(ctx, reg, *token.RefreshToken) // all hold the same one
			if err != nil {
				t.Errorf("refresh %d: %v", i, err)
				return
			}
			fresh[i] = *out.AccessToken
			wantKind(t, "accounts", c.accounts(ctx, *out.AccessToken), "")
			k, _, err := c.roleKeys(ctx, *out.AccessToken, "444455556666", "AdministratorAccess")
			if err != nil {
				t.Errorf("keys %d: %v", i, err)
				return
			}
			if _, err := c.sts(k).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}); err != nil {
				t.Errorf("identity %d: %v", i, err)
			}
			c.Advance(time.Second)
			_ = c.Secrets()
			_ = c.Sessions()
		})
	}
	wg.Wait()
	calls := c.Calls()
	for _, op := range []string{"CreateToken", "CreateToken/refresh_token", "ListAccounts", "GetRoleCredentials", "GetCallerIdentity"} {
		if got := calls[op]; got.Total != n || got.Peak < 1 || got.Peak > n {
			t.Errorf("%s: %+v", op, got)
		}
	}
	seen := map[string]bool{}
	for _, tok := range fresh {
		seen[tok] = true
	}
	if len(seen) != n {
		t.Errorf("%d different tokens", len(seen))
	}
}

func TestThePeakIsTheMostThatRanTogether(t *testing.T) {
	m := newMeter()
	r := must(http.NewRequest("GET", "/", nil))(t)
	a, b := m.Begin(r, "Op"), m.Begin(r, "Op")
	a()
	b()
	m.Begin(r, "Op")()
	if got := m.snapshot()["Op"]; got != (Calls{Total: 3, Peak: 2}) {
		t.Errorf("got %+v", got)
	}
	m.reset()
	m.Begin(r, "Op")()
	if got := m.snapshot()["Op"]; got != (Calls{Total: 1, Peak: 1}) {
		t.Errorf("after the reset %+v", got)
	}
}
