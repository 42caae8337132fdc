package sts

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// Tag is a session tag.
type Tag struct{ Key, Value string }

// AssumeInput are the parameters of AssumeRole. RoleARN and RoleSessionName
// are needed; zero ones are not sent.
type AssumeInput struct {
	RoleARN           string
	RoleSessionName   string        // 2 to 64 letters, digits or _+=,.@-
	Duration          time.Duration // whole seconds, 15 min to 12 h; chained roles at most 1 h
	ExternalID        string
	Policy            string
	PolicyARNs        []string
	Tags              []Tag
	TransitiveTagKeys []string
	SerialNumber      string // of the MFA device
	TokenCode         ident.Secret
	SourceIdentity    string
}

// WebIdentityInput are the parameters of AssumeRoleWithWebIdentity. The first
// three are needed; zero ones are not sent.
type WebIdentityInput struct {
	RoleARN         string
	RoleSessionName string
	Token           ident.Secret
	ProviderID      string
	Duration        time.Duration
	Policy          string
	PolicyARNs      []string
}

// AssumeOutput is an assumed role.
type AssumeOutput struct {
	Credentials   ident.Credentials // AccountID is that of the ARN
	AssumedRoleID string            // AROA…:session-name
	ARN           string            // arn:…:assumed-role/NAME/session-name
}

// AssumeRole takes on a role with other credentials.
//
// Errors: *Error when the service refuses, such as AccessDenied, else a
// transport error. Source: AssumeRole.
func (c *Client) AssumeRole(ctx context.Context, keys ident.Credentials, in AssumeInput) (AssumeOutput, error) {
	f := form{}
	f.text("RoleArn", in.RoleARN)
	f.text("RoleSessionName", in.RoleSessionName)
	f.seconds("DurationSeconds", in.Duration)
	f.text("ExternalId", in.ExternalID)
	f.text("Policy", in.Policy)
	f.list("PolicyArns.member.%d.arn", in.PolicyARNs)
	for i, t := range in.Tags {
		url.Values(f).Set(fmt.Sprintf("Tags.member.%d.Key", i+1), t.Key)
		url.Values(f).Set(fmt.Sprintf("Tags.member.%d.Value", i+1), t.Value) // may be empty
	}
	f.list("TransitiveTagKeys.member.%d", in.TransitiveTagKeys)
	f.text("SerialNumber", in.SerialNumber)
	f.text("TokenCode", in.TokenCode.Reveal())
	f.text("SourceIdentity", in.SourceIdentity)
	return c.assume(ctx, &keys, "AssumeRole", in.RoleARN, f)
}

// AssumeRoleWithWebIdentity takes on a role with the token of an OpenID
// Connect provider; the request is not signed.
//
// Errors are as those of AssumeRole. Source: AssumeRoleWithWebIdentity.
func (c *Client) AssumeRoleWithWebIdentity(ctx context.Context, in WebIdentityInput) (AssumeOutput, error) {
	f := form{}
	f.text("RoleArn", in.RoleARN)
	f.text("RoleSessionName", in.RoleSessionName)
	f.text("WebIdentityToken", in.Token.Reveal())
	f.text("ProviderId", in.ProviderID)
	f.seconds("DurationSeconds", in.Duration)
	f.text("Policy", in.Policy)
	f.list("PolicyArns.member.%d.arn", in.PolicyARNs)
	return c.assume(ctx, nil, "AssumeRoleWithWebIdentity", in.RoleARN, f)
}

// result is the part that both answers share.
type result struct {
	AccessKeyID     string `xml:"Credentials>AccessKeyId"`
	SecretAccessKey string `xml:"Credentials>SecretAccessKey"`
	SessionToken    string `xml:"Credentials>SessionToken"`
	Expiration      string `xml:"Credentials>Expiration"`
	AssumedRoleID   string `xml:"AssumedRoleUser>AssumedRoleId"`
	ARN             string `xml:"AssumedRoleUser>Arn"`
}

func (c *Client) assume(ctx context.Context, keys *ident.Credentials, action, role string, f form) (AssumeOutput, error) {
	var out struct {
		Plain result `xml:"AssumeRoleResult"`
		Web   result `xml:"AssumeRoleWithWebIdentityResult"`
	}
	if err := c.call(ctx, keys, action, url.Values(f), &out); err != nil {
		return AssumeOutput{}, fmt.Errorf("assume role %s: %w", role, err)
	}
	r := out.Plain
	if keys == nil {
		r = out.Web
	}
	end, err := time.Parse(time.RFC3339, r.Expiration)
	if err != nil || r.AccessKeyID == "" || r.SecretAccessKey == "" || r.SessionToken == "" {
		return AssumeOutput{}, fmt.Errorf("assume role %s: %w", role, ErrAnswer)
	}
	return AssumeOutput{
		Credentials: ident.Credentials{
			AccessKeyID:     r.AccessKeyID,
			SecretAccessKey: ident.Secret(r.SecretAccessKey),
			SessionToken:    ident.Secret(r.SessionToken),
			Expiration:      end.UTC(),
			AccountID:       accountOf(r.ARN),
		},
		AssumedRoleID: r.AssumedRoleID,
		ARN:           r.ARN,
	}, nil
}

// accountOf returns the account in an ARN, empty when it has none.
func accountOf(arn string) ident.AccountID {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	a, err := ident.ParseAccountID(parts[4])
	if err != nil {
		return ""
	}
	return a
}

// form is the parameters of an action; zero ones are left out.
type form url.Values

func (f form) text(name, value string) {
	if value != "" {
		url.Values(f).Set(name, value)
	}
}

func (f form) seconds(name string, d time.Duration) {
	if d > 0 {
		f.text(name, strconv.FormatInt(int64(d/time.Second), 10))
	}
}

// list sets numbered parameters, counted from 1.
func (f form) list(pattern string, values []string) {
	for i, v := range values {
		f.text(fmt.Sprintf(pattern, i+1), v)
	}
}
