package sandbox

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sso"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/sandbox/org"
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

// What the official clients make of each fault, without retries.
func TestTheSDKSeesEachFault(t *testing.T) {
	c := sdk(Start(t))
	_, token := c.signIn(t, you)
	for _, tc := range []struct {
		fault Fault
		want  string
	}{
		{Fault{Kind: Status, Status: 500}, "InternalServerException"},
		{Fault{Kind: Status, Status: 401}, "UnauthorizedException"},
		{Fault{Kind: Status, Status: 403}, "ForbiddenException"},
		{Fault{Kind: Status, Status: 429}, "TooManyRequestsException"},
		{Fault{Kind: Throttle}, "TooManyRequestsException"},
		{Fault{Kind: Reset}, "connection reset"},
		{Fault{Kind: Lost}, "connection reset"},
		{Fault{Kind: ResetWithin}, "deserialization failed"},
		{Fault{Kind: Garbage}, "unexpected token"},
		{Fault{Kind: Truncated}, "unterminated string"},
		{Fault{Kind: Mistyped}, "expected string, got 12"},
		{Fault{Kind: Skew, Skew: time.Hour}, ""},
		{Fault{Kind: Slow, BytesPerSecond: 10_000}, ""},
		{Fault{Kind: Latency, Delay: time.Millisecond}, ""},
	} {
		t.Run(string(tc.fault.Kind), func(t *testing.T) {
			defer c.ClearFaults(0)
			set(t, c.Server, tc.fault)
			err := c.accounts(t.Context(), *token.AccessToken)
			if tc.want == "connection reset" && isReset(err) {
				return
			}
			if got := kind(err); (tc.want == "") != (got == "") || !strings.Contains(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestTheLogTellsTheFaults(t *testing.T) {
	var log buffer
	s := must(New(Config{Log: &log, Faults: []Fault{{Kind: Latency, Delay: time.Millisecond}, {Kind: Lost, Count: 1}}}))(t)
	onTheWire(t, s, "none")
	onTheWire(t, s, "none")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	lost, late, _ := strings.Cut(log.b.String(), "\n")
	if !strings.Contains(lost, " 000 ") || !strings.HasSuffix(lost, "fault: latency, lost") || !strings.Contains(late, " 401 ") || !strings.HasSuffix(late, "fault: latency\n") {
		t.Errorf("the log tells:\n%s\n%s", lost, late)
	}
}

func TestTheSDKGivesUpAHang(t *testing.T) {
	c := sdk(Start(t, WithFaults(Fault{Kind: Hang})))
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		hangs(c.Server, "ListAccounts")
		cancel()
	}()
	if err := c.accounts(ctx, "none"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// A whole world whose clock is wrong: what it issues lasts as long as ever on
// that clock, and its Date says how wrong it is.
func TestASandboxWithAWrongClockIsWrongThroughout(t *testing.T) {
	c := sdk(Start(t, WithOrg(withRoles), WithClock(func() time.Time { return time.Now().Add(10 * time.Minute) })))
	out := must(c.sts(robot).AssumeRole(t.Context(), &sts.AssumeRoleInput{
		RoleArn: aws.String("arn:aws:iam::111111111111:role/path/Same"), RoleSessionName: aws.String("me"),
	}))(t)
	if left := time.Until(*out.Credentials.Expiration); left < time.Hour+time.Minute || left > 70*time.Minute {
		t.Errorf("an hour's keys end in %s", left)
	}
	res := must(http.Get(c.URL()))(t)
	res.Body.Close()
	if ahead := time.Until(must(http.ParseTime(res.Header.Get("Date")))(t)); ahead < time.Minute || ahead > 10*time.Minute {
		t.Errorf("its Date is %s ahead", ahead)
	}
}

func TestEachServiceRefusesInItsOwnWords(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t, WithOrg(withRoles)))
	k := devKeys(c.Server)
	calls := map[string]func() error{
		"oidc": func() error {
			_, err := c.oidc.RegisterClient(ctx, &ssooidc.RegisterClientInput{ClientName: aws.String("x"), ClientType: aws.String("public")})
			return err
		},
		"portal": func() error {
			_, err := c.portal.ListAccountRoles(ctx, &sso.ListAccountRolesInput{AccessToken: aws.String("x"), AccountId: aws.String("1")})
			return err
		},
		"sts": func() error {
			_, err := c.sts(k).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
			return err
		},
		"s3": func() error {
			_, err := c.s3(k).ListBuckets(ctx, &s3.ListBucketsInput{})
			return err
		},
	}
	for service, want := range map[string]map[int]string{
		"oidc":   {0: "SlowDownException", 429: "TooManyRequestsException", 500: "InternalServerException", 503: "ServiceUnavailableException"},
		"portal": {0: "TooManyRequestsException", 429: "TooManyRequestsException", 500: "InternalServerException", 503: "ServiceUnavailableException"},
		"sts":    {0: "Throttling", 429: "Throttling", 500: "InternalFailure", 503: "ServiceUnavailable"},
		"s3":     {0: "SlowDown", 429: "SlowDown", 500: "InternalError", 503: "ServiceUnavailable"},
	} {
		for status, kind := range want {
			f := Fault{Kind: Status, Status: status}
			if status == 0 {
				f = Fault{Kind: Throttle}
			}
			set(t, c.Server, f)
			wantKind(t, fmt.Sprintf("%s, status %d", service, status), calls[service](), kind)
			c.ClearFaults(0)
		}
	}
}

func TestOnlyALostAnswerChangesTheState(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t, WithRotation(RotationStrict)))
	for kind, carriedOut := range map[org.FaultKind]bool{
		Reset: false, Garbage: false, Throttle: false, Lost: true, ResetWithin: true, Truncated: true, Mistyped: true,
	} {
		reg, token := c.signIn(t, you)
		set(t, c.Server, Fault{Kind: kind, Operation: "CreateToken/refresh_token", Count: 1})
		if _, err := c.renew(ctx, reg, *token.RefreshToken); err == nil {
			t.Errorf("%s: no error", kind)
		}
		// In strict rotation a token that was exchanged is worth nothing.
		_, err := c.renew(ctx, reg, *token.RefreshToken)
		if refused := err != nil; refused != carriedOut {
			t.Errorf("%s: carried out %v, want %v (%v)", kind, refused, carriedOut, err)
		}
	}
}

func TestAFaultTakesTheCallsThatItIsSetFor(t *testing.T) {
	ctx := t.Context()
	hits := func(t *testing.T, c clients, n int, token string) (pattern string) {
		for range n {
			if c.accounts(ctx, token) != nil {
				pattern += "x"
			} else {
				pattern += "."
			}
		}
		return pattern
	}
	for name, tc := range map[string]struct {
		fault Fault
		want  string
	}{
		"all":                 {Fault{}, "xxxxxxxxxx"},
		"next three":          {Fault{Count: 3}, "xxx......."},
		"two after the first": {Fault{Skip: 1, Count: 2}, ".xx......."},
		"another operation":   {Fault{Operation: "GetRoleCredentials"}, ".........."},
		"this operation":      {Fault{Operation: "ListAccounts"}, "xxxxxxxxxx"},
		"a share":             {Fault{Share: 0.5, Seed: 1}, ""},
		"a share of a seed":   {Fault{Share: 0.5, Seed: 7}, ""},
		"a share, twice only": {Fault{Share: 0.5, Seed: 7, Count: 2}, ""},
		"later":               {Fault{From: time.Hour}, ".........."},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for range 2 { // dice fall the same way each time
				c := sdk(Start(t))
				_, token := c.signIn(t, you)
				tc.fault.Kind, tc.fault.Status = Status, 500
				set(t, c.Server, tc.fault)
				got = append(got, hits(t, c, 10, *token.AccessToken))
			}
			if got[0] != got[1] || tc.want != "" && got[0] != tc.want {
				t.Errorf("hit %v, want %s", got, tc.want)
			}
			if n := strings.Count(got[0], "x"); tc.fault.Share > 0 && (n == 0 || n == 10 || tc.fault.Count > 0 && n != 2) {
				t.Errorf("a share hit %s", got[0])
			}
		})
	}
}

