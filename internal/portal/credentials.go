package portal

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// RoleCredentials fetches temporary keys for one role of one account.
//
// The keys last as long as the permission set says, 1 to 12 hours; Expiration
// is UTC (the wire gives milliseconds since 1970). token is never logged.
//
// Errors: ErrSignIn when the portal answers 401, ErrNoAccess for 403, and
// *Throttled, with the wait it asks for, once the retries are spent. Any other
// error is a transport error. Safe for use by many goroutines.
//
// Source: GetRoleCredentials.
func (c *Client) RoleCredentials(ctx context.Context, token ident.Secret, a ident.AccountID, r ident.RoleName) (ident.Credentials, error) {
	var out struct {
		RoleCredentials struct {
			AccessKeyID     string `json:"accessKeyId"`
			SecretAccessKey string `json:"secretAccessKey"`
			SessionToken    string `json:"sessionToken"`
			Expiration      int64  `json:"expiration"` // Unix milliseconds
		} `json:"roleCredentials"`
	}
	q := url.Values{"account_id": {string(a)}, "role_name": {string(r)}}
	err := c.get(ctx, token, "/federation/credentials", q, &out)
	keys := out.RoleCredentials
	if err == nil && (keys.AccessKeyID == "" || keys.SecretAccessKey == "" || keys.SessionToken == "" || keys.Expiration <= 0) {
		err = ErrAnswer
	}
	if err != nil {
		return ident.Credentials{}, fmt.Errorf("get keys for role %s in account %s: %w", r, a, err)
	}
	return ident.Credentials{
		AccessKeyID:     keys.AccessKeyID,
		SecretAccessKey: ident.Secret(keys.SecretAccessKey),
		SessionToken:    ident.Secret(keys.SessionToken),
		Expiration:      time.UnixMilli(keys.Expiration).UTC(),
		AccountID:       a,
	}, nil
}
