package endpoint_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/fobcli/fob/internal/endpoint"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/loopback"
)

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		os.Exit(sandboxAsChild())
	}
	goleak.VerifyTestMain(m)
}

// clock is a time that tests move.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time          { return time.Unix(0, c.at.Load()) }
func (c *clock) advance(d time.Duration) { c.at.Add(int64(d)) }

// serve serves profiles until the test ends.
func serve(t *testing.T, now func() time.Time, source endpoint.Source, profiles ...string) *endpoint.Server {
	t.Helper()
	s, err := endpoint.Listen(endpoint.Options{Profiles: profiles, Source: source, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		http.DefaultClient.CloseIdleConnections()
	})
	return s
}

type answer struct {
	status int
	body   map[string]string
}

func get(t *testing.T, g endpoint.Grant, change ...func(*http.Request)) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, g.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", g.Token.Reveal())
	for _, c := range change {
		c(r)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	for name := range res.Header {
		if strings.HasPrefix(name, "Access-Control-") {
			t.Errorf("the answer has %s, which lets a web page read it", name)
		}
	}
	a := answer{res.StatusCode, map[string]string{}}
	if err := json.Unmarshal(data, &a.body); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	return a
}

func keysOf(_ context.Context, profile string) (ident.Credentials, error) {
	return ident.Credentials{
		AccessKeyID: "ASIA" + profile, SecretAccessKey: "sk", SessionToken: "st",
		Expiration: time.Date(2026, 11, 23, 11, 38, 0, 0, time.UTC), AccountID: "111122223333",
	}, nil
}

func TestEachProfileHasItsAddressAndItsToken(t *testing.T) {
	s := serve(t, time.Now, keysOf, "dev", "team/prod 1")
	for _, name := range []string{"dev", "team/prod 1"} {
		a := get(t, s.Grant(name))
		if a.status != 200 || a.body["AccessKeyId"] != "ASIA"+name || a.body["SecretAccessKey"] != "sk" || a.body["Token"] != "st" ||
			a.body["Expiration"] != "2026-11-23T11:38:00Z" || a.body["AccountId"] != "111122223333" {
			t.Errorf("%s: %+v", name, a)
		}
	}
	if !strings.HasPrefix(s.Address(), "127.0.0.1:") {
		t.Errorf("it listens at %s", s.Address())
	}
	if s.Grant("other") != (endpoint.Grant{}) {
		t.Error("there is a grant for a profile that is not served")
	}
}

func TestNothingButTheWholeTokenIsAnswered(t *testing.T) {
	s := serve(t, time.Now, func(context.Context, string) (ident.Credentials, error) {
		t.Error("the source was asked")
		return ident.Credentials{}, nil
	}, "dev", "prod")
	dev, prod := s.Grant("dev"), s.Grant("prod")
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for name, tc := range map[string]struct {
		grant  endpoint.Grant
		change func(*http.Request)
		status int
	}{
		"no token":                   {dev, func(r *http.Request) { r.Header.Del("Authorization") }, 401},
		"an empty token":             {dev, header("Authorization", ""), 401},
		"a wrong token":              {dev, header("Authorization", "Bearer "+dev.Token.Reveal()), 401},
		"its first 8 characters":     {dev, header("Authorization", dev.Token.Reveal()[:8]), 401},
		"all but its last character": {dev, header("Authorization", dev.Token.Reveal()[:len(dev.Token)-1]), 401},
		"a character too many":       {dev, header("Authorization", dev.Token.Reveal()+"A"), 401},
		"another last character":     {dev, header("Authorization", dev.Token.Reveal()[:len(dev.Token)-1]+"!"), 401},
		"in lower case":              {dev, header("Authorization", strings.ToLower(dev.Token.Reveal())), 401},
		"another profile's token":    {dev, header("Authorization", prod.Token.Reveal()), 401},
		"a profile that is not here": {endpoint.Grant{URL: dev.URL + "x", Token: dev.Token}, nil, 401},
		"no profile":                 {endpoint.Grant{URL: "http://" + s.Address() + "/", Token: ""}, nil, 401},
		"a name that points here":    {dev, func(r *http.Request) { r.Host = "evil.example:80" }, 403},
		"a name like ours":           {dev, func(r *http.Request) { r.Host = "127.0.0.1.evil.example" }, 403},
		"no name":                    {dev, func(r *http.Request) { r.Host = "." }, 403},
		"another method":             {dev, func(r *http.Request) { r.Method = "POST" }, 405},
		"a web page's question": {dev, func(r *http.Request) {
			r.Method = "OPTIONS"
			r.Header.Del("Authorization")
			r.Header.Set("Origin", "https://evil.example")
			r.Header.Set("Access-Control-Request-Headers", "authorization")
		}, 401},
	} {
		t.Run(name, func(t *testing.T) {
			change := tc.change
			if change == nil {
				change = func(*http.Request) {}
			}
			if a := get(t, tc.grant, change); a.status != tc.status || a.body["AccessKeyId"] != "" || a.body["Message"] == "" {
				t.Errorf("%+v", a)
			}
		})
	}
}