func TestFaultsLastBetweenTwoMomentsOfTheSandboxsClock(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t))
	set(t, c.Server, Fault{Kind: Status, Status: 500, Operation: "ListAccounts", From: time.Hour, Until: 2 * time.Hour})
	want := func(what, kind string) {
		t.Helper()
		wantKind(t, what, c.accounts(ctx, "none"), kind)
	}
	want("before", "UnauthorizedException")
	c.Advance(time.Hour)
	want("between", "InternalServerException")
	c.Advance(time.Hour)
	want("after", "UnauthorizedException")
	if left := c.Faults(); len(left) != 0 {
		t.Errorf("left: %+v", left)
	}
}

func TestALimitLetsABurstThroughAndThenThrottles(t *testing.T) {
	now := time.Now()
	c := sdk(Start(t, WithClock(func() time.Time { return now })))
	set(t, c.Server, Fault{Kind: Limit, Operation: "ListAccounts", CallsPerSecond: 2, Burst: 3})
	count := func(n int) (throttled int) {
		for range n {
			if kind(c.accounts(t.Context(), "none")) == "TooManyRequestsException" {
				throttled++
			}
		}
		return throttled
	}
	if n := count(5); n != 2 {
		t.Errorf("of a burst of 5, %d were throttled", n)
	}
	now = now.Add(time.Second)
	if n := count(3); n != 1 {
		t.Errorf("a second later, %d of 3 were throttled", n)
	}
	if s := c.Faults()[0]; s.Matched != 8 || s.Given != 3 {
		t.Errorf("it counted %+v", s)
	}
	if got := c.Calls()["ListAccounts"]; got.Total != 8 || got.Faults["limit"] != 3 {
		t.Errorf("calls %+v", got)
	}
}

