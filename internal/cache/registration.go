package cache

import (
	"errors"
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
	return Registration{}, ErrAbsent
}

// SaveRegistration writes a registration, in place of the other flow's too:
// both flows share one file.
func (s Store) SaveRegistration(id RegistrationID, r Registration) error {
	return errors.ErrUnsupported
}
