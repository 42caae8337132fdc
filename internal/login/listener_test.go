package login

import (
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// startListener starts a listener for the state "s" and closes it in the end.
func startListener(t *testing.T) *listener {
	t.Helper()
	l, err := listen("s", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.close)
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

// untouched fails when a request has got through to the sign-in.
func untouched(t *testing.T, l *listener) {
	t.Helper()
	select {
	case c := <-l.callbacks:
		t.Errorf("the sign-in got %+v", c)
	default:
	}
	if l.taken.Load() {
		t.Error("the listener takes no callback any more")
	}
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
		untouched(t, l)
	}

	go func() { (<-l.callbacks).show([]byte("page")) }()
	if got, body := send(t, l, "GET", good); got != 200 || body != "page" {
		t.Errorf("the callback: %d %s", got, body)
	}
	if got, _ := send(t, l, "GET", good); got != 400 {
		t.Errorf("a second callback: %d", got)
	}
}

func TestNoStateOpensNothing(t *testing.T) {
	if (callback{}).belongsTo("") {
		t.Error("a callback without a state belongs to a sign-in without one")
	}
}

func TestARefusalWithTheStateIsTaken(t *testing.T) {
	l := startListener(t)
	go func() {
		c := <-l.callbacks
		if c.refusal == nil || c.refusal.code != "access_denied" {
			t.Errorf("got %+v", c)
		}
		c.show([]byte("page"))
	}()
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
	w := newWorld(t)
	shown := w.visit(t, func(asked url.Values) url.Values {
		return url.Values{
			"error": {"access_denied"}, "state": asked["state"],
			"error_description": {"No\x1b[2J\x07\u009b31m\u202e\r\nError: done " + strings.Repeat("long ", 1000)},
		}
	})
	_, err := w.SignIn(t.Context(), corp, Options{})
	<-shown
	f := told(t, err)
	if !strings.Contains(f.Summary, "(No") {
		t.Errorf("the person is not told why: %s", f.Summary)
	}
	if len(f.Summary) > 700 {
		t.Errorf("the person is told %d bytes", len(f.Summary))
	}
	if i := strings.IndexAny(f.Summary, "\x1b\x07\u009b\u202e\r\n"); i >= 0 {
		t.Errorf("byte %d of the error is %q", i, f.Summary[i:])
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
