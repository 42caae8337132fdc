package login

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/fobcli/fob/internal/loopback"
)

// startListener starts a listener for the state "s" and closes it in the end.
// Each callback that it takes is answered with "page".
func startListener(t *testing.T) *listener {
	t.Helper()
	l, err := listen("s", nil)
	if err != nil {
		t.Fatal(err)
	}
	var answering sync.WaitGroup
	answering.Go(func() {
		select {
		case c := <-l.callbacks:
			c.show([]byte("page"))
		case <-l.ended:
		}
	})
	t.Cleanup(func() {
		l.close()
		answering.Wait()
	})
	return l
}

// send sends a request to a listener and returns the status and the body.
func send(t *testing.T, l *listener, method, path string, change ...func(*http.Request)) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, "http://"+l.host+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range change {
		c(req)
	}
	res, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got := res.Header.Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'none'") {
		t.Errorf("Content-Security-Policy is %q", got)
	}
	if got := res.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control is %q", got)
	}
	for name := range res.Header {
		if strings.HasPrefix(name, "Access-Control-") {
			t.Errorf("the answer has %s, which lets a web page read it", name)
		}
	}
	return res.StatusCode, string(body)
}

func host(h string) func(*http.Request) { return func(r *http.Request) { r.Host = h } }

func TestOnlyACallbackWithTheStateEndsTheWait(t *testing.T) {
	l := startListener(t)
	const good = callbackPath + "?code=c&state=s"
	port := l.host[strings.LastIndexByte(l.host, ':')+1:]
	for _, tc := range []struct {
		method, path string
		change       func(*http.Request)
		want         int
	}{
		{"GET", "/favicon.ico", nil, 404},
		{"GET", "/", nil, 404},
		{"GET", "/?code=c&state=s", nil, 404},
		{"GET", callbackPath + "/?code=c&state=s", nil, 404},
		{"GET", "/oauth/../oauth/callback?code=c&state=s", nil, 404},
		{"POST", good, nil, 404},
		{"HEAD", good, nil, 404},
		{"OPTIONS", good, nil, 404},
		{"GET", good, host("evil.example"), 404},
		{"GET", good, host("127.0.0.1.evil.example:" + port), 404},
		{"GET", good, host("localhost:" + port), 404},
		{"GET", good, host("127.0.0.1"), 404},
		{"GET", callbackPath, nil, 400},
		{"GET", callbackPath + "?code=c", nil, 400},
		{"GET", callbackPath + "?code=c&state=", nil, 400},
		{"GET", callbackPath + "?state=s", nil, 400},
		{"GET", callbackPath + "?code=&state=s", nil, 400},
		{"GET", callbackPath + "?code=c&state=other", nil, 400},
		{"GET", callbackPath + "?code=c&state=S", nil, 400},
		{"GET", callbackPath + "?code=c&state=ss", nil, 400},
		{"GET", callbackPath + "?code=c&state=x&state=s", nil, 400},
		{"GET", callbackPath + "?error=access_denied", nil, 400},
		{"GET", callbackPath + "?error=access_denied&error_description=hunter2", nil, 400},
		{"GET", callbackPath + "?error=access_denied&error_description=hunter2&state=other", nil, 400},
		{"GET", callbackPath + "?error=access_denied&code=c&state=", nil, 400},
	} {
		change := tc.change
		if change == nil {
			change = func(*http.Request) {}
		}
		got, body := send(t, l, tc.method, tc.path, change)
		if got != tc.want {
			t.Errorf("%s %s: status %d, want %d", tc.method, tc.path, got, tc.want)
		}
		if strings.Contains(body, "hunter2") {
			t.Errorf("%s %s: the answer repeats the request: %s", tc.method, tc.path, body)
		}
		if l.taken.Load() {
			t.Fatalf("%s %s ends the wait", tc.method, tc.path)
		}
	}
	if got, body := send(t, l, "GET", good); got != 200 || body != "page" {
		t.Errorf("the callback: %d %s", got, body)
	}
	if got, _ := send(t, l, "GET", good); got != 400 {
		t.Errorf("a second callback: %d", got)
	}
}

