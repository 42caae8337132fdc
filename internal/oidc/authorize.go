package oidc

import (
	"fmt"
	"net/url"
	"strings"
)

// AuthorizeInput is what the authorize page is told.
type AuthorizeInput struct {
	ClientID    string
	RedirectURI string // with the listener's port
	State       string
	Challenge   string // base64url of the verifier's SHA-256, without padding
	Scopes      []string
}

// AuthorizeURL is the address to open in a browser, with the parameters in the
// order, and under the names, that AWS CLI v2 sends them.
//
// A path of base is dropped: AWS serves the page at the root of the host, and
// so does the AWS CLI ask for it. The error says that base is no URL.
func AuthorizeURL(base string, in AuthorizeInput) (string, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return "", fmt.Errorf("endpoint %q is no URL", base)
	}
	var q strings.Builder
	for _, p := range [...][2]string{
		{"response_type", "code"},
		{"client_id", in.ClientID},
		{"redirect_uri", in.RedirectURI},
		{"state", in.State},
		{"code_challenge_method", "S256"},
		{"scopes", strings.Join(in.Scopes, " ")}, // plural: AWS's own name for it
		{"code_challenge", in.Challenge},
	} {
		if q.Len() > 0 {
			q.WriteByte('&')
		}
		q.WriteString(p[0] + "=" + strings.ReplaceAll(url.QueryEscape(p[1]), "+", "%20"))
	}
	return u.Scheme + "://" + u.Host + "/authorize?" + q.String(), nil
}
