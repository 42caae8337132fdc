package wire

import (
	"context"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/fobcli/fob/internal/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// impatient returns a client that does not wait between attempts.
func impatient(t *testing.T, o Options) *Client {
	t.Helper()
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	c.jitter = func(time.Duration) time.Duration { return 0 }
	t.Cleanup(c.CloseIdle)
	return c
}

func TestAnswersThatAreTriedAgain(t *testing.T) {
	const cut = -1 // the connection is cut after the request was read
	for name, tc := range map[string]struct {
		answers     []int // in turn; the last one stays
		idempotent  bool
		paced       bool
		wantStatus  int // 0 means a TransportError
		wantAttempt int
	}{
		"a good answer is taken":                    {[]int{200}, false, false, 200, 1},
		"a refusal is taken":                        {[]int{403, 200}, true, false, 403, 1},
		"500 is tried again":                        {[]int{500, 503, 200}, false, false, 200, 3},
		"three attempts and no more":                {[]int{500}, true, false, 500, 3},
		"429 is tried again":                        {[]int{429, 200}, false, false, 200, 2},
		"paced 429 is tried longer":                 {[]int{429, 429, 429, 429, 429, 200}, true, true, 200, 6},
		"502 may hide an answer":                    {[]int{502, 200}, false, false, 502, 1},
		"502 of what may be repeated":               {[]int{502, 504, 200}, true, false, 200, 3},
		"a lost answer is not asked for again":      {[]int{cut, 200}, false, false, 0, 1},
		"a lost answer of what may be repeated":     {[]int{cut, 200}, true, false, 200, 2},
		"a redirect is an answer and not followed":  {[]int{302, 200}, true, false, 302, 1},
		"a connection cut again and again is final": {[]int{cut}, true, false, 0, 3},
	} {
		t.Run(name, func(t *testing.T) {
			var n atomic.Int32
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				io.Copy(io.Discard, r.Body)
				i := int(n.Add(1)) - 1
				status := tc.answers[min(i, len(tc.answers)-1)]
				if status == cut {
					panic(http.ErrAbortHandler)
				}
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(status)
			}))
			defer s.Close()
			c := impatient(t, Options{})
			if tc.paced {
				c.pace.limiter.SetBurst(1000)
				c.pace.lastCut = time.Now().Add(time.Hour) // pace is tried elsewhere
			}
			res, err := c.Do(t.Context(), Request{Method: "POST", URL: s.URL, Body: []byte("x"), Idempotent: tc.idempotent, Paced: tc.paced})
			var status int
			if err == nil {
				status = res.Status
			} else if te := (*TransportError)(nil); !errors.As(err, &te) || !te.Sent {
				t.Errorf("error is %v, want a TransportError of a sent request", err)
			}
			if status != tc.wantStatus || int(n.Load()) != tc.wantAttempt {
				t.Errorf("got status %d after %d attempts, want %d after %d", status, n.Load(), tc.wantStatus, tc.wantAttempt)
			}
		})
	}
}

func TestNoConnectionIsTriedAgainEvenForACode(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close() // nobody listens there now
	_, err = impatient(t, Options{Attempts: 4}).Do(t.Context(), Request{Method: "POST", URL: "http://" + l.Addr().String()})
	var te *TransportError
	if !errors.As(err, &te) || te.Sent || te.Attempts != 4 {
		t.Errorf("error is %#v, want an unsent TransportError of 4 attempts", err)
	}
}

func TestThrottledByBody(t *testing.T) {
	var n atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n.Add(1) == 1 {
			w.WriteHeader(400)
			io.WriteString(w, "Throttling")
		}
	}))
	defer s.Close()
	res, err := impatient(t, Options{}).Do(t.Context(), Request{
		Method: "GET", URL: s.URL,
		Throttled: func(r *Response) bool { return string(r.Body) == "Throttling" },
	})
	if err != nil || res.Status != 200 || n.Load() != 2 {
		t.Errorf("got %+v, %v after %d attempts", res, err, n.Load())
	}
}

func TestCancelEndsAtOnceAndIsTheContextsError(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}))
	defer s.Close()
	if _, err := impatient(t, Options{}).Do(ctx, Request{Method: "GET", URL: s.URL, Idempotent: true}); err != context.Canceled {
		t.Errorf("error is %v, want context.Canceled", err)
	}
}

