package wire

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

// skewed is from when on this machine's clock counts as wrong. A signature may
// be five minutes off; a Date is a second coarse and travels a while.
const skewed = time.Minute

// Clock tells the time. Once an answer's Date has shown that this machine's
// clock is wrong, it tells the server's: tokens and keys end by that one, and
// signatures are held against it. Safe for use by many goroutines.
type Clock struct {
	System func() time.Time
	// Warn is told, once, that the machine's clock is wrong. Optional.
	Warn func(text string)

	mu     sync.Mutex
	offset time.Duration
	warned bool
}

// Now returns the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.System().Add(c.offset)
}

// hear takes the Date of an answer that came just now, took after the request
// was sent. A cache on the way repeats an old Date, and says so by its Age.
func (c *Clock) hear(h http.Header, took time.Duration) {
	if c == nil || h.Get("Age") != "" {
		return
	}
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return
	}
	off := date.Sub(c.System().Add(-took / 2))
	if off.Abs() <= skewed+took/2 {
		off = 0
	}
	c.mu.Lock()
	c.offset = off
	tell := c.Warn != nil && off != 0 && !c.warned
	c.warned = c.warned || tell
	c.mu.Unlock()
	if tell {
		c.Warn(wrongClock(off))
	}
}

func wrongClock(off time.Duration) string {
	direction := "behind"
	if off < 0 {
		direction = "ahead"
	}
	return fmt.Sprintf("this machine's clock is %s %s, says AWS; fob reckons with that, but other tools will not. Set the clock",
		off.Abs().Round(10*time.Second), direction) // a Date is coarse
}
