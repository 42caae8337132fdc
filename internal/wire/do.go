package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

// Do sends r and returns the answer, whatever its status. Failures are tried
// again with growing, random waits, while ctx's deadline leaves room:
//
//   - 429, and what r.Throttled recognises, up to 12 attempts when r is paced;
//     a Retry-After up to a minute is honoured;
//   - 500 and 503, which say that nothing was done;
//   - a connection that could not be made, since no server saw the request;
//   - when r is idempotent, also 502, 504 and a connection that broke after
//     sending, where the answer may have been lost on its way. A code or a
//     refresh token is not sent again then: the lost answer may have carried
//     its only successor, and a second use can look like theft to the server.
//
// When the attempts are spent the last answer is returned, or a
// *TransportError if there was none. When ctx ends before an answer it returns
// ctx.Err().
func (c *Client) Do(ctx context.Context, r Request) (*Response, error) {
	for attempt := 1; ; attempt++ {
		res, err := c.paced(ctx, r, attempt)
		if err != nil && ctx.Err() != nil {
			return nil, ctx.Err() // an answer that came is given all the same: it may hold the only token
		}
		v := judge(r, res, err)
		if v == done || attempt >= c.allowed(r, v) {
			return res, err
		}
		if !c.waitBefore(ctx, v, attempt, res) {
			if errors.Is(ctx.Err(), context.Canceled) {
				return nil, ctx.Err()
			}
			return res, err
		}
	}
}

// paced sends r once, in its turn when it is paced.
func (c *Client) paced(ctx context.Context, r Request, attempt int) (*Response, error) {
	if !r.Paced {
		return c.once(ctx, r, attempt)
	}
	leave, err := c.pace.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	res, err := c.once(ctx, r, attempt)
	switch {
	case isThrottle(r, res):
		c.pace.slowDown()
	case err == nil:
		c.pace.speedUp()
	}
	return res, err
}

// once sends r and reads the whole answer.
func (c *Client) once(ctx context.Context, r Request, attempt int) (*Response, error) {
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	var sent atomic.Bool
	// From here on bytes of the request can reach the server; what fails
	// earlier (name, connection, proxy, TLS) certainly did not.
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { sent.Store(true) },
	})
	req, err := c.build(ctx, r)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	res, err := c.roundTrip(req)
	if err != nil {
		err = &TransportError{Host: req.URL.Host, Sent: sent.Load(), Attempts: attempt, Err: err}
	}
	if res != nil {
		c.clock.hear(req.URL, res, time.Since(start))
	}
	c.trace.attempt(r, req.URL, attempt, res, err, time.Since(start))
	return res, err
}

func (c *Client) build(ctx context.Context, r Request) (*http.Request, error) {
	u, err := url.Parse(r.URL)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		// The text is not repeated: a query may hold what must not be shown.
		return nil, errors.New("build a request: the address is not an http or https URL")
	}
	if u.User != nil {
		// What comes before an @ looks like the host and is not.
		return nil, errors.New("build a request: the address has a user name before its host " + u.Host)
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, "", bytes.NewReader(r.Body))
	if err != nil {
		return nil, fmt.Errorf("build a request: %w", err)
	}
	req.URL, req.Host = u, u.Host
	if r.Header != nil {
		req.Header = r.Header.Clone()
	}
	if c.userAgent != "" {
		req.Header.Set("User-Agent", c.userAgent)
	}
	return req, nil
}

// roundTrip goes past http.Client on purpose: that one follows redirects, and
// a redirected API call would carry its token to wherever it was pointed.
func (c *Client) roundTrip(req *http.Request) (*Response, error) {
	res, err := c.sender.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody+1))
	if err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	if len(body) > maxBody {
		return nil, fmt.Errorf("read the answer: it is larger than %d MiB", maxBody>>20)
	}
	return &Response{Status: res.StatusCode, Header: res.Header, Body: body}, nil
}
