package wire

import (
	"context"
	"errors"
)

// New returns a client.
func New(o Options) (*Client, error) { return &Client{}, nil }

// Do sends a request.
func (c *Client) Do(ctx context.Context, r Request) (*Response, error) {
	return nil, errors.New("wire: not yet")
}
