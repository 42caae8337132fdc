package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"syscall"
)

// The reasons why no answer arrived. Each completes "HOST cannot be reached: …".
const (
	noSuchHost    = "there is no host of that name"
	noNameServer  = "its name could not be looked up, because the name server did not answer"
	tooSlow       = "it did not answer in time"
	refused       = "the connection was refused"
	closed        = "the connection was closed before the answer arrived"
	noRoute       = "there is no network connection to it"
	notAllowed    = "this system does not allow the connection"
	tooManyFiles  = "too many files or connections are open"
	unknownIssuer = "its certificate is signed by an authority that is not trusted here"
	otherHost     = "its certificate is for another host name"
	notNow        = "its certificate has expired or is not valid yet"
	badCert       = "its certificate is not valid"
	noTLS         = "it answered without TLS"
	badTLS        = "it refused the TLS connection"
)

// reasonOf says in plain words why no answer arrived; an error that is not known
// says it in its own.
func reasonOf(err error) string {
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "proxyconnect" {
		return "the proxy cannot be reached: " + reasonOf(op.Err)
	}
	for _, find := range []func(error) string{tlsReason, dnsReason, numberReason, timeReason, cutReason} {
		if reason := find(err); reason != "" {
			return reason
		}
	}
	return err.Error()
}

func tlsReason(err error) string {
	switch {
	case isA[x509.UnknownAuthorityError](err):
		return unknownIssuer
	case isA[x509.HostnameError](err):
		return otherHost
	case isA[x509.CertificateInvalidError](err):
		if e, _ := errors.AsType[x509.CertificateInvalidError](err); e.Reason == x509.Expired {
			return notNow
		}
		return badCert
	case isA[*tls.CertificateVerificationError](err):
		return badCert
	case errors.Is(err, http.ErrSchemeMismatch), isA[tls.RecordHeaderError](err):
		return noTLS
	case isA[tls.AlertError](err):
		return badTLS
	}
	return ""
}

func dnsReason(err error) string {
	e, ok := errors.AsType[*net.DNSError](err)
	switch {
	case !ok:
		return ""
	case e.IsNotFound:
		return noSuchHost
	}
	return noNameServer
}

func numberReason(err error) string {
	if number, ok := errors.AsType[syscall.Errno](err); ok {
		return reasonOfNumber(runtime.GOOS, number)
	}
	return ""
}

// reasonOfNumber translates an error number of an operating system.
// Sources: errno(3), macOS <sys/errno.h>, Windows "Windows Sockets Error Codes".
func reasonOfNumber(goos string, number syscall.Errno) string {
	table := map[syscall.Errno]string{
		1: notAllowed, 13: notAllowed, 23: tooManyFiles, 24: tooManyFiles, 32: closed,
	}
	own := map[syscall.Errno]string{
		99: noRoute, 100: noRoute, 101: noRoute, 103: closed, 104: closed, 110: tooSlow, 111: refused, 112: noRoute, 113: noRoute,
	}
	switch goos {
	case "darwin":
		own = map[syscall.Errno]string{
			49: noRoute, 50: noRoute, 51: noRoute, 53: closed, 54: closed, 60: tooSlow, 61: refused, 64: noRoute, 65: noRoute,
		}
	case "windows":
		table = map[syscall.Errno]string{
			10013: notAllowed, 10024: tooManyFiles, 10049: noRoute, 10050: noRoute, 10051: noRoute, 10053: closed,
			10054: closed, 10055: tooManyFiles, 10060: tooSlow, 10061: refused, 10064: noRoute, 10065: noRoute,
		}
		own = nil
	}
	if reason, ok := own[number]; ok {
		return reason
	}
	return table[number]
}

func timeReason(err error) string {
	var timeout net.Error
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout() {
		return tooSlow
	}
	return ""
}

func cutReason(err error) string {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) {
		return closed
	}
	return ""
}

// isA reports whether err's tree holds an error of type T.
func isA[T error](err error) bool {
	_, ok := errors.AsType[T](err)
	return ok
}

// proxyRefusal is a proxy's answer to the request for a connection.
type proxyRefusal struct{ status int }

// Error completes "HOST cannot be reached: …".
func (e *proxyRefusal) Error() string {
	if e.status == http.StatusProxyAuthRequired {
		return "the proxy asks for a user name and password"
	}
	return fmt.Sprintf("the proxy answered HTTP status %d", e.status)
}

// checkProxy is http.Transport's OnProxyConnectResponse.
func checkProxy(res *http.Response) error {
	if res.StatusCode == http.StatusOK {
		return nil
	}
	return &proxyRefusal{res.StatusCode}
}