// A connection is kept for whoever has shown the token, and only for them.
func TestOnlyARequestWithTheTokenIsProved(t *testing.T) {
	s := serve(t, time.Now, keysOf, "dev")
	g := s.Grant("dev")
	for token, want := range map[string]bool{"": false, g.Token.Reveal()[:8]: false, g.Token.Reveal(): true} {
		proved := false
		r := httptest.NewRequestWithContext(loopback.OnProof(t.Context(), func() { proved = true }), http.MethodGet, g.URL, nil)
		r.Header.Set("Authorization", token)
		s.ServeHTTP(httptest.NewRecorder(), r)
		if proved != want {
			t.Errorf("with %d characters of the token: proved is %t", len(token), proved)
		}
	}
}

// Through `ssh -R` or a published port it is asked by another port, and SDKs
// know three names for the loopback interface.
func TestAForwardedPortIsAnswered(t *testing.T) {
	s := serve(t, time.Now, keysOf, "dev")
	for _, host := range []string{"127.0.0.1:9999", "localhost", "[::1]:80"} {
		if a := get(t, s.Grant("dev"), func(r *http.Request) { r.Host = host }); a.status != 200 {
			t.Errorf("%s: %+v", host, a)
		}
	}
}

func TestManyAtOnceAskTheSourceOnce(t *testing.T) {
	var calls atomic.Int32
	var c clock
	gate := make(chan struct{})
	s := serve(t, c.now, func(ctx context.Context, p string) (ident.Credentials, error) {
		if calls.Add(1) == 1 {
			<-gate
		}
		return keysOf(ctx, p)
	}, "dev")
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if a := get(t, s.Grant("dev")); a.status != 200 {
				t.Errorf("%+v", a)
			}
		})
	}
	close(gate)
	all.Wait()
	if n := calls.Load(); n != 1 {
		t.Errorf("the source was asked %d times", n)
	}
	c.advance(2 * time.Second)
	get(t, s.Grant("dev"))
	if n := calls.Load(); n != 2 {
		t.Errorf("after two seconds the source was asked %d times, want 2", n)
	}
}

func TestAFailureIsToldAndNotKept(t *testing.T) {
	var c clock
	var failure atomic.Pointer[error]
	s := serve(t, c.now, func(ctx context.Context, p string) (ident.Credentials, error) {
		if err := failure.Load(); err != nil {
			return ident.Credentials{}, *err
		}
		return keysOf(ctx, p)
	}, "dev")
	for name, tc := range map[string]struct {
		err     error
		status  int
		message string
	}{
		"a sign-in is needed": {&fault.Error{Summary: "the sign-in ended", Remedy: "fob login my-sso", Code: fault.SignIn}, 403, "the sign-in ended. Type: fob login my-sso"},
		"no access":           {&fault.Error{Summary: "you have no role x", Code: fault.NoAccess}, 403, "you have no role x"},
		"no profile":          {&fault.Error{Summary: "there is no profile", Code: fault.NoProfile}, 404, "there is no profile"},
		"anything else":       {errors.New("no network"), 500, "no network"},
	} {
		failure.Store(&tc.err)
		c.advance(2 * time.Second)
		if a := get(t, s.Grant("dev")); a.status != tc.status || a.body["Message"] != tc.message {
			t.Errorf("%s: %+v", name, a)
		}
		failure.Store(nil)
		if a := get(t, s.Grant("dev")); a.status != 200 {
			t.Errorf("%s, and mended: %+v", name, a)
		}
	}
}

// Whoever hangs up does not take the answer from those who wait.
func TestACallerThatHangsUpHarmsNobody(t *testing.T) {
	asked, gate := make(chan struct{}), make(chan struct{})
	var once sync.Once
	s := serve(t, time.Now, func(ctx context.Context, p string) (ident.Credentials, error) {
		once.Do(func() { close(asked) })
		select {
		case <-gate:
		case <-ctx.Done():
			return ident.Credentials{}, ctx.Err()
		}
		return keysOf(ctx, p)
	}, "dev")
	ctx, hangUp := context.WithCancel(t.Context())
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		r, _ := http.NewRequestWithContext(ctx, http.MethodGet, s.Grant("dev").URL, nil)
		r.Header.Set("Authorization", s.Grant("dev").Token.Reveal())
		if res, err := http.DefaultClient.Do(r); err == nil {
			_ = res.Body.Close()
			t.Error("the caller that hung up was answered")
		}
	}()
	<-asked
	hangUp()
	<-gone
	close(gate)
	if a := get(t, s.Grant("dev")); a.status != 200 {
		t.Errorf("%+v", a)
	}
}
