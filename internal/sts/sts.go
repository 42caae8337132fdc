// Package sts speaks AWS's Security Token Service: who am I, and roles on top
// of other credentials. It knows no profiles and caches nothing.
//
// Source: the sts service model, version 2011-06-15 (query protocol).
package sts

import (
	"context"
	"errors"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/wire"
)

// Client calls the API at Base, signing for Region. It is safe for use by
// many goroutines.
type Client struct {
	Wire   wire.Doer
	Base   string
	Region ident.Region
	Now    func() time.Time
}

// Identity is whom a set of credentials belongs to.
type Identity struct {
	UserID  string // AROA…:session-name
	Account ident.AccountID
	ARN     string
}

// Tag is a session tag.
type Tag struct{ Key, Value string }

// AssumeInput are the parameters of AssumeRole; only the first two are needed.
type AssumeInput struct {
	RoleARN           string
	RoleSessionName   string
	Duration          time.Duration // whole seconds; 0 leaves it to the service (1 h)
	ExternalID        string
	Policy            string
	PolicyARNs        []string
	Tags              []Tag
	TransitiveTagKeys []string
	SerialNumber      string // of the MFA device
	TokenCode         string // the MFA device's code
	SourceIdentity    string
}

// WebIdentityInput are the parameters of AssumeRoleWithWebIdentity.
type WebIdentityInput struct {
	RoleARN         string
	RoleSessionName string
	Token           ident.Secret
	ProviderID      string
	Duration        time.Duration
	Policy          string
}

// AssumeOutput is an assumed role.
type AssumeOutput struct {
	Credentials   ident.Credentials // AccountID is taken from the ARN
	AssumedRoleID string            // AROA…:session-name
	ARN           string            // arn:…:assumed-role/NAME/session-name
}

// CallerIdentity asks whom the credentials belong to.
func (c *Client) CallerIdentity(ctx context.Context, keys ident.Credentials) (Identity, error) {
	return Identity{}, errors.New("sts: not yet")
}

// AssumeRole takes on a role with other credentials.
func (c *Client) AssumeRole(ctx context.Context, keys ident.Credentials, in AssumeInput) (AssumeOutput, error) {
	return AssumeOutput{}, errors.New("sts: not yet")
}

// AssumeRoleWithWebIdentity takes on a role with an OIDC provider's token.
func (c *Client) AssumeRoleWithWebIdentity(ctx context.Context, in WebIdentityInput) (AssumeOutput, error) {
	return AssumeOutput{}, errors.New("sts: not yet")
}
