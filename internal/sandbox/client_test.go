package sandbox

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sso"
	ssotypes "github.com/aws/aws-sdk-go-v2/service/sso/types"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

const (
	startURL = "https://my-company.awsapps.com/start"
	you      = "you@example.com"
	callback = "http://127.0.0.1:40335/oauth/callback"
	verifier = "abcdefghijklmnopqrstuvwxyz0123456789-._~ABCDEFGHIJKLMNOPQRSTUVWX"

	byCode    = "authorization_code"
	byRefresh = "refresh_token"
	byDevice  = "urn:ietf:params:oauth:grant-type:device_code"
)

// clients are the SDK's own, pointed at a sandbox. They try once, so that
// every refusal is seen as it is.
type clients struct {
	*Server
	oidc   *ssooidc.Client
	portal *sso.Client
}

func sdk(s *Server) clients {
	url := aws.String(s.URL())
	return clients{
		Server: s,
		oidc:   ssooidc.New(ssooidc.Options{Region: "us-east-1", BaseEndpoint: url, Retryer: aws.NopRetryer{}}),
		portal: sso.New(sso.Options{Region: "us-east-1", BaseEndpoint: url, Retryer: aws.NopRetryer{}}),
	}
}

// keys are credentials that sign for the SDK's STS and S3 clients.
func (c clients) sts(k aws.Credentials) *sts.Client {
	return sts.New(sts.Options{Region: "us-east-1", BaseEndpoint: aws.String(c.URL()), Retryer: aws.NopRetryer{}, Credentials: static(k)})
}

func (c clients) s3(k aws.Credentials) *s3.Client {
	return s3.New(s3.Options{Region: "eu-west-1", BaseEndpoint: aws.String(c.URL()), Retryer: aws.NopRetryer{}, Credentials: static(k)})
}

func static(k aws.Credentials) aws.CredentialsProvider {
	return aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return k, nil })
}

// registerPKCE registers as AWS CLI does for its browser sign-in.
func (c clients) registerPKCE(t *testing.T) *ssooidc.RegisterClientOutput {
	t.Helper()
	return c.register(t, ssooidc.RegisterClientInput{
		GrantTypes: []string{byCode, byRefresh}, RedirectUris: []string{"http://127.0.0.1/oauth/callback"},
		IssuerUrl: aws.String(startURL), Scopes: []string{"sso:account:access"},
	})
}

func (c clients) register(t *testing.T, in ssooidc.RegisterClientInput) *ssooidc.RegisterClientOutput {
	t.Helper()
	in.ClientName, in.ClientType = aws.String("botocore-client-my-sso"), aws.String("public")
	return must(c.oidc.RegisterClient(t.Context(), &in))(t)
}

// must ends the test at an error.
func must[V any](v V, err error) func(*testing.T) V {
	return func(t *testing.T) V {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func challenge(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// authorizeQuery is what AWS CLI sends its browser to /authorize with.
func authorizeQuery(clientID string) url.Values {
	return url.Values{
		"response_type": {"code"}, "client_id": {clientID}, "redirect_uri": {callback}, "state": {"687a1b8b"},
		"code_challenge_method": {"S256"}, "scopes": {"sso:account:access"}, "code_challenge": {challenge(verifier)},
	}
}

// code is what a person's browser brings back who allows the request.
func (c clients) code(t *testing.T, q url.Values, user string) string {
	t.Helper()
	b := backend{c.Server}
	id := must(b.SignIn(user))(t)
	to := must(url.Parse(must(b.Allow(q, id))(t)))(t)
	if to.Query().Get("state") != "687a1b8b" || !strings.HasPrefix(to.String(), callback+"?code=") {
		t.Fatalf("sent to %s", to)
	}
	return to.Query().Get("code")
}

// signIn does the whole browser sign-in of a user.
func (c clients) signIn(t *testing.T, user string) (*ssooidc.RegisterClientOutput, *ssooidc.CreateTokenOutput) {
	t.Helper()
	reg := c.registerPKCE(t)
	out := must(c.redeem(t.Context(), reg, c.code(t, authorizeQuery(*reg.ClientId), user)))(t)
	return reg, out
}

func (c clients) redeem(ctx context.Context, reg *ssooidc.RegisterClientOutput, code string, edit ...func(*ssooidc.CreateTokenInput)) (*ssooidc.CreateTokenOutput, error) {
	in := &ssooidc.CreateTokenInput{
		ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, GrantType: aws.String(byCode),
		Code: aws.String(code), RedirectUri: aws.String(callback), CodeVerifier: aws.String(verifier),
	}
	for _, e := range edit {
		e(in)
	}
	return c.oidc.CreateToken(ctx, in)
}

func (c clients) renew(ctx context.Context, reg *ssooidc.RegisterClientOutput, token string) (*ssooidc.CreateTokenOutput, error) {
	return c.oidc.CreateToken(ctx, &ssooidc.CreateTokenInput{
		ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, GrantType: aws.String(byRefresh), RefreshToken: aws.String(token),
	})
}

func (c clients) accounts(ctx context.Context, token string) error {
	_, err := c.portal.ListAccounts(ctx, &sso.ListAccountsInput{AccessToken: aws.String(token)})
	return err
}

func (c clients) roleKeys(ctx context.Context, token, account, role string) (aws.Credentials, *ssotypes.RoleCredentials, error) {
	out, err := c.portal.GetRoleCredentials(ctx, &sso.GetRoleCredentialsInput{
		AccessToken: aws.String(token), AccountId: aws.String(account), RoleName: aws.String(role),
	})
	if err != nil {
		return aws.Credentials{}, nil, err
	}
	k := out.RoleCredentials
	return aws.Credentials{AccessKeyID: *k.AccessKeyId, SecretAccessKey: *k.SecretAccessKey, SessionToken: *k.SessionToken}, k, nil
}

// kind is the name of a service's error, as SDKs see it; empty for none.
func kind(err error) string {
	if e, ok := errors.AsType[smithy.APIError](err); ok {
		return e.ErrorCode()
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func wantKind(t *testing.T, what string, err error, want string) {
	t.Helper()
	if got := kind(err); got != want {
		t.Errorf("%s: got %q (%v), want %q", what, got, err, want)
	}
}
