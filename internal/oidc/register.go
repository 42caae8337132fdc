package oidc

import (
	"context"
	"fmt"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// RegisterInput describes a public client. Name alone is needed for the
// device grant; the authorization code grant needs GrantTypes, RedirectURIs
// and IssuerURL too.
type RegisterInput struct {
	Name         string // shown on the consent page
	Scopes       []string
	GrantTypes   []string
	RedirectURIs []string
	IssuerURL    string // the start URL: it tells the authorize page whose sign-in to show
}

// Registration is a registered client.
type Registration struct {
	ClientID     string
	ClientSecret ident.Secret
	ExpiresAt    time.Time // UTC, to the second; 90 days ahead
}

// Register registers a public client.
//
// Errors: *Error when the service refuses, else a transport error. Safe for
// use by many goroutines. Source: RegisterClient.
func (c *Client) Register(ctx context.Context, in RegisterInput) (Registration, error) {
	var out struct {
		ClientID              string `json:"clientId"`
		ClientSecret          string `json:"clientSecret"`
		ClientSecretExpiresAt int64  `json:"clientSecretExpiresAt"` // Unix seconds
	}
	err := c.call(ctx, "/client/register", struct {
		ClientName   string   `json:"clientName"`
		ClientType   string   `json:"clientType"`
		GrantTypes   []string `json:"grantTypes,omitempty"`
		RedirectURIs []string `json:"redirectUris,omitempty"`
		IssuerURL    string   `json:"issuerUrl,omitempty"`
		Scopes       []string `json:"scopes,omitempty"`
	}{in.Name, "public", in.GrantTypes, in.RedirectURIs, in.IssuerURL, in.Scopes}, &out, true, isSlowDown)
	if err != nil {
		return Registration{}, fmt.Errorf("register this computer: %w", err)
	}
	if out.ClientID == "" || out.ClientSecret == "" {
		return Registration{}, fmt.Errorf("register this computer: %w", ErrAnswer)
	}
	return Registration{
		ClientID:     out.ClientID,
		ClientSecret: ident.Secret(out.ClientSecret),
		ExpiresAt:    time.Unix(out.ClientSecretExpiresAt, 0).UTC(),
	}, nil
}
