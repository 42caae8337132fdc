package sandbox

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// set sets faults for the rest of a test.
func set(t *testing.T, s *Server, list ...Fault) {
	t.Helper()
	for _, f := range list {
		must(s.Fault(f))(t)
	}
}

// onTheWire sends one ListAccounts over TCP and returns every byte of the
// answer; reset reports that the connection ended with one.
func onTheWire(t *testing.T, s *Server, token string) (answer []byte, reset bool) {
	t.Helper()
	conn := must(net.Dial("tcp", strings.TrimPrefix(s.URL(), "http://")))(t)
	defer conn.Close()
	must(fmt.Fprintf(conn, "GET /assignment/accounts HTTP/1.1\r\nHost: %s\r\nX-Amz-Sso_bearer_token: %s\r\nConnection: close\r\n\r\n",
		strings.TrimPrefix(s.URL(), "http://"), token))(t)
	answer, err := io.ReadAll(conn)
	if err != nil && !isReset(err) {
		t.Fatal(err)
	}
	return answer, err != nil
}

// isReset reports whether a connection was reset, which Windows words otherwise.
func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || err != nil && strings.Contains(err.Error(), "forcibly closed")
}

// parsed is an answer whose length is right.
func parsed(t *testing.T, raw []byte) (res *http.Response, body []byte) {
	t.Helper()
	res = must(http.ReadResponse(bufio.NewReader(bytes.NewReader(raw)), nil))(t)
	defer res.Body.Close()
	return res, must(io.ReadAll(res.Body))(t)
}

