// Package sts speaks AWS's Security Token Service: who am I, and roles on top
// of other credentials. It knows no profiles and caches nothing.
//
// Source: the sts service model, version 2011-06-15 (query protocol).
package sts

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/wire"
)

// Client calls the API at Base, an origin with an optional path, signing for
// Region. It is safe for use by many goroutines.
type Client struct {
	Wire   wire.Doer
	Base   string
	Region ident.Region
	Now    func() time.Time
}

// ErrAnswer is an answer of 200 without what it must hold: half of it, or a
// page of something that stands in between.
var ErrAnswer = errors.New("the answer lacks what it must hold")

// call posts an action, signed unless keys are nil, and decodes the answer.
// All actions of STS may be sent twice: a second session harms nobody.
func (c *Client) call(ctx context.Context, keys *ident.Credentials, action string, form url.Values, out any) error {
	form.Set("Action", action)
	form.Set("Version", "2011-06-15")
	r := wire.Request{
		Method:     http.MethodPost,
		URL:        strings.TrimSuffix(c.Base, "/") + "/",
		Header:     http.Header{"Content-Type": {"application/x-www-form-urlencoded; charset=utf-8"}},
		Body:       []byte(form.Encode()),
		Idempotent: true,
		Throttled:  isThrottling,
	}
	if keys != nil {
		if err := wire.Sign(ctx, &r, *keys, "sts", c.Region, c.Now()); err != nil {
			return err
		}
	}
	res, err := c.Wire.Do(ctx, r)
	if err != nil {
		return err
	}
	if res.Status != http.StatusOK {
		return errorOf(res)
	}
	if err := xml.Unmarshal(res.Body, out); err != nil {
		// The decoder's own words can quote the body, which may hold keys.
		return ErrAnswer
	}
	return nil
}

// Identity is whom credentials belong to.
type Identity struct {
	UserID  string // AROA…:session-name
	Account ident.AccountID
	ARN     string
}

// CallerIdentity asks whom credentials belong to. No permission is needed.
//
// Errors: *Error when the service refuses, such as ExpiredToken, else a
// transport error. Source: GetCallerIdentity.
func (c *Client) CallerIdentity(ctx context.Context, keys ident.Credentials) (Identity, error) {
	var out struct {
		UserID  string `xml:"GetCallerIdentityResult>UserId"`
		Account string `xml:"GetCallerIdentityResult>Account"`
		ARN     string `xml:"GetCallerIdentityResult>Arn"`
	}
	err := c.call(ctx, &keys, "GetCallerIdentity", url.Values{}, &out)
	if err == nil && (out.UserID == "" || out.Account == "" || out.ARN == "") {
		err = ErrAnswer
	}
	if err != nil {
		return Identity{}, fmt.Errorf("ask who this is: %w", err)
	}
	return Identity{UserID: out.UserID, Account: ident.AccountID(out.Account), ARN: out.ARN}, nil
}
