// Package sigv4 checks that a request is signed with keys that the sandbox
// issued, in AWS's Signature Version 4: the header form and the presigned
// (query) form.
//
// It never signs, and shares nothing with the signer that clients use: the
// SDK's is the oracle in its tests.
package sigv4

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// maxSkew is how far a request's time may be from ours.
// Source: IAM user guide, "Signature Version 4 and timing".
const maxSkew = 15 * time.Minute

// Key is what a signature is checked against.
type Key struct {
	Secret  ident.Secret
	Token   ident.Secret // empty for long-lived keys
	Expired bool
}

// Keys knows the access keys that were issued.
type Keys interface {
	Key(accessKeyID string) (Key, bool)
}

// Verifier checks signatures. It is safe for use by many goroutines.
type Verifier struct {
	Keys Keys
	// Now is real time, since clients sign with their own clock; it is told
	// about which request it is asked, as a service's clock can be wrong.
	Now func(*http.Request) time.Time
}

// Verify checks that r with this body is signed for a service, such as sts,
// in any region, and returns the access key id that signed it.
//
// Errors: *Error with the kind of what is wrong; every service words it in its
// own way.
//
// Source: IAM user guide, "Create a signed AWS API request".
func (v Verifier) Verify(r *http.Request, body []byte, service string) (accessKeyID string, err error) {
	s, err := read(r)
	if err != nil {
		return "", err
	}
	if s.service != service {
		return "", fail(Mismatch, "Credential should be scoped to correct service: '%s'.", service)
	}
	if err := s.checkTime(v.Now(r)); err != nil {
		return "", err
	}
	key, ok := v.Keys.Key(s.accessKeyID)
	if !ok {
		return "", fail(UnknownKey, "")
	}
	if !equal(key.Token.Reveal(), s.token) {
		return "", fail(WrongToken, "")
	}
	if key.Expired {
		return "", fail(Expired, "")
	}
	payload, err := s.payloadHash(r, body)
	if err != nil {
		return "", err
	}
	canonical, err := s.canonicalRequest(r, payload)
	if err != nil {
		return "", err
	}
	if !equal(s.sign(key.Secret, canonical), s.signature) {
		return "", fail(Mismatch, "")
	}
	return s.accessKeyID, nil
}

// Service tells which service a request claims to be signed for; empty when it
// carries no readable signature. It verifies nothing: it is for dispatching.
func Service(r *http.Request) string {
	s, err := read(r)
	if err != nil {
		return ""
	}
	return s.service
}

// equal compares in a time that depends on the lengths only.
func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// Kind is what is wrong with a signature.
type Kind int

// The kinds, in the order in which they are found out.
const (
	Missing        Kind = iota + 1 // there is no signature
	Incomplete                     // a part is missing or cannot be read; the message says which
	Skewed                         // signed too long ago or in the future
	PresignExpired                 // a presigned address is past its own time
	UnknownKey                     // nobody was given this access key
	WrongToken                     // the session token is not the one of this key
	Expired                        // the key's time is over
	WrongPayload                   // the body is not the one that was signed
	Mismatch                       // the signature is another
)

// Error says what is wrong with a signature. Message may be empty, or may be
// AWS's own words where they name a part; it holds no secret.
type Error struct {
	Kind    Kind
	Message string
}

func (e *Error) Error() string {
	if e.Message == "" {
		return fmt.Sprintf("signature refused (kind %d)", e.Kind)
	}
	return e.Message
}

func fail(k Kind, format string, args ...any) error {
	return &Error{Kind: k, Message: fmt.Sprintf(format, args...)}
}
