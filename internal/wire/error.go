package wire

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"

	"github.com/fobcli/fob/internal/fault"
)

// TransportError says that no answer arrived: the network, a proxy or a
// certificate stood in the way.
type TransportError struct {
	Host     string // of the URL that was asked for, with its port if any
	Sent     bool   // the request may have reached the server
	Attempts int    // how often it was sent
	Err      error
}

// Error tells the host, the number of attempts and the cause.
func (e *TransportError) Error() string {
	if e.Attempts > 1 {
		return fmt.Sprintf("reach %s (%d attempts): %v", e.Host, e.Attempts, e.Err)
	}
	return fmt.Sprintf("reach %s: %v", e.Host, e.Err)
}

// Unwrap returns the cause.
func (e *TransportError) Unwrap() error { return e.Err }

// Untrusted reports whether the server's certificate was refused.
func (e *TransportError) Untrusted() bool {
	var t *tls.CertificateVerificationError
	return errors.As(e.Err, &t)
}

// As lets errors.As find what a person is told: every command can meet the
// network, and none has more to say about it than this.
func (e *TransportError) As(target any) bool {
	f, ok := target.(**fault.Error)
	if !ok {
		return false
	}
	hint, remedy := e.advice()
	*f = &fault.Error{
		Summary: fmt.Sprintf("%s cannot be reached: %s", e.Host, reasonOf(e.Err)),
		Hint:    hint,
		Remedy:  remedy,
		Err:     e,
	}
	return true
}

// advice says what to type or check; empty when only time can help.
func (e *TransportError) advice() (hint, remedy string) {
	var dns *net.DNSError
	var op *net.OpError
	switch {
	case e.Untrusted():
		return "Behind a company's proxy, name its certificates:", "--ca-bundle FILE   or   AWS_CA_BUNDLE=FILE"
	case isA[*proxyRefusal](e.Err), errors.As(e.Err, &op) && op.Op == "proxyconnect":
		return "Check the proxy in:", "HTTPS_PROXY, HTTP_PROXY, NO_PROXY"
	case errors.As(e.Err, &dns) && dns.IsNotFound:
		return "Check the network, and the region:", "fob configure list"
	}
	return "", ""
}
