package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"
)

// Limits of one attempt. The services answer within a second or two; what
// takes longer than these is a network that does not recover by waiting.
const (
	connectTimeout  = 10 * time.Second // TCP, and again for TLS
	responseTimeout = 12 * time.Second // from the request to the answer's header
	attemptTimeout  = 60 * time.Second // all of it, body included
	maxBody         = 8 << 20          // bytes; a page of 100 accounts has some 20 KB
)

// defaultAttempts is what AWS's own clients do.
const defaultAttempts = 3

// Options configure a Client.
type Options struct {
	// CABundle is a file of PEM certificates that replaces the system's
	// trusted roots, as in the AWS CLI; empty means the system's.
	CABundle string
	// Lookup is the environment that names proxies (HTTPS_PROXY, HTTP_PROXY,
	// NO_PROXY, or lower case, which wins). Nil means no proxy.
	Lookup    func(name string) (string, bool)
	UserAgent string
	Trace     *Trace // nil means no trace
	// Clock hears the dates of the answers. Optional.
	Clock *Clock
	// Attempts is how often a failing request is sent in all; 0 means 3.
	Attempts int
	// Sleep waits between attempts and returns ctx's error when that ends first.
	// Nil waits in real time; tests pass one that does not.
	Sleep func(ctx context.Context, d time.Duration) error
	// Transport sends in place of the client's own, which alone knows of
	// proxies and CABundle. Optional.
	Transport http.RoundTripper
}

// Client sends requests. It is safe for use by many goroutines.
type Client struct {
	transport *http.Transport
	sender    http.RoundTripper // the transport, or what was handed in
	userAgent string
	trace     *Trace
	clock     *Clock
	attempts  int
	pace      *pace
	jitter    func(limit time.Duration) time.Duration
	sleep     func(ctx context.Context, d time.Duration) error
}

var _ Doer = (*Client)(nil)

// New returns a client. The error names the CA bundle or the proxy variable
// that cannot be used; it never repeats a proxy's password.
func New(o Options) (*Client, error) {
	proxy, err := proxyFrom(o.Lookup)
	if err != nil {
		return nil, err
	}
	trust, err := trustOf(o.CABundle)
	if err != nil {
		return nil, err
	}
	attempts := o.Attempts
	if attempts <= 0 {
		attempts = defaultAttempts
	}
	c := &Client{
		transport: &http.Transport{
			Proxy:                  proxy.forRequest,
			OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, res *http.Response) error { return checkProxy(res) },
			DialContext:            (&net.Dialer{Timeout: connectTimeout}).DialContext,
			TLSClientConfig:        trust,
			TLSHandshakeTimeout:    connectTimeout,
			ResponseHeaderTimeout:  responseTimeout,
			MaxResponseHeaderBytes: 64 << 10,
			MaxIdleConnsPerHost:    paceInFlight,
			IdleConnTimeout:        30 * time.Second,
			DisableCompression:     true, // answers are small, and a bomb stays small
		},
		userAgent: o.UserAgent,
		trace:     o.Trace,
		clock:     o.Clock,
		attempts:  attempts,
		pace:      newPace(),
		jitter:    fullJitter,
		sleep:     sleep,
	}
	if o.Sleep != nil {
		c.sleep, c.pace.sleep = o.Sleep, o.Sleep
	}
	c.sender = c.transport
	if o.Transport != nil {
		c.sender = o.Transport
	}
	return c, nil
}

// CloseIdle closes the connections that are kept for the next request.
func (c *Client) CloseIdle() { c.transport.CloseIdleConnections() }

// trustOf returns a TLS configuration that trusts the certificates in file
// alone, or nil, for Go's own defaults, when file is empty.
func trustOf(file string) (*tls.Config, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read CA bundle: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("read CA bundle %s: no PEM certificate in it", file)
	}
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, nil
}
