package oidc

import (
	"context"
	"fmt"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// The grants, as the wire spells them.
const (
	GrantDevice  = "urn:ietf:params:oauth:grant-type:device_code"
	GrantCode    = "authorization_code"
	GrantRefresh = "refresh_token"
)

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

// grant returns the grant that in redeems.
func (in TokenInput) grant() string {
	switch {
	case in.DeviceCode != "":
		return GrantDevice
	case in.Code != "":
		return GrantCode
	}
	return GrantRefresh
}

// TokenOutput is what a grant yields.
type TokenOutput struct {
	AccessToken  ident.Secret
	RefreshToken ident.Secret // empty for clients registered without scopes
	ExpiresIn    time.Duration
}

// Token redeems a device code, an authorization code or a refresh token.
//
// While a device code waits for its approval the error is ErrPending, or
// ErrSlowDown for polls that come too fast. A code or refresh token is not
// sent again when its answer may have been lost; see wire.Client.Do.
//
// Errors: *Error when the service refuses, else a transport error. Safe for
// use by many goroutines. Source: CreateToken.
func (c *Client) Token(ctx context.Context, in TokenInput) (TokenOutput, error) {
	var out struct {
		AccessToken  string `json:"accessToken"`
		RefreshToken string `json:"refreshToken"`
		ExpiresIn    int64  `json:"expiresIn"` // seconds
	}
	polling := in.grant() == GrantDevice
	slowDown := isSlowDown
	if polling {
		slowDown = nil // whoever polls must learn of it, to poll less from now on
	}
	err := c.call(ctx, "/token", struct {
		ClientID     string `json:"clientId"`
		ClientSecret string `json:"clientSecret"`
		GrantType    string `json:"grantType"`
		DeviceCode   string `json:"deviceCode,omitempty"`
		Code         string `json:"code,omitempty"`
		RedirectURI  string `json:"redirectUri,omitempty"`
		CodeVerifier string `json:"codeVerifier,omitempty"`
		RefreshToken string `json:"refreshToken,omitempty"`
	}{
		in.ClientID, text(in.ClientSecret), in.grant(), text(in.DeviceCode),
		text(in.Code), in.RedirectURI, text(in.CodeVerifier), text(in.RefreshToken),
	}, &out, polling, slowDown)
	if err != nil {
		return TokenOutput{}, fmt.Errorf("get a token: %w", err)
	}
	if out.AccessToken == "" {
		return TokenOutput{}, fmt.Errorf("get a token: %w", ErrAnswer)
	}
	return TokenOutput{
		AccessToken:  ident.Secret(out.AccessToken),
		RefreshToken: ident.Secret(out.RefreshToken),
		ExpiresIn:    seconds(out.ExpiresIn, 0),
	}, nil
}
