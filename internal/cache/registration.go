package cache

import (
	"errors"
	"path/filepath"
	"slices"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// Registration is a registered OIDC client.
type Registration struct {
	ClientID     string
	ClientSecret ident.Secret
	ExpiresAt    time.Time // UTC
	Scopes       []string  // nil when none were asked for
	GrantTypes   []string  // nil for a client of the device flow
}

// Grants reports whether the client was registered for a grant. A client of
// the device flow was registered for none in particular.
func (r Registration) Grants(grant string) bool { return slices.Contains(r.GrantTypes, grant) }

// Registration reads a registration. Errors are as those of Token.
func (s Store) Registration(id RegistrationID) (Registration, error) {
	path := s.RegistrationPath(id)
	o, err := s.readObject(path)
	if err != nil {
		return Registration{}, err
	}
	r := Registration{
		ClientID:     o.text("clientId"),
		ClientSecret: ident.Secret(o.text("clientSecret")),
		ExpiresAt:    o.time("expiresAt"),
		Scopes:       o.texts("scopes"),
		GrantTypes:   o.texts("grantTypes"),
	}
	if r.ClientID == "" || r.ClientSecret == "" || r.ExpiresAt.IsZero() {
		return Registration{}, &CorruptError{Path: path, Err: errors.New("it has not all of clientId, clientSecret and expiresAt")}
	}
	return r, nil
}

// SaveRegistration writes a registration, in place of the other flow's too:
// both flows share one file. Keys of other tools are kept.
func (s Store) SaveRegistration(id RegistrationID, r Registration) error {
	b := appendMember([]byte{'{'}, "clientId", r.ClientID)
	b = appendMember(b, "clientSecret", r.ClientSecret.Reveal())
	b = appendMember(b, "expiresAt", formatTime(r.ExpiresAt))
	if r.Scopes != nil {
		b = appendStrings(appendName(b, "scopes"), r.Scopes)
	}
	if r.GrantTypes != nil {
		b = appendStrings(appendName(b, "grantTypes"), r.GrantTypes)
	}
	b = s.others(s.RegistrationPath(id), "clientId", "clientSecret", "expiresAt", "scopes", "grantTypes").appendTo(b)
	return s.write(s.RegistrationPath(id), append(b, '}'))
}

// RegistrationPath returns the file of a registration.
func (s Store) RegistrationPath(id RegistrationID) string {
	return filepath.Join(s.Paths.SSOCache, id.stem()+".json")
}

// DeleteRegistration removes a registration and tells whether there was one.
func (s Store) DeleteRegistration(id RegistrationID) (removed bool, err error) {
	return remove(s.RegistrationPath(id))
}