// The connection with the callback has to last while the code is redeemed.
func TestOnlyTheCallbackIsProved(t *testing.T) {
	l := startListener(t)
	for path, want := range map[string]bool{
		"/": false, callbackPath + "?code=c&state=other": false, callbackPath + "?error=x": false, callbackPath + "?code=c&state=s": true,
	} {
		proved := false
		r := httptest.NewRequestWithContext(loopback.OnProof(t.Context(), func() { proved = true }), http.MethodGet, "http://"+l.host+path, nil)
		l.ServeHTTP(httptest.NewRecorder(), r)
		if proved != want {
			t.Errorf("%s: proved is %t", path, proved)
		}
	}
}

func TestNoStateOpensNothing(t *testing.T) {
	if (callback{}).belongsTo("") {
		t.Error("a callback without a state belongs to a sign-in without one")
	}
}

func TestARefusalWithTheStateIsTaken(t *testing.T) {
	l := startListener(t)
	if got, _ := send(t, l, "GET", callbackPath+"?error=access_denied&state=s"); got != 200 {
		t.Errorf("the refusal: %d", got)
	}
}

// What a web page or another program can do to a sign-in: nothing.
func TestForgedCallbacksDoNotTouchASignIn(t *testing.T) {
	w := newWorld(t)
	forged := []string{
		"error=access_denied&error_description=hunter2+%1b[31m",
		"error=access_denied&error_description=hunter2&state=other",
		"code=stolen&state=other",
		"code=stolen",
	}
	statuses := make(chan string, len(forged))
	shown := w.visit(t, func(asked url.Values) url.Values {
		for _, q := range forged {
			statuses <- fetch(t, asked.Get("redirect_uri")+"?"+q)
		}
		return approve(asked)
	})
	r, err := w.SignIn(t.Context(), corp, Options{})
	if err != nil || r.Token.AccessToken.Reveal() != "access-1" {
		t.Fatalf("the sign-in: %+v, %v", r, err)
	}
	<-shown
	for _, q := range forged {
		if got := <-statuses; !strings.HasPrefix(got, "400 ") {
			t.Errorf("%s: %s", q, got)
		}
	}
	if len(w.warnings) != 0 {
		t.Errorf("the person is told %q", w.warnings)
	}
	if redeemed := w.aws.called("/token"); len(redeemed) != 1 || redeemed[0].Body["code"] != "code-1" {
		t.Errorf("redeemed %v", redeemed)
	}
}

func TestTheWordsOfARefusalAreEscapedAndCut(t *testing.T) {
	const hostile = "No\x1b[2J\x07\u009b31m\u202e\r\nError: done "
	for name, said := range map[string]url.Values{
		"description": {"error": {"access_denied"}, "error_description": {hostile + strings.Repeat("long ", 1000)}},
		"code":        {"error": {hostile + strings.Repeat("long ", 1000)}},
	} {
		w := newWorld(t)
		shown := w.visit(t, func(asked url.Values) url.Values {
			said.Set("state", asked.Get("state"))
			return said
		})
		_, err := w.SignIn(t.Context(), corp, Options{})
		<-shown
		f := told(t, err)
		if !strings.Contains(f.Summary, "(No") {
			t.Errorf("%s: the person is not told why: %s", name, f.Summary)
		}
		if len(f.Summary) > 700 {
			t.Errorf("%s: the person is told %d bytes", name, len(f.Summary))
		}
		if i := strings.IndexAny(f.Summary, "\x1b\x07\u009b\u202e\r\n"); i >= 0 {
			t.Errorf("%s: byte %d of the error is %q", name, i, f.Summary[i:])
		}
	}
}

func TestTheListenerIsOnTheLoopbackInterfaceAlone(t *testing.T) {
	l, err := listen("s", nil)
	if err != nil {
		t.Fatal(err)
	}
	host, _, err := net.SplitHostPort(l.host)
	l.close()
	if err != nil || host != "127.0.0.1" {
		t.Errorf("it listens on %s", l.host)
	}
	if _, err := net.Dial("tcp", l.host); err == nil {
		t.Error("it listens after close")
	}
}
