package sandbox

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/sandbox/org"
)

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
