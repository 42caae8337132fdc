package wire

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
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

// Remedy says what to type or check; empty when only time can help.
func (e *TransportError) Remedy() string {
	var dns *net.DNSError
	switch {
	case e.Untrusted():
		return "--ca-bundle FILE   (or AWS_CA_BUNDLE): the certificates of your company's proxy"
	case strings.Contains(e.Err.Error(), "proxyconnect"), strings.Contains(e.Err.Error(), "Proxy Authentication"):
		return "check HTTPS_PROXY and NO_PROXY"
	case errors.As(e.Err, &dns) && dns.IsNotFound:
		return "check the network and the region: the host name does not exist here"
	}
	return ""
}
