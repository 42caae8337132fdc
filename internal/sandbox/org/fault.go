package org

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// FaultKind is what goes wrong with a call.
type FaultKind string

// The kinds. Those that say so leave the call undone; after all others the
// service has changed its state, whatever the client gets to see.
const (
	FaultLatency     FaultKind = "latency"      // the answer comes later
	FaultStatus      FaultKind = "status"       // an HTTP status from 400 on, in the service's shape; undone
	FaultThrottle    FaultKind = "throttle"     // the service's own words for "too many calls"; undone
	FaultLimit       FaultKind = "limit"        // Throttle for what exceeds a number of calls per second; undone
	FaultHang        FaultKind = "hang"         // no answer until the client gives up; undone
	FaultReset       FaultKind = "reset"        // the connection is reset; undone
	FaultResetWithin FaultKind = "reset-within" // the connection is reset in the middle of the answer
	FaultGarbage     FaultKind = "garbage"      // 200 with bytes that mean nothing; undone
	FaultTruncated   FaultKind = "truncated"    // 200 with the first half of the body, and its length
	FaultMistyped    FaultKind = "mistyped"     // the body with values of other types
	FaultSkew        FaultKind = "skew"         // the service's clock is wrong: its Date, its check of signatures
	FaultSlow        FaultKind = "slow"         // the body comes byte by byte
	FaultLost        FaultKind = "lost"         // the call is carried out; then the connection is reset
)

type kindNeed struct {
	kind FaultKind
	key  string
}

// needs are the kinds, in the order in which help lists them, with the key
// that each cannot do without.
var needs = []kindNeed{
	{FaultLatency, "delay"},
	{FaultStatus, "status"},
	{FaultThrottle, ""},
	{FaultLimit, "callsPerSecond"},
	{FaultHang, ""},
	{FaultReset, ""},
	{FaultResetWithin, ""},
	{FaultGarbage, ""},
	{FaultTruncated, ""},
	{FaultMistyped, ""},
	{FaultSkew, "skew"},
	{FaultSlow, "bytesPerSecond"},
	{FaultLost, ""},
}

// Fault is what goes wrong with some of the calls. The zero value of what
// chooses the calls means all of them.
type Fault struct {
	Kind      FaultKind
	Operation string // such as GetRoleCredentials or CreateToken/refresh_token; empty: every one

	// From and Until bound the time on the sandbox's clock, counted from the
	// moment when the fault was set: real time passes on it, and Advance moves
	// it. Until zero has no end.
	From, Until time.Duration
	Skip        int     // that many calls pass first
	Share       float64 // of the calls get it, above 0 and below 1; zero: all
	Seed        uint64  // throws the dice for Share: the same seed, the same calls
	Count       int     // that many calls get it, then it is over; zero: no end

	Delay          time.Duration // Latency
	Status         int           // Status: 400 to 599
	RetryAfter     time.Duration // Status, Throttle, Limit: whole seconds; zero: no such header
	Skew           time.Duration // Skew: how far the service's clock is ahead; may be negative
	BytesPerSecond int           // Slow
	CallsPerSecond int           // Limit, of each operation for itself, in real time
	Burst          int           // Limit: calls that may come at once; zero: CallsPerSecond
}

// listed says where a person finds all that there is.
const listed = `"fob-sandbox fault set --help" lists them`

// FaultError is something wrong with a fault; Key is its name in a file.
type FaultError struct{ Key, Message string }

func (e *FaultError) Error() string { return e.Message }

func faultError(key, format string, args ...any) error {
	return &FaultError{key, fmt.Sprintf(format, args...)}
}

// Check reports what is wrong with a fault, as a *FaultError.
func (f Fault) Check() error {
	i := slices.IndexFunc(needs, func(n kindNeed) bool { return n.kind == f.Kind })
	if i < 0 {
		return faultError("fault", "there is no fault %q; %s", f.Kind, listed)
	}
	if f.Operation != "" && !slices.Contains(operations, f.Operation) {
		return faultError("operation", "there is no operation %q; %s", f.Operation, listed)
	}
	if err := f.checkChoice(); err != nil {
		return err
	}
	return f.checkParameters(needs[i].key)
}

func (f Fault) checkChoice() error {
	switch {
	case f.Share < 0 || f.Share > 1:
		return faultError("share", "share %v: want more than 0, up to 1", f.Share)
	case f.Skip < 0:
		return faultError("skip", "skip %d: want a number from 0 on", f.Skip)
	case f.Count < 0:
		return faultError("count", "count %d: want a number from 0 on", f.Count)
	case f.From < 0:
		return faultError("from", "from %s: want a duration from 0 on", f.From)
	case f.Until != 0 && f.Until <= f.From:
		return faultError("until", "until %s: want later than from, %s", f.Until, f.From)
	}
	return nil
}

// checkParameters wants the one that the kind needs, within its limits, and
// refuses those that would have no effect.
func (f Fault) checkParameters(need string) error {
	for _, p := range []struct {
		key  string
		set  bool
		good bool
		want string
	}{
		{"delay", f.Delay != 0, f.Delay > 0 && f.Delay <= time.Hour, "more than 0, up to an hour"},
		{"status", f.Status != 0, f.Status >= 400 && f.Status <= 599, "400 to 599"},
		{"skew", f.Skew != 0, f.Skew.Abs() <= 365*24*time.Hour, "at most a year"},
		{"bytesPerSecond", f.BytesPerSecond != 0, f.BytesPerSecond > 0, "a number from 1 on"},
		{"callsPerSecond", f.CallsPerSecond != 0, f.CallsPerSecond > 0, "a number from 1 on"},
	} {
		switch {
		case p.key == need && !p.set:
			return faultError(p.key, "%s is missing: the fault %s needs it", p.key, f.Kind)
		case p.key != need && p.set:
			return faultError(p.key, "%s means nothing for the fault %s", p.key, f.Kind)
		case p.set && !p.good:
			return faultError(p.key, "%s: want %s", p.key, p.want)
		}
	}
	refuses := f.Kind == FaultStatus || f.Kind == FaultThrottle || f.Kind == FaultLimit
	switch {
	case f.RetryAfter != 0 && !refuses:
		return faultError("retryAfter", "retryAfter means nothing for the fault %s", f.Kind)
	case f.RetryAfter < 0 || f.RetryAfter%time.Second != 0:
		return faultError("retryAfter", "retryAfter %s: want whole seconds", f.RetryAfter)
	case f.Burst != 0 && f.Kind != FaultLimit:
		return faultError("burst", "burst means nothing for the fault %s", f.Kind)
	case f.Burst < 0:
		return faultError("burst", "burst %d: want a number from 1 on", f.Burst)
	}
	return nil
}

// Refusal is what a call is answered with instead of being carried out. Each
// room says it in its service's words.
type Refusal struct {
	Status int // zero: the service's own way to say that there are too many calls
}

func (r *Refusal) Error() string { return "refused by a fault" }

// ParseShare reads a share of the calls: 30% or 0.3.
func ParseShare(s string) (float64, error) {
	number, percent := strings.CutSuffix(s, "%")
	share, err := strconv.ParseFloat(number, 64)
	if percent {
		share /= 100
	}
	if err != nil || !(share > 0 && share <= 1) {
		return 0, fmt.Errorf("share %q: want 1%% to 100%%, or 0.01 to 1", s)
	}
	return share, nil
}
