package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"github.com/fobcli/fob/internal/sandbox"
)

// The bars of a run that finds no credentials of the role in the cache, in a
// network where each answer takes latency.
const (
	latency   = 50 * time.Millisecond
	barBeside = 30 * time.Millisecond // what fob may take beside the answers
)

// coldRun is a run that has to ask.
type coldRun struct {
	name    string
	expired bool     // the token's time is over, too
	calls   []string // what has to be asked, each once
}

var coldRuns = []coldRun{
	{name: "token valid, no role credentials", calls: []string{"GetRoleCredentials"}},
	{name: "token expired, no role credentials", expired: true, calls: []string{"CreateToken", "GetRoleCredentials"}},
}

// measureCold prints what asking takes and whether the bars are met.
func measureCold(ctx context.Context, w io.Writer, p programs, dir string, runs int) (met bool, err error) {
	h, err := signIn(ctx, filepath.Join(dir, "cold"))
	if err != nil {
		return false, err
	}
	defer func() { _ = h.sandbox.Close() }()
	if _, err := h.sandbox.Fault(sandbox.Fault{Kind: sandbox.Latency, Delay: latency}); err != nil {
		return false, err
	}
	fmt.Fprintf(w, "\nfob credential-process that has to ask, each answer %s late\n", latency)
	met = true
	for _, c := range coldRuns {
		var walls []time.Duration
		for range runs {
			took, err := h.cold(ctx, p, c)
			if err != nil {
				return false, fmt.Errorf("%s: %w", c.name, err)
			}
			walls = append(walls, took.wall)
		}
		slices.Sort(walls)
		bar := time.Duration(len(c.calls))*latency + barBeside
		word := "met"
		if median(walls) > bar {
			word, met = "MISSED", false
		}
		fmt.Fprintf(w, "bar %3d ms  %-37s median %s, worst %s; calls: %v  %s\n",
			bar.Milliseconds(), c.name, millis(median(walls)), millis(walls[len(walls)-1]), c.calls, word)
	}
	return met, nil
}

// cold runs fob once, and fails when it asked other than it should.
func (h *signedIn) cold(ctx context.Context, p programs, c coldRun) (cost, error) {
	if err := h.forgetKeys(); err != nil {
		return cost{}, err
	}
	if c.expired {
		if err := h.expireToken(); err != nil {
			return cost{}, err
		}
	}
	h.sandbox.ResetCalls()
	took, err := once(ctx, p, h.subject(), vend(p, few))
	if err != nil {
		return cost{}, err
	}
	return took, expectCalls(h.sandbox.Calls(), c.calls)
}

// subject is a run in this home.
func (h *signedIn) subject() subject {
	return subject{home: h.home, vars: []string{"AWS_ENDPOINT_URL=" + h.sandbox.URL()}}
}

// expectCalls fails unless exactly these operations were called, each once.
func expectCalls(calls map[string]sandbox.Calls, want []string) error {
	total := 0
	for _, operation := range want {
		if n := calls[operation].Total; n != 1 {
			return fmt.Errorf("%s was called %d times: %v", operation, n, calls)
		}
	}
	for operation, n := range calls {
		if filepath.Dir(operation) == "." { // CreateToken/refresh_token is a CreateToken, too
			total += n.Total
		}
	}
	if total != len(want) {
		return fmt.Errorf("%d calls, want %v: %v", total, want, calls)
	}
	return nil
}
