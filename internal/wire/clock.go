package wire

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/url"
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
// to u was sent. It believes only the service: a proxy, a captive portal or a
// cache on the way answers with a Date of its own.
func (c *Clock) hear(u *url.URL, res *Response, took time.Duration) {
	if c == nil || !fromService(u, res) {
		return
	}
	date, err := http.ParseTime(res.Header.Get("Date"))
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

// fromService reports whether an answer is an AWS service's own: over TLS or
// from this machine, with the service's request id, and with a result or an
// error in a service's shape. A cache repeats an old answer and says so by its Age.
func fromService(u *url.URL, res *Response) bool {
	if u.Scheme != "https" && !isLoopback(u.Hostname()) {
		return false
	}
	h := res.Header
	if h.Get("Age") != "" || h.Get("X-Amzn-Requestid") == "" && h.Get("X-Amz-Request-Id") == "" {
		return false
	}
	return res.Status < 300 || h.Get("X-Amzn-Errortype") != "" ||
		bytes.Contains(res.Body[:min(len(res.Body), 512)], []byte("<Error")) // STS and S3
}

func isLoopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

func wrongClock(off time.Duration) string {
	direction := "behind"
	if off < 0 {
		direction = "ahead"
	}
	return fmt.Sprintf("this machine's clock is %s %s, according to AWS; fob corrects for it, but other tools do not. Set the clock",
		off.Abs().Round(10*time.Second), direction) // a Date is coarse
}
