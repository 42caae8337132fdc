package sandbox

import (
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sso"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/fobcli/fob/internal/sandbox/visitor"
	"github.com/google/go-cmp/cmp"
)

// The whole way of the guide, by the SDK's clients and through the real pages.
func TestTheSDKsClientsSignInListAndUseRoles(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t))
	reg := c.registerPKCE(t)

	got := make(chan string, 1)
	l := must(net.Listen("tcp", "127.0.0.1:0"))(t)
	srv := &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got <- r.URL.Query().Get("code") })}
	go func() { _ = srv.Serve(l) }()
	t.Cleanup(func() { _ = srv.Close() })
	q := authorizeQuery(*reg.ClientId)
	redirect := "http://" + l.Addr().String() + "/oauth/callback"
	q.Set("redirect_uri", redirect)
	outcome := must(visitor.Visitor{}.Visit(ctx, c.URL()+"/authorize?"+q.Encode()))(t)
	if outcome.User != you || outcome.Client != "botocore-client-my-sso" || !outcome.Allowed {
		t.Errorf("the pages said %+v", outcome)
	}
	token := must(c.redeem(ctx, reg, <-got, func(in *ssooidc.CreateTokenInput) { in.RedirectUri = &redirect }))(t)
	if token.ExpiresIn != 3600 || aws.ToString(token.TokenType) != "Bearer" || !strings.HasPrefix(*token.AccessToken, "aoa") || !strings.HasPrefix(*token.RefreshToken, "aor") {
		t.Errorf("token for %d s, type %s", token.ExpiresIn, aws.ToString(token.TokenType))
	}

	accounts := must(c.portal.ListAccounts(ctx, &sso.ListAccountsInput{AccessToken: token.AccessToken}))(t)
	var names []string
	for _, a := range accounts.AccountList {
		names = append(names, *a.AccountId+" "+*a.AccountName+" "+*a.EmailAddress)
	}
	if d := cmp.Diff([]string{"111122223333 DeveloperAccount dev-admin@example.com", "444455556666 ProductionAccount prod-admin@example.com"}, names); d != "" {
		t.Error(d)
	}
	roles := must(c.portal.ListAccountRoles(ctx, &sso.ListAccountRolesInput{AccessToken: token.AccessToken, AccountId: aws.String("111122223333")}))(t)
	if len(roles.RoleList) != 2 || *roles.RoleList[0].RoleName != "AdministratorAccess" || *roles.RoleList[1].RoleName != "ReadOnly" {
		t.Errorf("roles %+v", roles.RoleList)
	}

	k, raw, err := c.roleKeys(ctx, *token.AccessToken, "111122223333", "ReadOnly")
	if err != nil {
		t.Fatal(err)
	}
	if left := time.Until(time.UnixMilli(raw.Expiration)); left < 59*time.Minute || left > time.Hour {
		t.Errorf("role credentials last %v", left)
	}
	id := must(c.sts(k).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}))(t)
	for text, shape := range map[string]string{
		*id.Arn:           `^arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_ReadOnly_[0-9a-f]{16}/you@example\.com$`,
		*id.UserId:        `^AROA[A-Z2-7]{17}:you@example\.com$`,
		*id.Account:       `^111122223333$`,
		k.AccessKeyID:     `^ASIA[A-Z2-7]{16}$`,
		k.SecretAccessKey: `^[A-Za-z0-9+/]{40}$`,
		k.SessionToken:    `^IQoJ[A-Za-z0-9+/=]{300}[A-Za-z0-9+/=]*$`,
	} {
		if !regexp.MustCompile(shape).MatchString(text) {
			t.Errorf("%q is not like %s", text, shape)
		}
	}
	buckets := must(c.s3(k).ListBuckets(ctx, &s3.ListBucketsInput{}))(t)
	if len(buckets.Buckets) != 2 || *buckets.Buckets[0].Name != "my-company-dev-artifacts" {
		t.Errorf("buckets %+v", buckets.Buckets)
	}

	if _, err := c.portal.Logout(ctx, &sso.LogoutInput{AccessToken: token.AccessToken}); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "accounts after log-out", c.accounts(ctx, *token.AccessToken), "UnauthorizedException")
	_, err = c.renew(ctx, reg, *token.RefreshToken)
	wantKind(t, "refresh after log-out", err, "InvalidGrantException")
	if _, err := c.sts(k).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}); err != nil {
		t.Errorf("role keys died with the log-out: %v", err)
	}
}

func TestADeviceIsLetInByItsCode(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t))
	reg := c.register(t, ssooidc.RegisterClientInput{Scopes: []string{"sso:account:access"}})
	dev := must(c.oidc.StartDeviceAuthorization(ctx, &ssooidc.StartDeviceAuthorizationInput{
		ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, StartUrl: aws.String(startURL),
	}))(t)
	if dev.ExpiresIn != 600 || dev.Interval != 1 || !regexp.MustCompile(`^[B-Z]{4}-[B-Z]{4}$`).MatchString(*dev.UserCode) ||
		*dev.VerificationUriComplete != *dev.VerificationUri+"?user_code="+*dev.UserCode {
		t.Errorf("got %+v", dev)
	}
	poll := func() (*ssooidc.CreateTokenOutput, error) {
		return c.oidc.CreateToken(ctx, &ssooidc.CreateTokenInput{
			ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, GrantType: aws.String(byDevice), DeviceCode: dev.DeviceCode,
		})
	}
	for range 2 { // AWS CLI's first two polls come at once
		_, err := poll()
		wantKind(t, "before the decision", err, "AuthorizationPendingException")
	}
	outcome := must(visitor.Visitor{}.Visit(ctx, *dev.VerificationUriComplete))(t)
	if !outcome.Allowed || outcome.UserCode != *dev.UserCode {
		t.Errorf("the pages said %+v", outcome)
	}
	token := must(poll())(t)
	if token.ExpiresIn != 3600 || aws.ToString(token.RefreshToken) == "" {
		t.Errorf("token for %d s", token.ExpiresIn)
	}
	_, err := poll()
	wantKind(t, "second redemption", err, "InvalidGrantException")
	if err := c.accounts(ctx, *token.AccessToken); err != nil {
		t.Error(err)
	}
}

func TestARefusedDeviceIsTold(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t))
	reg := c.register(t, ssooidc.RegisterClientInput{})
	dev := must(c.oidc.StartDeviceAuthorization(ctx, &ssooidc.StartDeviceAuthorizationInput{
		ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, StartUrl: aws.String(startURL + "/#/"),
	}))(t)
	must(visitor.Visitor{Deny: true}.Visit(ctx, *dev.VerificationUriComplete))(t)
	_, err := c.oidc.CreateToken(ctx, &ssooidc.CreateTokenInput{
		ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, GrantType: aws.String(byDevice), DeviceCode: dev.DeviceCode,
	})
	wantKind(t, "after the refusal", err, "AccessDeniedException")
}
