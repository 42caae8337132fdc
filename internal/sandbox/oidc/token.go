package oidc

import (
	"bytes"
	"io"
	"net/http"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// tokenInput holds the members of all three grants. scope is documented to
// have no effect, so it is not read.
type tokenInput struct {
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret"`
	GrantType    string `json:"grantType"`
	DeviceCode   string `json:"deviceCode"`
	Code         string `json:"code"`
	RedirectURI  string `json:"redirectUri"`
	CodeVerifier string `json:"codeVerifier"`
	RefreshToken string `json:"refreshToken"`
}

type tokenOutput struct {
	AccessToken  string  `json:"accessToken"`
	ExpiresIn    int     `json:"expiresIn"` // seconds
	IDToken      *string `json:"idToken"`
	RefreshToken *string `json:"refreshToken"` // null without one
	TokenType    string  `json:"tokenType"`
}

func (h *Handler) createToken(r *http.Request) (any, error) {
	if r.URL.Query().Has("aws_iam") { // CreateTokenWithIAM shares the path
		return nil, unsupportedGrant()
	}
	var in tokenInput
	if err := readJSON(r, &in); err != nil {
		return nil, err
	}
	if in.ClientID == "" || in.ClientSecret == "" || in.GrantType == "" {
		return nil, invalidRequest("Invalid request.")
	}
	redeem := h.grant(in.GrantType)
	if redeem == nil {
		return nil, unsupportedGrant()
	}
	client, err := h.client(in.ClientID, in.ClientSecret)
	if err != nil {
		return nil, err
	}
	if !client.allows(in.GrantType) {
		return nil, unauthorizedClient()
	}
	return redeem(in, client)
}

func unsupportedGrant() error {
	return badRequest("UnsupportedGrantTypeException", "unsupported_grant_type", "Grant type is not supported")
}

// shortGrants are the names of the grants in the counts.
var shortGrants = map[string]string{grantDevice: "device_code", grantCode: "authorization_code", grantRefresh: "refresh_token"}

// tokenNames reads the grant out of a call before it is carried out.
func tokenNames(r *http.Request) []string {
	body, _ := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody)) // half a body is no JSON
	r.Body = io.NopCloser(bytes.NewReader(body))
	var in struct {
		GrantType string `json:"grantType"`
	}
	_ = decode(body, &in) // createToken says what is wrong with it
	if short, ok := shortGrants[in.GrantType]; ok {
		return []string{CreateToken, CreateToken + "/" + short}
	}
	return []string{CreateToken}
}

// grant finds what redeems a grant.
func (h *Handler) grant(kind string) (redeem func(tokenInput, Registration) (any, error)) {
	switch kind {
	case grantDevice:
		return h.redeemDevice
	case grantCode:
		return h.redeemCode
	case grantRefresh:
		return h.refresh
	}
	return nil
}

func (h *Handler) redeemDevice(in tokenInput, client Registration) (any, error) {
	if in.DeviceCode == "" {
		return nil, invalidRequest("Invalid request.")
	}
	who, err := h.devices.poll(in.DeviceCode, in.ClientID, h.Clock.Now())
	if err != nil {
		return nil, err
	}
	issued, ok := h.Tokens.Issue(Grant{
		Subject: who, ClientID: in.ClientID, Scopes: effective(client.Scopes),
		Refresh: client.allows(grantRefresh),
	})
	if !ok {
		return nil, invalidGrant("Invalid grant provided")
	}
	return h.output(issued), nil
}

// redeemCode redeems a code. A wrong address or verifier uses it up too: its
// owner has one try, so nobody can guess.
func (h *Handler) redeemCode(in tokenInput, client Registration) (any, error) {
	if in.Code == "" || in.RedirectURI == "" || in.CodeVerifier == "" {
		return nil, invalidRequest("Invalid request.")
	}
	p, ok := h.codes.take(in.Code, in.ClientID)
	if !ok || !h.Clock.Now().Before(p.expires) || in.RedirectURI != p.redirectURI || !proves(in.CodeVerifier, p.challenge) {
		return nil, invalidGrant("Invalid grant provided")
	}
	issued, ok := h.Tokens.Issue(Grant{
		Subject: p.subject, ClientID: in.ClientID, Scopes: effective(p.scopes),
		Refresh: client.allows(grantRefresh),
	})
	if !ok || !h.codes.gave(p, issued.Revoke) {
		return nil, invalidGrant("Invalid grant provided")
	}
	return h.output(issued), nil
}

func (h *Handler) refresh(in tokenInput, _ Registration) (any, error) {
	if in.RefreshToken == "" {
		return nil, invalidRequest("Invalid request.")
	}
	issued, ok := h.Tokens.Renew(in.ClientID, ident.Secret(in.RefreshToken))
	if !ok {
		return nil, invalidGrant("Invalid refresh token provided")
	}
	return h.output(issued), nil
}

func (h *Handler) output(t Issued) tokenOutput {
	out := tokenOutput{
		AccessToken: t.AccessToken.Reveal(), ExpiresIn: int(t.ExpiresIn / time.Second), TokenType: "Bearer",
	}
	if t.RefreshToken != "" {
		text := t.RefreshToken.Reveal()
		out.RefreshToken = &text
	}
	return out
}
