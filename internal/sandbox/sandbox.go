// Package sandbox is IAM Identity Center on this machine: sign-in, access
// portal, STS and a slice of S3 on one origin of the loopback interface, for
// people without an AWS account and for tests.
//
// It owns what the protocol rooms below it share: the clock, the sessions and
// their tokens, the role credentials, the counts of calls, what goes wrong on
// demand, and the control API.
// It imports no client package of fob, so that each proves the other.
package sandbox

import (
	"io"
	"time"

	"github.com/fobcli/fob/internal/sandbox/org"
)

// Config says what a sandbox is made of. The zero value is a working one: the
// guide's organisation on a free port.
type Config struct {
	// Org is whom and what the sandbox knows; nil means org.Default().
	Org *org.Organisation
	// Addr is the loopback address to listen on, host:port; port 0 means a
	// free one, empty means 127.0.0.1:0. Any other address is refused.
	Addr string
	// KeyFile holds the key that seals client registrations and the session
	// tokens of roles, so that they stay valid after a restart. It is made
	// (0600) when absent. Empty means a random key: they end with the sandbox.
	KeyFile string
	// Log gets one line per call, without any secret; nil means no log.
	Log io.Writer
	// Notices gets a line the first time that an operation is called which the
	// sandbox does not have; nil means that nobody is told.
	Notices io.Writer
	// Now tells the real time; nil means time.Now.
	Now func() time.Time
	// Rotation is what becomes of refresh tokens that are used; empty means
	// what the organisation says.
	Rotation Rotation
	// Faults are set from the start, after the organisation's.
	Faults []Fault
	// RecordSecrets keeps every secret that was ever issued for Secrets.
	RecordSecrets bool
}
