// Package wire is fob's HTTP client: timeouts, proxies and CA certificates,
// retries, a shared pace, signing, and a trace that is safe to paste.
//
// A Client belongs to one run; there is no global one, and the process's own
// environment is never read: what matters of it is handed in. Redirects are
// never followed, because requests carry tokens.
package wire

import (
	"context"
	"net/http"
)

// Doer sends a request; *Client is one, and tests have their own.
type Doer interface {
	Do(ctx context.Context, r Request) (*Response, error)
}

// Request is one call. The URL is absolute.
type Request struct {
	Method string
	URL    string
	Header http.Header // may be nil; names in canonical form
	Body   []byte

	// Idempotent says that sending the request twice does no harm. Without it
	// the request is not sent again once its answer may have been lost: see
	// Client.Do.
	Idempotent bool
	// Paced requests share the client's pace: 10 a second, 4 at once.
	Paced bool
	// Throttled says that an answer means "slow down" although its status is
	// not 429. May be nil.
	Throttled func(*Response) bool
}

// Response is an answer with its whole body. Its status may be any.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// RequestID returns the id by which AWS support finds the call, or "".
func (r *Response) RequestID() string {
	for _, name := range [...]string{"X-Amzn-Requestid", "X-Amz-Request-Id", "Requestid"} {
		if v := r.Header.Get(name); v != "" {
			return v
		}
	}
	return ""
}
