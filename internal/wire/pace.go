package wire

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// The portal publishes no limit. Tools that call it 20 times a second are
// throttled in large organisations, those at 5 are not; so: start at 10, give
// way quickly, come back slowly.
const (
	paceStart    = rate.Limit(10) // requests a second
	paceLeast    = rate.Limit(0.5)
	paceBurst    = 10
	paceInFlight = 4
	// paceCutGap keeps the answers of one volley from halving the pace once
	// each: they all report the same moment.
	paceCutGap = time.Second
	// paceHeal is how many good answers in a row earn one request a second.
	paceHeal = 20
)

// pace keeps many goroutines together within what a service bears: one
// throttled answer slows them all. Safe for use by many goroutines.
type pace struct {
	slots   chan struct{}
	limiter *rate.Limiter
	sleep   func(ctx context.Context, d time.Duration) error

	mu      sync.Mutex
	lastCut time.Time
	good    int // answers since the last change
}

func newPace() *pace {
	return &pace{
		slots:   make(chan struct{}, paceInFlight),
		limiter: rate.NewLimiter(paceStart, paceBurst),
		sleep:   sleep,
	}
}

// enter waits for a turn. The caller calls leave when its answer is there.
// The error is ctx's, or says that the turn would come after ctx's deadline.
func (p *pace) enter(ctx context.Context) (leave func(), err error) {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := p.wait(ctx); err != nil {
		<-p.slots
		return nil, err
	}
	return func() { <-p.slots }, nil
}

// wait waits until the limiter allows a request. It fails at once where that
// would be after ctx's deadline.
func (p *pace) wait(ctx context.Context) error {
	r := p.limiter.Reserve()
	delay := r.Delay()
	if end, ok := ctx.Deadline(); ok && time.Until(end) < delay {
		r.Cancel()
		return fmt.Errorf("wait for a turn: %w", context.DeadlineExceeded)
	}
	if delay == 0 {
		return ctx.Err()
	}
	if err := p.sleep(ctx, delay); err != nil {
		r.Cancel()
		return err
	}
	return nil
}

// slowDown halves the pace and empties the bucket: the burst that was saved
// up would only be throttled too.
func (p *pace) slowDown() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.good = 0
	now := time.Now()
	if now.Sub(p.lastCut) < paceCutGap {
		return
	}
	p.lastCut = now
	p.limiter.SetLimitAt(now, max(p.limiter.Limit()/2, paceLeast))
	p.limiter.SetBurstAt(now, 1)
}

// speedUp counts a good answer, and raises the pace after many.
func (p *pace) speedUp() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.limiter.Limit() >= paceStart {
		return
	}
	if p.good++; p.good >= paceHeal {
		p.good = 0
		p.limiter.SetLimit(min(p.limiter.Limit()+1, paceStart))
	}
}
