package cache

import (
	"errors"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// Token is a sign-in: what the portal takes as proof, and what renews it.
type Token struct {
	StartURL              ident.StartURL
	Region                ident.Region // the SSO region
	AccessToken           ident.Secret
	ExpiresAt             time.Time // of the access token; UTC, to the second in files that fob writes
	ClientID              string
	ClientSecret          ident.Secret
	RegistrationExpiresAt time.Time    // zero when unknown
	RefreshToken          ident.Secret // empty when it cannot be renewed

	others []member // keys of other tools, kept as they are
}

// ValidAt reports whether the access token can be used at now and for at
// least spare after it.
func (t Token) ValidAt(now time.Time, spare time.Duration) bool {
	return t.AccessToken != "" && t.ExpiresAt.Sub(now) >= spare && t.ExpiresAt.After(now)
}

// Renewable reports whether the token has all that a refresh needs. Whether
// AWS still grants it is known only by trying.
func (t Token) Renewable(now time.Time) bool {
	return t.RefreshToken != "" && t.ClientID != "" && t.ClientSecret != "" && t.RegistrationExpiresAt.After(now)
}

// TokenFile is a token and the file that holds it.
type TokenFile struct {
	Path  string
	Token Token
}

type member struct{ key, raw string }

// Token reads the token of a session. Errors: ErrAbsent, *CorruptError, or
// what the file system says.
func (s Store) Token(id SessionID) (Token, error) { return Token{}, ErrAbsent }

// SaveToken writes the token of a session. Keys of other tools that stand in
// the file already are kept.
func (s Store) SaveToken(id SessionID, t Token) error { return errors.ErrUnsupported }

// DeleteToken removes the token of a session and tells whether there was one.
func (s Store) DeleteToken(id SessionID) (removed bool, err error) {
	return false, errors.ErrUnsupported
}

// AllTokens reads every token there is, whoever wrote it, sorted by path.
// Files that hold something else, or are damaged, are left out.
func (s Store) AllTokens() ([]TokenFile, error) { return nil, errors.ErrUnsupported }

// RemoveToken removes a token that AllTokens found and tells whether it was
// still there.
func (s Store) RemoveToken(f TokenFile) (removed bool, err error) {
	return false, errors.ErrUnsupported
}
