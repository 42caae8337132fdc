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
