// Package portal speaks IAM Identity Center's portal API: accounts, roles,
// role credentials and logout, with the access token of a sign-in.
//
// It owns the wire alone and never caches. Source: the sso service model,
// version 2019-06-10.
package portal

import (
	"context"
	"errors"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/wire"
)

// Client calls the API at Base, an origin with an optional path and without a
// trailing slash. It is safe for use by many goroutines.
type Client struct {
	Wire wire.Doer
	Base string
}

// Account is an AWS account in which the person has at least one role.
type Account struct {
	ID    ident.AccountID
	Name  string // may be empty
	Email string // may be empty
}

// AccountRoles is an account with its roles, in alphabetical order.
type AccountRoles struct {
	Account
	Roles []ident.RoleName
}

// The refusals that callers tell apart by errors.Is.
var (
	// ErrSignIn means that the token is unknown, expired or revoked (401).
	ErrSignIn = errors.New("session token not found or invalid")
	// ErrNoAccess means that the account or role is not assigned (403).
	ErrNoAccess = errors.New("no access")
)

// Throttled means that the service kept asking for a slower pace (429) until
// the attempts were spent.
type Throttled struct {
	Wait time.Duration // what the last answer asked for; 0 when it did not say
	Err  *Error
}

// Error tells that the service asks for a slower pace.
func (e *Throttled) Error() string { return "too many requests: " + e.Err.Error() }

// Unwrap returns the answer.
func (e *Throttled) Unwrap() error { return e.Err }

// Error is any refusal by the service.
type Error struct {
	Type      string // such as ForbiddenException
	Message   string // the service's own words
	Status    int    // HTTP status
	RequestID string
}

// Error tells the service's own words.
func (e *Error) Error() string { return e.Type + ": " + e.Message }

// Accounts lists every account, sorted by id.
func (c *Client) Accounts(ctx context.Context, token ident.Secret) ([]Account, error) {
	return nil, errors.New("portal: not yet")
}

// Roles lists the roles in one account, sorted by name.
func (c *Client) Roles(ctx context.Context, token ident.Secret, a ident.AccountID) ([]ident.RoleName, error) {
	return nil, errors.New("portal: not yet")
}

// RoleCredentials fetches temporary keys for one role of one account.
func (c *Client) RoleCredentials(ctx context.Context, token ident.Secret, a ident.AccountID, r ident.RoleName) (ident.Credentials, error) {
	return ident.Credentials{}, errors.New("portal: not yet")
}

// Logout ends the portal session behind the token.
func (c *Client) Logout(ctx context.Context, token ident.Secret) error {
	return errors.New("portal: not yet")
}

// Discover lists every account with its roles.
func (c *Client) Discover(ctx context.Context, token ident.Secret, report func(done, total int)) ([]AccountRoles, error) {
	return nil, errors.New("portal: not yet")
}
