package org

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// faults reads the faults that are set from the start.
func (c *checker) faults(list []faultShape) {
	for _, s := range list {
		before := len(c.problems)
		f := Fault{Kind: FaultKind(s.Kind.s), Operation: s.Operation.s}
		for _, d := range []struct {
			t  text
			to *time.Duration
		}{{s.From, &f.From}, {s.Until, &f.Until}, {s.Delay, &f.Delay}, {s.RetryAfter, &f.RetryAfter}} {
			c.duration(d.t, d.to)
		}
		c.signed(s.Skew, &f.Skew)
		for _, n := range []struct {
			t  text
			to *int
		}{
			{s.Skip, &f.Skip},
			{s.Count, &f.Count},
			{s.Status, &f.Status},
			{s.BytesPerSecond, &f.BytesPerSecond},
			{s.CallsPerSecond, &f.CallsPerSecond},
			{s.Burst, &f.Burst},
		} {
			c.whole(n.t, n.to)
		}
		c.share(s.Share, &f.Share)
		c.seed(s.Seed, &f.Seed)
		if len(c.problems) == before {
			c.sensible(s, f)
		}
		c.org.Faults = append(c.org.Faults, f)
	}
}

// sensible checks a fault as a whole, and finds the key that is to blame.
func (c *checker) sensible(s faultShape, f Fault) {
	err := f.Check()
	if err == nil {
		return
	}
	e, _ := errors.AsType[*FaultError](err)
	at := map[string]text{
		"fault": s.Kind, "operation": s.Operation, "from": s.From, "until": s.Until, "skip": s.Skip, "share": s.Share,
		"count": s.Count, "delay": s.Delay, "status": s.Status, "retryAfter": s.RetryAfter, "skew": s.Skew,
		"bytesPerSecond": s.BytesPerSecond, "callsPerSecond": s.CallsPerSecond, "burst": s.Burst,
	}[e.Key]
	c.fail(first(at, s.Kind, s.Operation, s.Delay, s.Status), "%s", e.Message)
}

// duration reads a duration into to; an absent one leaves it as it is.
func (c *checker) duration(t text, to *time.Duration) {
	if t.s == "" {
		return
	}
	d, err := parseDuration(t.s)
	if err != nil {
		c.fail(t, "duration %q: %v", t.s, err)
	}
	*to = d
}

// signed reads a duration that may have a minus before it.
func (c *checker) signed(t text, to *time.Duration) {
	rest, minus := strings.CutPrefix(t.s, "-")
	t.s = rest
	c.duration(t, to)
	if minus {
		*to = -*to
	}
}

func (c *checker) whole(t text, to *int) {
	if t.s == "" {
		return
	}
	n, err := strconv.Atoi(t.s)
	if err != nil || n < 0 {
		c.fail(t, "%q is no number from 0 on", t.s)
	}
	*to = n
}

func (c *checker) share(t text, to *float64) {
	if t.s == "" {
		return
	}
	share, err := ParseShare(t.s)
	if err != nil {
		c.fail(t, "%v", err)
	}
	*to = share
}

func (c *checker) seed(t text, to *uint64) {
	if t.s == "" {
		return
	}
	n, err := strconv.ParseUint(t.s, 10, 64)
	if err != nil {
		c.fail(t, "seed %q is no number from 0 on", t.s)
	}
	*to = n
}
