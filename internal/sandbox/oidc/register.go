package oidc

import (
	"net/http"
	"slices"
	"strings"
)

// The grants, as clients spell them in RegisterClient and CreateToken.
const (
	grantCode    = "authorization_code"
	grantRefresh = "refresh_token"
	grantDevice  = "urn:ietf:params:oauth:grant-type:device_code"
)

// The scopes of the portal API. The legacy one means what a registration without
// scopes means; granted registers with it by default.
const (
	scopeAccounts = "sso:account:access"
	scopeLegacy   = "sso-portal:*"
)

// maxScopes is the service's limit for one registration.
const maxScopes = 25

// maxClientID is how long a client id may be, in bytes. It is the sandbox's own
// limit: the id holds the registration, and travels in addresses.
const maxClientID = 8 << 10

type registerInput struct {
	ClientName   string   `json:"clientName"`
	ClientType   string   `json:"clientType"`
	Scopes       []string `json:"scopes"`
	RedirectURIs []string `json:"redirectUris"`
	GrantTypes   []string `json:"grantTypes"`
	IssuerURL    string   `json:"issuerUrl"`
}

// registerOutput has the two endpoints that the service leaves null: clients
// must know them.
type registerOutput struct {
	AuthorizationEndpoint *string `json:"authorizationEndpoint"`
	ClientID              string  `json:"clientId"`
	ClientIDIssuedAt      int64   `json:"clientIdIssuedAt"`
	ClientSecret          string  `json:"clientSecret"`
	ClientSecretExpiresAt int64   `json:"clientSecretExpiresAt"`
	TokenEndpoint         *string `json:"tokenEndpoint"`
}

func (h *Handler) register(r *http.Request) (any, error) {
	var in registerInput
	if err := readJSON(r, &in); err != nil {
		return nil, err
	}
	if err := h.checkRegistration(in); err != nil {
		return nil, err
	}
	now := h.Clock.Now()
	reg := Registration{
		Nonce: random(16), Name: in.ClientName, Scopes: in.Scopes, RedirectURIs: in.RedirectURIs,
		GrantTypes: in.GrantTypes, IssuerURL: in.IssuerURL,
		IssuedAt: now.Unix(), ExpiresAt: now.Add(h.Org.Lifetimes.ClientRegistration).Unix(),
	}
	id, err := h.sealer().id(reg)
	if err != nil {
		return nil, err
	}
	if len(id) > maxClientID {
		return nil, invalidRequest("Invalid request.")
	}
	secret, err := h.sealer().secret(id, reg)
	if err != nil {
		return nil, err
	}
	h.Keep(secret)
	issued := h.Clock.Seen(now)
	return registerOutput{
		ClientID: id, ClientIDIssuedAt: issued.Unix(), ClientSecret: secret.Reveal(),
		ClientSecretExpiresAt: issued.Add(h.Org.Lifetimes.ClientRegistration).Unix(),
	}, nil
}

func (h *Handler) checkRegistration(in registerInput) error {
	if in.ClientName == "" || in.ClientType == "" || len(in.ClientName) > 256 {
		return invalidRequest("Invalid request.")
	}
	if in.ClientType != "public" {
		return badRequest("InvalidClientMetadataException", "invalid_client_metadata", "clientType must be public")
	}
	if len(in.Scopes) > maxScopes || slices.ContainsFunc(in.Scopes, func(s string) bool { return !isScope(s) }) {
		return badRequest("InvalidScopeException", "invalid_scope", "Invalid scope provided")
	}
	for _, g := range in.GrantTypes {
		if g != grantCode && g != grantRefresh && g != grantDevice {
			return badRequest("UnsupportedGrantTypeException", "unsupported_grant_type", "Grant type is not supported")
		}
	}
	byCode := slices.Contains(in.GrantTypes, grantCode)
	if byCode && len(in.RedirectURIs) == 0 || slices.ContainsFunc(in.RedirectURIs, func(u string) bool { return !isLoopback(u) }) {
		return badRequest("InvalidRedirectUriException", "invalid_redirect_uri", "Redirect URIs must be http addresses of the loopback interface")
	}
	// /authorize names no instance, so the registration has to.
	if byCode && in.IssuerURL == "" || in.IssuerURL != "" && !h.Org.KnowsStartURL(in.IssuerURL) {
		return invalidRequest("Invalid request.")
	}
	return nil
}

// isScope reports whether the service has such a scope. Those of other AWS
// tools are taken too: they ask for several at once.
func isScope(s string) bool {
	if s == scopeAccounts || s == scopeLegacy {
		return true
	}
	for _, tool := range []string{"codewhisperer:", "codecatalyst:"} {
		if rest, ok := strings.CutPrefix(s, tool); ok && rest != "" && !strings.ContainsFunc(rest, notInScope) {
			return true
		}
	}
	return false
}

// notInScope reports whether a scope cannot hold a character (RFC 6749 §3.3).
func notInScope(r rune) bool { return r <= ' ' || r == '"' || r == '\\' || r > '~' }

// effective are the scopes that the tokens of a registration have: none for a
// legacy one. Such tokens last a fixed time and cannot be refreshed.
func effective(scopes []string) []string {
	return slices.DeleteFunc(slices.Clone(scopes), func(s string) bool { return s == scopeLegacy })
}
