package faults

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/fobcli/fob/internal/sandbox/org"
)

// errUndone is what a room gets in place of a call that is not carried out.
// Whatever it makes of it is thrown away.
var errUndone = errors.New("a fault took this call")

// answer is a room's answer on its way to the client. Without a fault that
// changes it, it goes through as it is written.
type answer struct {
	http.ResponseWriter
	plan   *Plan
	held   bool // keep the body back until the room is done
	status int
	body   []byte
}

// Wrap lets the faults of the calls in next take effect.
func (e *Engine) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := &answer{ResponseWriter: w, status: http.StatusOK}
		r = r.WithContext(context.WithValue(r.Context(), answerKey{}, a))
		next.ServeHTTP(a, r)
		if a.held {
			a.deliver(r)
		}
	})
}

// arm prepares for what the call gets, before the room writes anything.
func (a *answer) arm(p *Plan) {
	a.plan = p
	f := p.fault
	switch f.Kind {
	case "", org.FaultLatency:
	case org.FaultStatus, org.FaultThrottle, org.FaultLimit:
		if f.RetryAfter > 0 {
			a.Header().Set("Retry-After", strconv.Itoa(int(f.RetryAfter/time.Second)))
		}
	case org.FaultSkew:
		a.Header().Set("Date", p.e.real().Add(f.Skew).UTC().Format(http.TimeFormat))
	default:
		a.held = true
	}
}

// WriteHeader makes answer an http.ResponseWriter.
func (a *answer) WriteHeader(status int) {
	a.status = status
	if !a.held {
		a.ResponseWriter.WriteHeader(status)
	}
}

// Write makes answer an http.ResponseWriter.
func (a *answer) Write(p []byte) (int, error) {
	if !a.held {
		return a.ResponseWriter.Write(p)
	}
	a.body = append(a.body, p...)
	return len(p), nil
}

// Unwrap lets http.ResponseController reach the real writer.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
