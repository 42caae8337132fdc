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

// Signer says whose keys signed a request.
type Signer struct {
	AccessKeyID string
	Token       ident.Secret // the session token; empty for long-lived keys
}

// Keys knows the access keys that were issued.
type Keys interface {
	// Secret returns the secret access key of a signer whose keys are valid.
	// Otherwise the kind says what is wrong with them: UnknownKey, WrongToken
	// or Expired.
	Secret(s Signer) (ident.Secret, Kind)
}

// Verifier checks signatures. It is safe for use by many goroutines.
type Verifier struct {
	Keys Keys
	// Now is real time, since clients sign with their own clock; it is told
	// about which request it is asked, as a service's clock can be wrong.
	Now func(*http.Request) time.Time
}

// Verify checks that r with this body is signed for a service, such as sts,
// in any region of AWS, and returns whose keys signed it.
//
// Errors: *Error with the kind of what is wrong; every service words it in its
// own way.
//
// Source: IAM user guide, "Create a signed AWS API request".
func (v Verifier) Verify(r *http.Request, body []byte, service string) (Signer, error) {
	s, err := read(r)
	if err != nil {
		return Signer{}, err
	}
	if s.service != service {
		return Signer{}, fail(Mismatch, "Credential should be scoped to correct service: '%s'.", service)
	}
	if !isRegion(s.region) {
		return Signer{}, &Error{Kind: WrongRegion, Message: "Credential should be scoped to a valid region.", Region: s.region}
	}
	if err := s.checkTime(v.Now(r)); err != nil {
		return Signer{}, err
	}
	signer := Signer{AccessKeyID: s.accessKeyID, Token: ident.Secret(s.token)}
	secret, wrong := v.Keys.Secret(signer)
	if wrong != 0 {
		return Signer{}, fail(wrong, "")
	}
	payload, err := s.payloadHash(r, body)
	if err != nil {
		return Signer{}, err
	}
	canonical, err := s.canonicalRequest(r, payload)
	if err != nil {
		return Signer{}, err
	}
	if !equal(s.sign(secret, canonical), s.signature) {
		return Signer{}, fail(Mismatch, "")
	}
	return signer, nil
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
	WrongRegion                    // signed for a region that AWS does not have
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
	Region  string // of the signature; for WrongRegion alone
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