func TestEachFaultOnTheWire(t *testing.T) {
	c := sdk(Start(t))
	_, token := c.signIn(t, you)
	good, _ := onTheWire(t, c.Server, *token.AccessToken)
	_, goodBody := parsed(t, good)
	for name, tc := range map[string]struct {
		fault Fault
		check func(t *testing.T, raw []byte, reset bool)
	}{
		"status with Retry-After": {Fault{Kind: Status, Status: 429, RetryAfter: 2 * time.Second}, func(t *testing.T, raw []byte, _ bool) {
			res, body := parsed(t, raw)
			if res.StatusCode != 429 || res.Header.Get("Retry-After") != "2" || !strings.Contains(string(body), "portal#TooManyRequestsException") {
				t.Errorf("%s", raw)
			}
		}},
		"status without": {Fault{Kind: Status, Status: 503}, func(t *testing.T, raw []byte, _ bool) {
			res, _ := parsed(t, raw)
			if _, has := res.Header["Retry-After"]; res.StatusCode != 503 || has {
				t.Errorf("%s", raw)
			}
		}},
		"throttle": {Fault{Kind: Throttle}, func(t *testing.T, raw []byte, _ bool) {
			if res, body := parsed(t, raw); res.StatusCode != 429 || !strings.Contains(string(body), "HTTP 429 Unknown Code") {
				t.Errorf("%s", raw)
			}
		}},
		"latency": {Fault{Kind: Latency, Delay: time.Millisecond}, func(t *testing.T, raw []byte, _ bool) {
			if _, body := parsed(t, raw); !bytes.Equal(body, goodBody) {
				t.Errorf("%s", raw)
			}
		}},
		"reset": {Fault{Kind: Reset}, func(t *testing.T, raw []byte, reset bool) {
			if len(raw) > 0 || !reset {
				t.Errorf("reset %v, %q", reset, raw)
			}
		}},
		"lost": {Fault{Kind: Lost}, func(t *testing.T, raw []byte, reset bool) {
			if len(raw) > 0 || !reset {
				t.Errorf("reset %v, %q", reset, raw)
			}
		}},
		"reset within": {Fault{Kind: ResetWithin}, func(t *testing.T, raw []byte, reset bool) {
			head, body, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
			if !reset || !bytes.Contains(head, []byte("200 OK")) || len(body) != len(goodBody)/2 || !bytes.Contains(head, []byte("Content-Length: "+strconv.Itoa(len(goodBody)))) {
				t.Errorf("reset %v, %q", reset, raw)
			}
		}},
		"garbage": {Fault{Kind: Garbage}, func(t *testing.T, raw []byte, _ bool) {
			res, body := parsed(t, raw)
			if res.StatusCode != 200 || len(body) != 512 || json.Valid(body) {
				t.Errorf("%q", raw)
			}
		}},
		"truncated": {Fault{Kind: Truncated}, func(t *testing.T, raw []byte, _ bool) {
			res, body := parsed(t, raw)
			if res.StatusCode != 200 || json.Valid(body) || !bytes.Equal(body, goodBody[:len(goodBody)/2]) {
				t.Errorf("%q", raw)
			}
		}},
		"mistyped": {Fault{Kind: Mistyped}, func(t *testing.T, raw []byte, _ bool) {
			var out struct{ AccountList []struct{ AccountID any } }
			if _, body := parsed(t, raw); json.Unmarshal(body, &out) != nil || len(out.AccountList) != 2 || out.AccountList[0].AccountID != 12.0 {
				t.Errorf("%q", raw)
			}
		}},
		"skew": {Fault{Kind: Skew, Skew: -time.Hour}, func(t *testing.T, raw []byte, _ bool) {
			res, body := parsed(t, raw)
			if date := must(http.ParseTime(res.Header.Get("Date")))(t); time.Since(date) < time.Hour || !bytes.Equal(body, goodBody) {
				t.Errorf("%q", raw)
			}
		}},
		"slow": {Fault{Kind: Slow, BytesPerSecond: 10_000}, func(t *testing.T, raw []byte, _ bool) {
			if _, body := parsed(t, raw); !bytes.Equal(body, goodBody) {
				t.Errorf("%q", raw)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			tc.fault.Count = 1
			c.ResetCalls()
			set(t, c.Server, tc.fault)
			raw, reset := onTheWire(t, c.Server, *token.AccessToken)
			tc.check(t, raw, reset)
			want := Calls{Total: 1, Peak: 1, Faults: map[string]int{string(tc.fault.Kind): 1}}
			if d := cmp.Diff(want, c.Calls()["ListAccounts"]); d != "" {
				t.Error(d)
			}
			if left := c.Faults(); len(left) != 0 {
				t.Errorf("its count is over, but it is there: %+v", left)
			}
		})
	}
}

// A slow answer begins at once and comes in pieces: the client has the headers
// while the sandbox still has most of the body.
func TestSlowBytesComeOneByOne(t *testing.T) {
	c := sdk(Start(t, WithFaults(Fault{Kind: Slow, Operation: "ListAccounts", BytesPerSecond: 1})))
	_, token := c.signIn(t, you)
	req := must(http.NewRequestWithContext(t.Context(), "GET", c.URL()+"/assignment/accounts", nil))(t)
	req.Header.Set("x-amz-sso_bearer_token", *token.AccessToken)
	res := must(http.DefaultTransport.RoundTrip(req))(t)
	defer res.Body.Close()
	b := make([]byte, 100)
	n := must(res.Body.Read(b))(t)
	if res.StatusCode != 200 || n != 1 || b[0] != '{' || res.ContentLength < 100 {
		t.Errorf("%d, read %q of %d", res.StatusCode, b[:n], res.ContentLength)
	}
	if err := c.Close(); err != nil { // which does not wait for the rest
		t.Error(err)
	}
}

// hangs returns when a call of an operation hangs, however long that takes.
func hangs(s *Server, operation string) {
	for tick := time.NewTicker(time.Millisecond); s.Calls()[operation].Faults["hang"] == 0; <-tick.C {
	}
}

func TestAHangEndsWithTheClientOrTheSandbox(t *testing.T) {
	s := Start(t, WithFaults(Fault{Kind: Hang, Count: 2}))
	conn := must(net.Dial("tcp", strings.TrimPrefix(s.URL(), "http://")))(t)
	must(io.WriteString(conn, "POST /token HTTP/1.1\r\nHost: "+strings.TrimPrefix(s.URL(), "http://")+"\r\nContent-Length: 2\r\n\r\n{}"))(t)
	hangs(s, "CreateToken")
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	done := make(chan bool)
	go func() {
		defer close(done)
		if raw, reset := onTheWire(t, s, "x"); len(raw) > 0 || !reset {
			t.Errorf("reset %v, %q", reset, raw)
		}
	}()
	hangs(s, "ListAccounts")
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	<-done
}

// linesLogged is a log that hands on each line.
type linesLogged chan string

func (l linesLogged) Write(p []byte) (int, error) {
	l <- string(p)
	return len(p), nil
}

func TestTheLogTellsTheFaults(t *testing.T) {
	log := make(linesLogged, 2)
	s := must(New(Config{Log: log, Faults: []Fault{{Kind: Latency, Delay: time.Millisecond}, {Kind: Lost, Count: 1}}}))(t)
	onTheWire(t, s, "none")
	lost := <-log // the client saw the reset before it was logged
	onTheWire(t, s, "none")
	late := <-log
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(lost, " 000 ") || !strings.HasSuffix(lost, "fault: latency, lost\n") || !strings.Contains(late, " 401 ") || !strings.HasSuffix(late, "fault: latency\n") {
		t.Errorf("the log tells:\n%s\n%s", lost, late)
	}
}
