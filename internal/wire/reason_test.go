package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/fault"
)

func TestReasonsOfErrorNumbersOnEveryPlatform(t *testing.T) {
	for _, tc := range []struct {
		goos   string
		number syscall.Errno
		want   string
	}{
		{"linux", 111, refused},
		{"linux", 104, closed},
		{"linux", 32, closed},
		{"linux", 101, noRoute},
		{"linux", 113, noRoute},
		{"linux", 110, tooSlow},
		{"linux", 24, tooManyFiles},
		{"linux", 1, notAllowed},
		{"darwin", 61, refused},
		{"darwin", 54, closed},
		{"darwin", 51, noRoute},
		{"darwin", 65, noRoute},
		{"darwin", 60, tooSlow},
		{"windows", 10061, refused},
		{"windows", 10054, closed},
		{"windows", 10051, noRoute},
		{"windows", 10060, tooSlow},
		{"windows", 10013, notAllowed},
		{"windows", 111, ""},
		{"linux", 9999, ""},
	} {
		if got := reasonOfNumber(tc.goos, tc.number); got != tc.want {
			t.Errorf("%s %d: %q, want %q", tc.goos, tc.number, got, tc.want)
		}
	}
}

func TestReasonsNameNoGoFunctions(t *testing.T) {
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	for name, tc := range map[string]struct {
		err  error
		want string
	}{
		"the name does not exist":     {dial(&net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}), noSuchHost},
		"the name server is silent":   {dial(&net.DNSError{Err: "i/o timeout", Name: "x", IsTimeout: true}), noNameServer},
		"the connection takes long":   {dial(os.ErrDeadlineExceeded), tooSlow},
		"the answer takes long":       {fmt.Errorf("read the answer: %w", context.DeadlineExceeded), tooSlow},
		"the answer is cut":           {fmt.Errorf("read the answer: %w", io.ErrUnexpectedEOF), closed},
		"no answer at all":            {io.EOF, closed},
		"an unknown authority":        {&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, unknownIssuer},
		"another host":                {&tls.CertificateVerificationError{Err: x509.HostnameError{Certificate: &x509.Certificate{}, Host: "x"}}, otherHost},
		"expired":                     {&tls.CertificateVerificationError{Err: x509.CertificateInvalidError{Reason: x509.Expired}}, notNow},
		"not for servers":             {&tls.CertificateVerificationError{Err: x509.CertificateInvalidError{Reason: x509.IncompatibleUsage}}, badCert},
		"no TLS":                      {http.ErrSchemeMismatch, noTLS},
		"TLS is refused":              {&net.OpError{Op: "remote error", Err: tls.AlertError(40)}, badTLS},
		"the proxy's name is unknown": {&net.OpError{Op: "proxyconnect", Net: "tcp", Err: dial(&net.DNSError{IsNotFound: true})}, "the proxy cannot be reached: " + noSuchHost},
		"the proxy wants a password":  {&proxyRefusal{407}, "the proxy asks for a user name and password"},
		"the proxy refuses":           {&proxyRefusal{403}, "the proxy answered HTTP status 403"},
		"unknown":                     {errors.New("it is odd"), "it is odd"},
	} {
		t.Run(name, func(t *testing.T) {
			f, ok := errors.AsType[*fault.Error](error(&TransportError{Host: "example.com", Err: tc.err, Attempts: 3}))
			if want := "example.com cannot be reached: " + tc.want; !ok || f.Summary != want {
				t.Errorf("got %v, want %q", f, want)
			}
		})
	}
}

// The real errors of net/http, as far as a test can cause them.
func TestReasonsOfRealErrors(t *testing.T) {
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	gone := httptest.NewServer(nil)
	gone.Close()
	cut := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer cut.Close()
	short := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = w.Write([]byte("half"))
	}))
	defer short.Close()
	for name, tc := range map[string]struct{ url, want string }{
		"refused":         {gone.URL, refused},
		"no TLS":          {strings.Replace(plain.URL, "http:", "https:", 1), noTLS},
		"not trusted":     {secure.URL, unknownIssuer},
		"cut":             {cut.URL, closed},
		"half the answer": {short.URL, closed},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := impatient(t, Options{}).Do(t.Context(), Request{Method: http.MethodGet, URL: tc.url})
			var e *TransportError
			if !errors.As(err, &e) || reasonOf(e.Err) != tc.want {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestAProxysRefusalIsExplained(t *testing.T) {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusProxyAuthRequired)
	}))
	defer proxy.Close()
	c := impatient(t, Options{
		Lookup: func(name string) (string, bool) { return proxy.URL, name == "HTTPS_PROXY" },
	})
	_, err := c.Do(t.Context(), Request{Method: http.MethodGet, URL: "https://oidc.us-east-1.amazonaws.com"})
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || !strings.Contains(f.Summary, "the proxy asks for a user name and password") || !strings.Contains(f.Remedy, "HTTPS_PROXY") {
		t.Errorf("got %+v", f)
	}
}

func TestTroubleIsTheServicesOwn(t *testing.T) {
	const throttled = "S is throttling requests, and did not stop in the time that fob waits"
	bad := errors.New("InternalServerException: sorry")
	for name, tc := range map[string]struct {
		trouble Trouble
		want    string // the summary; empty for none
	}{
		"a refusal":        {Trouble{Service: "S", Status: 403, Err: bad}, ""},
		"500":              {Trouble{Service: "S", Status: 500, Err: bad}, "AWS is having trouble: S answered HTTP status 500"},
		"503":              {Trouble{Service: "S", Status: 503, Err: bad}, "AWS is having trouble: S answered HTTP status 503"},
		"429":              {Trouble{Service: "S", Status: 429, Err: bad}, throttled},
		"throttled by 400": {Trouble{Service: "S", Status: 400, Throttled: true, Wait: 90 * time.Second, Err: bad}, throttled},
	} {
		t.Run(name, func(t *testing.T) {
			var f *fault.Error
			if got := tc.trouble.As(&f); got != (tc.want != "") {
				t.Fatalf("it is a fault: %t", got)
			}
			if f == nil {
				return
			}
			text := strings.Join(f.Detail, "\n")
			if f.Summary != tc.want || !strings.Contains(text, bad.Error()) || f.Code != 0 {
				t.Errorf("got %+v", f)
			}
			if tc.trouble.Wait > 0 && !strings.Contains(text, "1m30s") {
				t.Errorf("details %q", text)
			}
		})
	}
}
