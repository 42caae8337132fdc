package cache

import (
	"errors"
	"path/filepath"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// Token is a sign-in: what the portal takes as proof, and what renews it.
type Token struct {
	StartURL              ident.StartURL
	Region                ident.Region // the SSO region; empty when the file names none that could be one
	AccessToken           ident.Secret
	ExpiresAt             time.Time // of the access token; UTC, to the second in files that fob writes
	ClientID              string
	ClientSecret          ident.Secret
	RegistrationExpiresAt time.Time    // zero when unknown
	RefreshToken          ident.Secret // empty when it cannot be renewed

	others object // keys of other tools, kept as they are
}

// ValidAt reports whether the access token can be used at now and for at
// least spare after it.
func (t Token) ValidAt(now time.Time, spare time.Duration) bool {
	return t.AccessToken != "" && t.ExpiresAt.After(now) && t.ExpiresAt.Sub(now) >= spare
}

// Renewable reports whether the token has all that a refresh needs. Whether
// AWS still grants it is known only by trying.
func (t Token) Renewable(now time.Time) bool {
	return t.RefreshToken != "" && t.ClientID != "" && t.ClientSecret != "" && t.RegistrationExpiresAt.After(now)
}

// Token reads the token of a session. Errors: ErrAbsent, *CorruptError, or
// what the file system says.
func (s Store) Token(id SessionID) (Token, error) {
	path := s.TokenPath(id)
	o, err := s.readObject(path)
	if err != nil {
		return Token{}, err
	}
	t := tokenOf(o)
	switch {
	case t.AccessToken == "":
		return Token{}, &CorruptError{Path: path, Err: errors.New("it has no accessToken")}
	case t.ExpiresAt.IsZero():
		return Token{}, &CorruptError{Path: path, Err: errors.New("it has no expiresAt that is a time")}
	}
	return t, nil
}

// SaveToken writes the token of a session, readable by its owner alone. Keys
// of other tools that stand in the file already are kept; everything that
// belongs to the sign-in is t's alone. Once it is safe, the note of the renewal
// that brought it is removed.
func (s Store) SaveToken(id SessionID, t Token) error {
	if err := s.write(s.TokenPath(id), s.tokenFile(s.TokenPath(id), t)); err != nil {
		return err
	}
	s.ForgetRenewal(id)
	return nil
}

// tokenFile is the content with which t replaces what is at path.
func (s Store) tokenFile(path string, t Token) []byte {
	others := append(object(nil), t.others...)
	if old, err := s.readObject(path); err == nil {
		for _, m := range tokenOf(old).others {
			if others.raw(m.key) == nil {
				others = append(others, m)
			}
		}
	}
	t.others = others
	return t.encode()
}

// DeleteToken removes the token of a session, with the note of a renewal that
// may hold another, and tells whether there was one.
func (s Store) DeleteToken(id SessionID) (removed bool, err error) {
	s.ForgetRenewal(id)
	return remove(s.TokenPath(id))
}

// TokenPath returns the file of a session's token.
func (s Store) TokenPath(id SessionID) string {
	return filepath.Join(s.Paths.SSOCache, id.stem()+".json")
}

// TokenFile is a token and the file that holds it.
type TokenFile struct {
	Path  string
	Token Token
}

// AllTokens reads every token there is, whoever wrote it, sorted by path.
// Files that hold something else, or are damaged, are left out; a token whose
// expiry cannot be read is there, with a zero ExpiresAt.
func (s Store) AllTokens() ([]TokenFile, error) {
	var all []TokenFile
	err := eachObject(s.Paths.SSOCache, func(path string, o object) {
		if t := tokenOf(o); t.AccessToken != "" {
			all = append(all, TokenFile{path, t})
		}
	})
	return all, err
}

// RemoveToken removes a token that AllTokens found and tells whether it was
// still there.
func (s Store) RemoveToken(f TokenFile) (removed bool, err error) { return remove(f.Path) }

func tokenOf(o object) Token {
	return Token{
		StartURL:              ident.StartURL(o.text("startUrl")),
		Region:                o.region("region"),
		AccessToken:           ident.Secret(o.text("accessToken")),
		ExpiresAt:             o.time("expiresAt"),
		ClientID:              o.text("clientId"),
		ClientSecret:          ident.Secret(o.text("clientSecret")),
		RegistrationExpiresAt: o.time("registrationExpiresAt"),
		RefreshToken:          ident.Secret(o.text("refreshToken")),
		others: o.without("startUrl", "region", "accessToken", "expiresAt", "clientId",
			"clientSecret", "registrationExpiresAt", "refreshToken"),
	}
}

// encode writes the token in the order of AWS CLI v2, and other tools' keys
// after its own.
func (t Token) encode() []byte {
	b := []byte{'{'}
	for _, f := range [...]struct{ name, value string }{
		{"startUrl", string(t.StartURL)},
		{"region", string(t.Region)},
		{"accessToken", t.AccessToken.Reveal()},
		{"expiresAt", formatTime(t.ExpiresAt)},
		{"clientId", t.ClientID},
		{"clientSecret", t.ClientSecret.Reveal()},
		{"registrationExpiresAt", formatUnlessZero(t.RegistrationExpiresAt)},
		{"refreshToken", t.RefreshToken.Reveal()},
	} {
		if f.value != "" {
			b = appendMember(b, f.name, f.value)
		}
	}
	return append(t.others.appendTo(b), '}')
}

func formatUnlessZero(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return formatTime(t)
}
