// Package portal speaks IAM Identity Center's portal API: accounts, roles,
// role credentials and logout, with the access token of a sign-in.
//
// It owns the wire alone and never caches. Source: the sso service model,
// version 2019-06-10.
package portal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/wire"
)

// Client calls the API at Base, an origin with an optional path. It is safe
// for use by many goroutines, which share the pace of its Wire.
type Client struct {
	Wire wire.Doer
	Base string
}

// ErrAnswer is an answer of 200 without what it must hold: half of it, or a
// page of something that stands in between.
var ErrAnswer = errors.New("the answer lacks what it must hold")

// get asks for path with the query and decodes the answer into out.
func (c *Client) get(ctx context.Context, token ident.Secret, path string, q url.Values, out any) error {
	target := strings.TrimSuffix(c.Base, "/") + path
	if len(q) > 0 {
		target += "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
	}
	res, err := c.do(ctx, token, http.MethodGet, target)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(res.Body, out); err != nil {
		// The decoder's own words can quote the body, which may hold keys.
		return fmt.Errorf("%s: %w", path, ErrAnswer)
	}
	return nil
}

// do sends a request that may be sent again: none of them changes anything
// but Logout, which may well find its work done.
func (c *Client) do(ctx context.Context, token ident.Secret, method, target string) (*wire.Response, error) {
	res, err := c.Wire.Do(ctx, wire.Request{
		Method: method,
		URL:    target,
		Header: http.Header{
			// The underscores are AWS's; Go's canonical form differs in case only.
			"X-Amz-Sso_bearer_token": {token.Reveal()},
			"Accept":                 {"application/json"},
		},
		Idempotent: true,
		Paced:      true,
	})
	if err != nil {
		return nil, err
	}
	if res.Status != http.StatusOK {
		return nil, errorOf(res)
	}
	return res, nil
}

// Logout ends the portal session behind the token: its access and refresh
// tokens are dead afterwards, role credentials already given live on.
//
// Errors: ErrSignIn when the session is over already, else as for Accounts.
// Source: Logout.
func (c *Client) Logout(ctx context.Context, token ident.Secret) error {
	if _, err := c.do(ctx, token, http.MethodPost, strings.TrimSuffix(c.Base, "/")+"/logout"); err != nil {
		return fmt.Errorf("end the session: %w", err)
	}
	return nil
}
