package sandbox

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

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
		"administrators":  {"POST", "/", map[string]string{"X-Amz-Target": "SWBExternalService.ListInstances"}, 501, "UnknownOperationException"},
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
