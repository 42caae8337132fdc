package faults

import (
	"math/rand/v2"
	"slices"
	"time"

	"golang.org/x/time/rate"

	"github.com/fobcli/fob/internal/sandbox/org"
)

// rule is a fault that is set.
type rule struct {
	State
	set      time.Time // on the sandbox's clock
	dice     *rand.Rand
	limiters map[string]*rate.Limiter // by operation
}

func newRule(id int, f org.Fault, now time.Time) *rule {
	return &rule{
		State: State{ID: id, Fault: f}, set: now,
		dice:     rand.New(rand.NewPCG(f.Seed, 0)), // #nosec G404 -- faults repeat with their seed
		limiters: map[string]*rate.Limiter{},
	}
}

// over reports whether the rule can never apply again.
func (r *rule) over(now time.Time) bool {
	f := r.Fault
	return f.Count > 0 && r.Given >= f.Count || f.Until > 0 && !now.Before(r.set.Add(f.Until))
}

// takes decides about a call that no earlier fault took. The dice are thrown
// for each matching call, so that which of them are hit depends on the seed
// and their order alone.
func (r *rule) takes(names []string, now, realNow time.Time) bool {
	f := r.Fault
	if f.Operation != "" && !slices.Contains(names, f.Operation) || now.Before(r.set.Add(f.From)) || r.over(now) {
		return false
	}
	r.Matched++
	if r.Matched <= f.Skip {
		return false
	}
	if f.Share > 0 && r.dice.Float64() >= f.Share {
		return false
	}
	if f.Kind == org.FaultLimit && r.limiter(names).AllowN(realNow, 1) {
		return false
	}
	r.Given++
	return true
}

// limiter counts the calls of the operation that the rule names, or of each
// operation for itself.
func (r *rule) limiter(names []string) *rate.Limiter {
	name := r.Fault.Operation
	if name == "" {
		name = names[0]
	}
	if r.limiters[name] == nil {
		burst := r.Fault.Burst
		if burst == 0 {
			burst = r.Fault.CallsPerSecond
		}
		r.limiters[name] = rate.NewLimiter(rate.Limit(r.Fault.CallsPerSecond), burst)
	}
	return r.limiters[name]
}
