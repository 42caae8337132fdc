package wire

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// verdict is what the outcome of one attempt means for the next.
type verdict int

const (
	done      verdict = iota // an answer, or a failure that waiting does not mend
	failed                   // send it again
	throttled                // send it again, later and slower
)

// pacedThrottles is how often a paced request is sent when it is throttled: a
// discovery of a thousand accounts is slowed down many times and still ends.
const pacedThrottles = 12

// maxRetryAfter is the longest Retry-After that is waited for; a longer one
// is told to the person instead.
const maxRetryAfter = time.Minute

// judge tells whether r may be sent again; Client.Do documents the rule.
func judge(r Request, res *Response, err error) verdict {
	if err != nil {
		var t *TransportError
		if !errors.As(err, &t) || t.Untrusted() {
			return done
		}
		if t.Sent && !r.Idempotent {
			return done
		}
		return failed
	}
	switch {
	case isThrottle(r, res):
		return throttled
	case res.Status == http.StatusInternalServerError, res.Status == http.StatusServiceUnavailable:
		return failed
	case res.Status == http.StatusBadGateway, res.Status == http.StatusGatewayTimeout:
		if r.Idempotent {
			return failed
		}
	}
	return done
}

func isThrottle(r Request, res *Response) bool {
	if res == nil {
		return false
	}
	return res.Status == http.StatusTooManyRequests || r.Throttled != nil && r.Throttled(res)
}

// allowed is the number of attempts for an outcome.
func (c *Client) allowed(r Request, v verdict) int {
	if v == throttled && r.Paced {
		return max(c.attempts, pacedThrottles)
	}
	return c.attempts
}

// waitBefore sleeps before the next attempt. It reports false when ctx ends
// first, or when the wait would not fit before ctx's deadline or is too long
// to make anybody sit through it.
func (c *Client) waitBefore(ctx context.Context, v verdict, attempt int, res *Response) bool {
	wait := c.jitter(backoffLimit(v, attempt))
	if res != nil {
		asked := RetryAfter(res.Header)
		if asked > maxRetryAfter {
			return false
		}
		wait = max(wait, asked)
	}
	if end, ok := ctx.Deadline(); ok && time.Until(end) <= wait {
		return false
	}
	return c.sleep(ctx, wait) == nil
}

// sleep waits for d, or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// backoffLimit is the longest wait after an attempt; the wait itself is
// anywhere below it, so that many clients do not come back together.
func backoffLimit(v verdict, attempt int) time.Duration {
	first, most := 250*time.Millisecond, 5*time.Second
	if v == throttled {
		first, most = 500*time.Millisecond, 20*time.Second
	}
	return min(first<<min(attempt-1, 10), most)
}

func fullJitter(limit time.Duration) time.Duration {
	return rand.N(limit + 1) // #nosec G404 -- jitter, not a secret
}

// RetryAfter reads the wait that a Retry-After header asks for: seconds, or a
// date, measured from the answer's own Date. 0 when there is none.
// Source: RFC 9110, section 10.2.3.
func RetryAfter(h http.Header) time.Duration {
	v := h.Get("Retry-After")
	if v == "" {
		return 0
	}
	if s, err := strconv.Atoi(v); err == nil {
		// Beyond a day the number says nothing more, and could overflow.
		return time.Duration(min(max(s, 0), 86400)) * time.Second
	}
	at, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	from, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		from = time.Now()
	}
	return max(at.Sub(from), 0)
}
