// Package s3 lists buckets, the step by which people try out a new profile.
//
// Source: the s3 service model, version 2006-03-01 (REST-XML).
package s3

import (
	"context"
	"errors"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/wire"
)

// Client calls the API at Base, signing for Region. It is safe for use by
// many goroutines.
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

// Error is a refusal by the service.
type Error struct {
	Code      string // such as AccessDenied or ExpiredToken
	Message   string
	Status    int
	RequestID string
}

// Error tells the code and the service's own words.
func (e *Error) Error() string { return e.Code + ": " + e.Message }

// ListBuckets lists the account's buckets, in the service's order.
func (c *Client) ListBuckets(ctx context.Context, keys ident.Credentials) ([]Bucket, error) {
	return nil, errors.New("s3: not yet")
}
