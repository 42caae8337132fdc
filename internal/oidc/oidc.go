// Package oidc speaks IAM Identity Center's OIDC API: register a client, start
// a device authorization, redeem and refresh tokens, and the address of the
// authorize page.
//
// It owns the wire alone: it opens no browser, never polls, and stores nothing.
// Source: the sso-oidc service model, version 2019-06-10.
package oidc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/wire"
)

// Client calls the API at Base, an origin with an optional path. It is safe
// for use by many goroutines.
type Client struct {
	Wire wire.Doer
	Base string
}

// ErrAnswer is an answer of 200 without what it must hold: half of it, or a
// page of something that stands in between.
var ErrAnswer = errors.New("the answer lacks what it must hold")

// call posts in and decodes the answer into out. The request is not sent
// again after a lost answer unless repeatable says that this does no harm.
func (c *Client) call(ctx context.Context, path string, in, out any, repeatable bool, slowDown func(*wire.Response) bool) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	res, err := c.Wire.Do(ctx, wire.Request{
		Method:     http.MethodPost,
		URL:        strings.TrimSuffix(c.Base, "/") + path,
		Header:     http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}},
		Body:       body,
		Idempotent: repeatable,
		Throttled:  slowDown,
	})
	if err != nil {
		return err
	}
	if res.Status != http.StatusOK {
		return errorOf(res)
	}
	if err := json.Unmarshal(res.Body, out); err != nil {
		// The decoder's own words can quote the body, which holds tokens.
		return fmt.Errorf("%s: %w", path, ErrAnswer)
	}
	return nil
}

// isSlowDown recognises the refusal of what came too fast, where nobody polls.
func isSlowDown(res *wire.Response) bool {
	return res.Status == http.StatusBadRequest && errors.Is(errorOf(res), ErrSlowDown)
}

// text is a string of a request that may hold a secret: unlike ident.Secret
// itself it is written to JSON as it is.
func text(s ident.Secret) string { return s.Reveal() }
