package cache

import (
	"errors"

	"github.com/fobcli/fob/internal/ident"
)

// Role reads the credentials of a role. AccountID is always filled. Errors are
// as those of Token.
func (s Store) Role(id RoleID) (ident.Credentials, error) { return ident.Credentials{}, ErrAbsent }

// SaveRole writes the credentials of a role.
func (s Store) SaveRole(id RoleID, c ident.Credentials) error { return errors.ErrUnsupported }

// DeleteRole removes the credentials of a role and tells whether there were any.
func (s Store) DeleteRole(id RoleID) (removed bool, err error) { return false, errors.ErrUnsupported }

// RoleFile is a file of role credentials that a sign-in led to. Its name is a
// hash: which role it is shows only by asking RoleID.Matches.
type RoleFile struct {
	Path        string
	Credentials ident.Credentials
}

// SSORoles reads every file of role credentials that came from a sign-in,
// whoever wrote it, sorted by path. Damaged files are left out.
func (s Store) SSORoles() ([]RoleFile, error) { return nil, errors.ErrUnsupported }

// Is reports whether f holds the credentials that id names.
func (f RoleFile) Is(id RoleID) bool { return false }

// RemoveAllSSORoles removes every file of role credentials that came from a
// sign-in, whoever wrote it, and returns how many there were.
func (s Store) RemoveAllSSORoles() (removed int, err error) { return 0, errors.ErrUnsupported }

// Assumed is a role that was assumed with other credentials.
type Assumed struct {
	ident.Credentials
	ARN    string // arn:…:assumed-role/NAME/session-name
	RoleID string // AROA…:session-name
}

// Assumed reads the credentials of an assumed role. Errors are as those of Token.
func (s Store) Assumed(id AssumeID) (Assumed, error) { return Assumed{}, ErrAbsent }

// SaveAssumed writes the credentials of an assumed role.
func (s Store) SaveAssumed(id AssumeID, a Assumed) error { return errors.ErrUnsupported }

// DeleteAssumed removes the credentials of an assumed role and tells whether
// there were any.
func (s Store) DeleteAssumed(id AssumeID) (removed bool, err error) {
	return false, errors.ErrUnsupported
}
