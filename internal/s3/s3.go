// Package s3 lists buckets, the step by which people try out a new profile.
//
// Source: the s3 service model, version 2006-03-01 (REST-XML).
package s3

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

// Bucket is a bucket of the account.
type Bucket struct {
	Name    string
	Created time.Time // UTC
}

// maxPages ends a listing that a faulty server would let run for ever; an
// account has at most a million buckets, on pages of 10,000.
const maxPages = 1000

var (
	errAnswer  = errors.New("the answer lacks what it must hold")
	errEndless = errors.New("the service's pages do not end")
)

// ListBuckets lists the account's buckets, in the service's order.
//
// Errors: *Error when the service refuses, such as AccessDenied, else a
// transport error. Source: ListBuckets.
func (c *Client) ListBuckets(ctx context.Context, keys ident.Credentials) ([]Bucket, error) {
	var all []Bucket
	next := ""
	for range maxPages {
		page, token, err := c.page(ctx, keys, next)
		if err != nil {
			return nil, fmt.Errorf("list buckets: %w", err)
		}
		all = append(all, page...)
		if token == "" {
			return all, nil
		}
		next = token
	}
	return nil, fmt.Errorf("list buckets: %w", errEndless)
}

func (c *Client) page(ctx context.Context, keys ident.Credentials, token string) ([]Bucket, string, error) {
	target := strings.TrimSuffix(c.Base, "/") + "/?x-id=ListBuckets"
	if token != "" {
		target = strings.TrimSuffix(c.Base, "/") + "/?continuation-token=" + strings.ReplaceAll(url.QueryEscape(token), "+", "%20") + "&x-id=ListBuckets"
	}
	r := wire.Request{Method: http.MethodGet, URL: target, Idempotent: true}
	if err := wire.Sign(ctx, &r, keys, "s3", c.Region, c.Now()); err != nil {
		return nil, "", err
	}
	res, err := c.Wire.Do(ctx, r)
	if err != nil {
		return nil, "", err
	}
	if res.Status != http.StatusOK {
		return nil, "", errorOf(res)
	}
	return parseBuckets(res.Body)
}

func parseBuckets(body []byte) (page []Bucket, next string, err error) {
	var out struct {
		XMLName xml.Name `xml:"ListAllMyBucketsResult"`
		Buckets []struct {
			Name         string `xml:"Name"`
			CreationDate string `xml:"CreationDate"`
		} `xml:"Buckets>Bucket"`
		ContinuationToken string `xml:"ContinuationToken"`
	}
	if err := xml.Unmarshal(body, &out); err != nil {
		return nil, "", errAnswer
	}
	for _, b := range out.Buckets {
		created, err := time.Parse(time.RFC3339, b.CreationDate)
		if err != nil || b.Name == "" {
			return nil, "", errAnswer
		}
		page = append(page, Bucket{Name: b.Name, Created: created.UTC()})
	}
	return page, out.ContinuationToken, nil
}
