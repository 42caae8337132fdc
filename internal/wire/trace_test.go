package wire

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTheTraceShowsWhatHelpsAndHidesWhatMustBeHidden(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Amzn-Requestid", "request-1")
		w.Header().Set("X-Amzn-Errortype", "InvalidGrantException:http://internal/")
		w.Header().Set("Set-Cookie", "hunter2")
		w.WriteHeader(400)
		io.WriteString(w, `{"error":"hunter2","accessToken":"hunter2"}`)
	}))
	defer s.Close()
	var out bytes.Buffer
	c := impatient(t, Options{Trace: NewTrace(&out)})
	for _, r := range []Request{
		{
			Method: "POST", URL: s.URL + "/token", Header: http.Header{"Content-Type": {"application/json"}},
			Body: []byte(`{"grantType":"refresh_token","refreshToken":"hunter2","clientSecret":{"a":"hunter2"},"code":["hunter2"]}`),
		},
		{
			Method: "GET", URL: s.URL + "/roles?account_id=111122223333&next_token=hunter2&code=hunter2",
			Header: http.Header{"X-Amz-Sso_bearer_token": {"hunter2"}, "Authorization": {"hunter2"}},
		},
		{
			Method: "POST", URL: s.URL, Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded; charset=utf-8"}},
			Body: []byte("Action=AssumeRoleWithWebIdentity&WebIdentityToken=hunter2"),
		},
		{Method: "POST", URL: s.URL, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(`"hunter2"`)},
		{Method: "POST", URL: s.URL, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(`{"a":"b",hunter2`)},
	} {
		if _, err := c.Do(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	got := out.String()
	for _, want := range []string{
		"POST http://127.0.0.1", "/token grantType=refresh_token refreshToken=… clientSecret=… code=…",
		": 400 id=request-1 InvalidGrantException\n", "account_id=111122223333 next_token=… code=…",
		"Action=AssumeRoleWithWebIdentity WebIdentityToken=…",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the trace lacks %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "hunter2") {
		t.Errorf("the trace shows a secret:\n%s", got)
	}
}

func TestAServerCannotBreakTheTracesLines(t *testing.T) {
	var out bytes.Buffer
	NewTrace(&out).Note("it says %s", "a\nb\x1b[2Jc\u202eö")
	if got, want := out.String(), `debug: it says a\nb\x1b[2Jc\u202eö`+"\n"; got != want {
		t.Errorf("wrote %q, want %q", got, want)
	}
}

func TestLongTextOfAServerIsCut(t *testing.T) {
	long := strings.Repeat("ü", maxText)
	for in, want := range map[string]string{
		" größer\n": "größer",
		"":          "",
		long:        long[:maxText] + "…",
		"x" + long:  "x" + long[:maxText-2] + "…",
		long[:500]:  long[:500],
		"a\nb\x1b":  `a\nb\x1b`,
	} {
		if got := Shorten(in); got != want || !utf8.ValidString(got) {
			t.Errorf("Shorten(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzTraceMembers(f *testing.F) {
	for _, s := range []string{`{}`, `{"a":1}`, `{"a":{"b":"hunter2"}}`, `[`, `{"a"`, `{"scopes":["x"],"code":"y"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		members(body)
		pairs(string(body))
	})
}