func TestLatencyGoesTogetherWithOtherFaults(t *testing.T) {
	c := sdk(Start(t))
	set(t, c.Server,
		Fault{Kind: Latency, Delay: time.Millisecond}, Fault{Kind: Reset, Count: 1}, Fault{Kind: Throttle}, Fault{Kind: Latency, Delay: time.Millisecond})
	if err := c.accounts(t.Context(), "none"); !isReset(err) {
		t.Errorf("the first one was %v", err)
	}
	wantKind(t, "the next", c.accounts(t.Context(), "none"), "TooManyRequestsException")
	if d := cmp.Diff(map[string]int{"latency": 4, "reset": 1, "throttle": 1}, c.Calls()["ListAccounts"].Faults); d != "" {
		t.Error(d)
	}
}

// A service whose clock is wrong refuses what is signed with a right one.
func TestASkewedServiceChecksSignaturesByItsOwnClock(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t, WithOrg(withRoles)))
	k := devKeys(c.Server)
	set(t, c.Server, Fault{Kind: Skew, Skew: 20 * time.Minute})
	_, err := c.sts(k).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	wantKind(t, "STS", err, "SignatureDoesNotMatch")
	// With retries the SDK corrects its clock by the Date of the refusal.
	client := sts.New(sts.Options{Region: "us-east-1", BaseEndpoint: aws.String(c.URL()), Credentials: static(k)})
	_, err = client.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	wantKind(t, "STS, of a client that corrects its clock", err, "")
	c.ClearFaults(0)
	set(t, c.Server, Fault{Kind: Skew, Skew: 10 * time.Minute})
	_, err = c.sts(k).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	wantKind(t, "within what is allowed", err, "")
}

func TestFaultsUnderManyCallsAtOnce(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t))
	_, token := c.signIn(t, you)
	c.ResetCalls()
	set(t, c.Server, Fault{Kind: Lost, Count: 7}, Fault{Kind: Throttle, Count: 5}, Fault{Kind: Latency, Delay: time.Millisecond, Share: 0.5})
	failed := make(chan string, 64)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 4 {
				if err := c.accounts(ctx, *token.AccessToken); err != nil {
					failed <- kind(err)
				}
				_ = c.Faults()
			}
		})
	}
	wg.Wait()
	close(failed)
	got := c.Calls()["ListAccounts"]
	// Go's transport sends a GET again by itself when a connection that it
	// used before is reset, so a lost answer may stay unseen.
	if got.Total < 64 || got.Faults["lost"] != 7 || got.Faults["throttle"] != 5 || got.Faults["latency"] == 0 {
		t.Errorf("calls %+v", got)
	}
	throttled := 0
	for k := range failed {
		if k == "TooManyRequestsException" {
			throttled++
		}
	}
	if throttled != 5 {
		t.Errorf("%d were throttled", throttled)
	}
}

func TestFaultsThatMakeNoSense(t *testing.T) {
	s := Start(t)
	for want, f := range map[string]Fault{
		`there is no fault ""; "fob-sandbox fault set --help" lists them`: {},
		`there is no fault "rain"`:                                        {Kind: "rain"},
		`there is no operation "Fly"`:                                     {Kind: Reset, Operation: "Fly"},
		"delay is missing: the fault latency needs it":                    {Kind: Latency},
		"status is missing":                                               {Kind: Status},
		"status: want 400 to 599":                                         {Kind: Status, Status: 200},
		"status means nothing for the fault reset":                        {Kind: Reset, Status: 500},
		"skew is missing":                                                 {Kind: Skew},
		"bytesPerSecond is missing":                                       {Kind: Slow},
		"bytesPerSecond: want a number from 1 on":                         {Kind: Slow, BytesPerSecond: -1},
		"callsPerSecond is missing":                                       {Kind: Limit},
		"burst means nothing for the fault throttle":                      {Kind: Throttle, Burst: 3},
		"retryAfter means nothing for the fault hang":                     {Kind: Hang, RetryAfter: time.Second},
		"retryAfter 1.5s: want whole seconds":                             {Kind: Throttle, RetryAfter: 1500 * time.Millisecond},
		"share 1.5: want more than 0, up to 1":                            {Kind: Reset, Share: 1.5},
		"until 1h0m0s: want later than from, 2h0m0s":                      {Kind: Reset, From: 2 * time.Hour, Until: time.Hour},
		"count -1":                               {Kind: Reset, Count: -1},
		"skip -1":                                {Kind: Reset, Skip: -1},
		"delay: want more than 0, up to an hour": {Kind: Latency, Delay: 2 * time.Hour},
		"skew: want at most a year":              {Kind: Skew, Skew: 400 * 24 * time.Hour},
		"callsPerSecond means nothing for the fault garbage": {Kind: Garbage, CallsPerSecond: 1},
		"from -1s: want a duration from 0 on":                {Kind: Reset, From: -time.Second},
		"burst -1: want a number from 1 on":                  {Kind: Limit, CallsPerSecond: 1, Burst: -1},
		"delay means nothing for the fault hang":             {Kind: Hang, Delay: time.Second},
	} {
		if _, err := s.Fault(f); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// Files name operations; what they may name is what there is.
func TestTheOrganisationKnowsTheOperations(t *testing.T) {
	want, got := Operations(), org.Operations()
	slices.Sort(want)
	slices.Sort(got)
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
