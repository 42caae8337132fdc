package wire

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestPaceIsTenASecondAfterTheBurst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, start := newPace(), time.Now()
		for range 30 {
			leave, err := p.enter(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			leave()
		}
		if took := time.Since(start).Round(time.Millisecond); took != 2*time.Second {
			t.Errorf("30 turns took %v, want 2s", took)
		}
	})
}

func TestNoMoreThanFourAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace()
		var mu sync.Mutex
		var inside, most int
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				leave, err := p.enter(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				inside++
				most = max(most, inside)
				mu.Unlock()
				time.Sleep(time.Second)
				mu.Lock()
				inside--
				mu.Unlock()
				leave()
			})
		}
		wg.Wait()
		if most != 4 {
			t.Errorf("%d were inside at once, want 4", most)
		}
	})
}

func TestOneThrottledVolleyHalvesThePaceOnceAndGoodAnswersHealIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace()
		time.Sleep(time.Minute)
		for range 4 {
			p.slowDown()
		}
		if got := p.limiter.Limit(); got != 5 {
			t.Errorf("after one volley the pace is %v a second, want 5", got)
		}
		for range 20 {
			time.Sleep(2 * time.Second)
			p.slowDown()
		}
		if got := p.limiter.Limit(); got != 0.5 {
			t.Errorf("the pace fell to %v a second, want 0.5", got)
		}
		for range 20 * paceHeal {
			p.speedUp()
		}
		if got := p.limiter.Limit(); got != 10 {
			t.Errorf("the pace healed to %v a second, want 10", got)
		}
	})
}

func TestATurnThatComesTooLateIsSaidAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, start := newPace(), time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		var err error
		for range 11 {
			var leave func()
			if leave, err = p.enter(ctx); err == nil {
				leave()
			}
		}
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 0 {
			t.Errorf("got %v after %v, want DeadlineExceeded at once", err, time.Since(start))
		}
	})
}

func TestBackoffGrowsToItsCap(t *testing.T) {
	for _, tc := range []struct {
		v       verdict
		attempt int
		want    time.Duration
	}{
		{failed, 1, 250 * time.Millisecond},
		{failed, 2, 500 * time.Millisecond},
		{failed, 99, 5 * time.Second},
		{throttled, 1, 500 * time.Millisecond},
		{throttled, 5, 8 * time.Second},
		{throttled, 12, 20 * time.Second},
	} {
		if got := backoffLimit(tc.v, tc.attempt); got != tc.want {
			t.Errorf("after attempt %d: %v, want %v", tc.attempt, got, tc.want)
		}
	}
	for range 100 {
		if w := fullJitter(time.Second); w < 0 || w > time.Second {
			t.Errorf("jitter of a second is %v", w)
		}
	}
}

// A server that bears 6 calls a second slows fob down; all calls are answered
// in the end, and few are wasted.
func TestAllArriveInSpiteOfThrottling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const bears, calls = 6, 300
		var mu sync.Mutex
		var second time.Time
		var inSecond, refused int
		c, err := New(Options{})
		if err != nil {
			t.Fatal(err)
		}
		network := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			if now := time.Now().Truncate(time.Second); now != second {
				second, inSecond = now, 0
			}
			if inSecond++; inSecond > bears {
				refused++
				w.WriteHeader(429)
			}
		}))
		c.transport.DialContext = network.dial
		defer c.CloseIdle()
		var wg sync.WaitGroup
		turns := make(chan struct{}, 8)
		for range calls {
			turns <- struct{}{}
			wg.Go(func() {
				defer func() { <-turns }()
				res, err := c.Do(t.Context(), Request{Method: "GET", URL: "http://portal/", Idempotent: true, Paced: true})
				if err != nil || res.Status != 200 {
					t.Errorf("got %+v, %v", res, err)
				}
			})
		}
		wg.Wait()
		if refused > calls/4 {
			t.Errorf("%d calls were refused, besides %d that were answered", refused, calls)
		}
	})
}

// pipes is a network in memory, on which a bubble's clock can stand still.
type pipes struct{ conns chan net.Conn }

func serve(t *testing.T, h http.Handler) *pipes {
	p := &pipes{conns: make(chan net.Conn)}
	s := &http.Server{Handler: h}
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(p) }()
	t.Cleanup(func() { _ = s.Close(); <-done })
	return p
}

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.conns <- theirs:
		return ours, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	c, ok := <-p.conns
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}

func (p *pipes) Close() error   { close(p.conns); return nil }
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }
