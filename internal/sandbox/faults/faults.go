// Package faults gives calls what goes wrong on real networks and in real
// services: late, lost, broken and refused answers.
//
// It owns which call gets which fault, and everything below the protocols: the
// connection, the bytes, the clock that an answer shows. What a service says
// when it refuses is each room's own. What a fault is, is org.Fault.
package faults

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/sandbox/org"
)

// State is a fault that is set, and what it did so far.
type State struct {
	ID      int       `json:"id"`
	Fault   org.Fault `json:"fault"`
	Matched int       `json:"matched"` // calls of its operation within its time
	Given   int       `json:"given"`   // calls that got it
}

// Engine holds the faults that are set. It is safe for use by many goroutines.
type Engine struct {
	now, real func() time.Time
	closing   chan struct{} // closed when the sandbox ends: nobody is kept hanging

	mu    sync.Mutex
	rules []*rule
	last  int
}

// New returns an engine without faults. now is the sandbox's clock, real the
// real one.
func New(now, real func() time.Time) *Engine {
	return &Engine{now: now, real: real, closing: make(chan struct{})}
}

// Close ends all waits. It is called once.
func (e *Engine) Close() { close(e.closing) }

// maxRules is how many faults may be set at once: each call looks at all of them.
const maxRules = 1000

// ErrTooMany is one more fault than may be set at once.
var ErrTooMany = errors.New("1,000 faults are set: clear some first")

// Add sets a fault behind those that are set. Errors: those of Fault.Check, and
// ErrTooMany.
func (e *Engine) Add(f org.Fault) (id int, err error) {
	if err := f.Check(); err != nil {
		return 0, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.sweep(e.now()); len(e.rules) >= maxRules {
		return 0, ErrTooMany
	}
	e.last++
	e.rules = append(e.rules, newRule(e.last, f, e.now()))
	return e.last, nil
}

// List returns the faults that are set, in the order in which they were. One
// whose count or time is over is not among them.
func (e *Engine) List() []State {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.sweep(e.now())
	all := []State{}
	for _, r := range e.rules {
		all = append(all, r.State)
	}
	return all
}

// Clear takes back one fault, or all for zero, and returns how many there were.
func (e *Engine) Clear(id int) (cleared int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.sweep(e.now())
	before := len(e.rules)
	e.keep(func(r *rule) bool { return id != 0 && r.ID != id })
	return before - len(e.rules)
}

func (e *Engine) sweep(now time.Time) { e.keep(func(r *rule) bool { return !r.over(now) }) }

func (e *Engine) keep(good func(*rule) bool) {
	var kept []*rule
	for _, r := range e.rules {
		if good(r) {
			kept = append(kept, r)
		}
	}
	e.rules = kept
}

// Plan is what one call gets.
type Plan struct {
	Kinds []org.FaultKind // for counts and logs
	delay time.Duration
	fault org.Fault // with the zero Kind: none
	e     *Engine
}

// Plan decides what a call gets, whose names run from the general one
// (CreateToken) to the exact one (CreateToken/refresh_token). Latencies add
// up; of the other faults, the first that was set wins.
func (e *Engine) Plan(r *http.Request, names ...string) *Plan {
	p := &Plan{e: e}
	e.mu.Lock()
	now := e.now()
	e.sweep(now)
	for _, rule := range e.rules {
		if p.fault.Kind != "" && rule.Fault.Kind != org.FaultLatency || !rule.takes(names, now, e.real()) {
			continue
		}
		p.Kinds = append(p.Kinds, rule.Fault.Kind)
		if rule.Fault.Kind == org.FaultLatency {
			p.delay += rule.Fault.Delay
		} else {
			p.fault = rule.Fault
		}
	}
	e.mu.Unlock()
	if a, ok := r.Context().Value(answerKey{}).(*answer); ok {
		a.arm(p)
	}
	return p
}

// Start is called before a call is carried out. An error means that it must
// not be: *org.Refusal where the room is to refuse it in its own words; any
// other where no word of the room will be sent.
func (p *Plan) Start(ctx context.Context) error {
	if !p.e.wait(ctx, p.delay) {
		return errUndone
	}
	switch p.fault.Kind {
	case org.FaultStatus:
		return &org.Refusal{Status: p.fault.Status}
	case org.FaultThrottle, org.FaultLimit:
		return &org.Refusal{}
	case org.FaultHang, org.FaultReset, org.FaultGarbage:
		return errUndone
	}
	return nil
}

// wait reports whether d passed before the client or the sandbox was gone.
func (e *Engine) wait(ctx context.Context, d time.Duration) bool {
	if d == 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
	case <-e.closing:
	}
	return false
}

// answerKey finds, in the context of a request, the answer to it.
type answerKey struct{}

// Now is the moment that the service believes it is while it answers r: real
// time, plus the skew that r got.
func (e *Engine) Now(r *http.Request) time.Time {
	now := e.real()
	if a, ok := r.Context().Value(answerKey{}).(*answer); ok && a.plan != nil {
		now = now.Add(a.plan.fault.Skew)
	}
	return now
}