func TestAWaitThatDoesNotFitIsNotBegun(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", r.URL.Query().Get("wait"))
		w.WriteHeader(429)
	}))
	defer s.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for _, wait := range []string{"30", "3600"} {
		start := time.Now()
		res, err := impatient(t, Options{}).Do(ctx, Request{Method: "GET", URL: s.URL + "?wait=" + wait})
		if err != nil || res.Status != 429 || time.Since(start) > 10*time.Second {
			t.Errorf("Retry-After %s: got %+v, %v after %v; want the 429 at once", wait, res, err, time.Since(start))
		}
	}
}

func TestAnAnswerWithoutEndIsCutOff(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(w, io.LimitReader(zeros{}, maxBody+1))
	}))
	defer s.Close()
	_, err := impatient(t, Options{Attempts: 1}).Do(t.Context(), Request{Method: "GET", URL: s.URL, Idempotent: true})
	if err == nil || !strings.Contains(err.Error(), "larger than 8 MiB") {
		t.Errorf("error is %v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestCABundleIsWhatIsTrusted(t *testing.T) {
	s := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	s.Config.ErrorLog = nil
	defer s.Close()
	bundle := filepath.Join(t.TempDir(), "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	if err := os.WriteFile(bundle, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := impatient(t, Options{CABundle: bundle}).Do(t.Context(), Request{Method: "GET", URL: s.URL}); err != nil {
		t.Errorf("with the bundle: %v", err)
	}
	_, err := impatient(t, Options{}).Do(t.Context(), Request{Method: "GET", URL: s.URL})
	var te *TransportError
	if !errors.As(err, &te) || !te.Untrusted() || te.Attempts != 1 {
		t.Errorf("without it: %v; want an untrusted certificate, tried once", err)
	}
	if f := (*fault.Error)(nil); !errors.As(err, &f) || !strings.Contains(f.Remedy, "--ca-bundle FILE") || fault.CodeOf(err) != fault.Failed {
		t.Errorf("what the person is told: %+v", f)
	}
}

func TestACABundleThatIsNoneIsNamed(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{empty, empty + ".gone"} {
		if _, err := New(Options{CABundle: file}); err == nil || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: error is %v", file, err)
		}
	}
}

func TestProxyIsUsed(t *testing.T) {
	var asked string
	p := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { asked = r.RequestURI }))
	defer p.Close()
	c := impatient(t, Options{Lookup: lookup(map[string]string{"HTTP_PROXY": p.URL})})
	if _, err := c.Do(t.Context(), Request{Method: "GET", URL: "http://service.invalid/path"}); err != nil {
		t.Fatal(err)
	}
	if asked != "http://service.invalid/path" {
		t.Errorf("the proxy was asked for %q", asked)
	}
}

func TestAnAddressThatIsNoneIsNotRepeated(t *testing.T) {
	for _, u := range []string{"ftp://h/?code=hunter2", "hunter2", "http://%zz/hunter2", ""} {
		_, err := impatient(t, Options{}).Do(t.Context(), Request{Method: "GET", URL: u})
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: error is %v", u, err)
		}
	}
}

func TestAnAddressWithAUserNameIsRefused(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	host := strings.TrimPrefix(server.URL, "http://")
	for _, u := range []string{"http://hunter2@" + host + "/", "http://oidc.us-east-1.amazonaws.com:hunter2@" + host + "/", "http://@" + host + "/"} {
		_, err := impatient(t, Options{}).Do(t.Context(), Request{Method: "GET", URL: u})
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: error is %v", u, err)
		}
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestRetryAfter(t *testing.T) {
	for name, tc := range map[string]struct {
		header map[string]string
		want   time.Duration
	}{
		"none":                {nil, 0},
		"seconds":             {map[string]string{"Retry-After": "7"}, 7 * time.Second},
		"negative":            {map[string]string{"Retry-After": "-7"}, 0},
		"beyond all measure":  {map[string]string{"Retry-After": "99999999999"}, 24 * time.Hour},
		"nonsense":            {map[string]string{"Retry-After": "soon"}, 0},
		"a date":              {map[string]string{"Retry-After": "Mon, 23 Nov 2026 10:00:30 GMT", "Date": "Mon, 23 Nov 2026 10:00:00 GMT"}, 30 * time.Second},
		"a date that is past": {map[string]string{"Retry-After": "Mon, 23 Nov 2026 09:00:00 GMT", "Date": "Mon, 23 Nov 2026 10:00:00 GMT"}, 0},
	} {
		h := http.Header{}
		for k, v := range tc.header {
			h.Set(k, v)
		}
		if got := RetryAfter(h); got != tc.want {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}
