// Package oidc speaks IAM Identity Center's OIDC API: register a client, start
// a device authorization, redeem and refresh tokens, and the address of the
// authorize page.
//
// It owns the wire alone: it opens no browser, never polls, and stores nothing.
// Source: the sso-oidc service model, version 2019-06-10.
package oidc

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

// The grants.
const (
	GrantDevice  = "urn:ietf:params:oauth:grant-type:device_code"
	GrantCode    = "authorization_code"
	GrantRefresh = "refresh_token"
)

// RegisterInput describes a public client. Only Name is needed for the device
// grant; the authorization code grant needs GrantTypes, RedirectURIs and
// IssuerURL too.
type RegisterInput struct {
	Name         string // shown on the consent page
	Scopes       []string
	GrantTypes   []string
	RedirectURIs []string
	IssuerURL    string // the start URL; tells the instance to the authorize page
}

// Registration is a registered client.
type Registration struct {
	ClientID     string
	ClientSecret ident.Secret
	ExpiresAt    time.Time // UTC, to the second
}

// Device is a device authorization that waits for a person.
type Device struct {
	Code                    ident.Secret // what is redeemed
	UserCode                string       // what the person compares
	VerificationURI         string
	VerificationURIComplete string        // with the user code in it
	ExpiresIn               time.Duration // 10 minutes; never 0
	Interval                time.Duration // between two polls; never 0
}

// TokenInput redeems exactly one of DeviceCode, Code and RefreshToken.
type TokenInput struct {
	ClientID     string
	ClientSecret ident.Secret
	DeviceCode   ident.Secret
	Code         ident.Secret
	RedirectURI  string       // with Code: exactly as authorized, port included
	CodeVerifier ident.Secret // with Code
	RefreshToken ident.Secret
}

// TokenOutput is what a grant yields.
type TokenOutput struct {
	AccessToken  ident.Secret
	RefreshToken ident.Secret // empty for clients registered without scopes
	ExpiresIn    time.Duration
}

// Register registers a public client. Errors: *Error, or a transport error.
func (c *Client) Register(ctx context.Context, in RegisterInput) (Registration, error) {
	return Registration{}, errors.New("oidc: not yet")
}

// StartDevice begins the device flow. Errors: *Error, or a transport error.
func (c *Client) StartDevice(ctx context.Context, clientID string, clientSecret ident.Secret, startURL string) (Device, error) {
	return Device{}, errors.New("oidc: not yet")
}

// Token redeems a code or a refresh token. Errors: *Error, or a transport error.
func (c *Client) Token(ctx context.Context, in TokenInput) (TokenOutput, error) {
	return TokenOutput{}, errors.New("oidc: not yet")
}
