package sandbox

import (
	"sync/atomic"
	"time"
)

// clock is real time plus what was advanced. All that the sandbox remembers is
// on this clock, so advancing it ages everything at once. What a client is told
// is converted to real time, since that is what the client compares it with.
type clock struct {
	real   func() time.Time
	offset atomic.Int64 // time.Duration
	run    string       // random; tells this clock from those of earlier runs
}

// newClock returns a clock on real time; nil means time.Now.
func newClock(real func() time.Time) *clock {
	if real == nil {
		real = time.Now
	}
	return &clock{real: real, run: randomText(8)}
}

// Now is the moment on the sandbox's clock.
func (c *clock) Now() time.Time { return c.real().Add(c.advanced()) }

// Seen is what a client's own clock shows at the sandbox's moment t, as long
// as nothing more is advanced.
func (c *clock) Seen(t time.Time) time.Time { return t.Add(-c.advanced()).UTC() }

func (c *clock) advanced() time.Duration { return time.Duration(c.offset.Load()) }

// advance adds d, which must not be negative, and returns the total.
func (c *clock) advance(d time.Duration) time.Duration {
	return time.Duration(c.offset.Add(int64(max(d, 0))))
}

// stamp is a moment that is sealed into something that outlives the sandbox's
// process, and with it what was advanced.
type stamp struct {
	Real     int64         `json:"r"` // Unix nanoseconds of real time
	Advanced time.Duration `json:"a"` // nanoseconds
	Run      string        `json:"c"` // the clock that took it
}

// stamp is the present moment.
func (c *clock) stamp() stamp {
	return stamp{Real: c.real().UnixNano(), Advanced: c.advanced(), Run: c.run}
}

// moment is a stamp on this clock. One of an earlier run is its real time: what
// was advanced before a restart is forgotten, and what is advanced now ages it.
func (c *clock) moment(s stamp) time.Time {
	t := time.Unix(0, s.Real)
	if s.Run == c.run {
		t = t.Add(s.Advanced)
	}
	return t
}
