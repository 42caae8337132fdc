package wire

import (
	"context"
	"errors"
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
		{failed, 1, 250 * time.Millisecond}, {failed, 2, 500 * time.Millisecond}, {failed, 99, 5 * time.Second},
		{throttled, 1, 500 * time.Millisecond}, {throttled, 5, 8 * time.Second}, {throttled, 12, 20 * time.Second},
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
