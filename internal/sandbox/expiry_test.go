package sandbox

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sso"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

func TestRefreshRotatesAndTheOldOneLivesForAGrace(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t))
	reg, first := c.signIn(t, you)
	second := must(c.renew(ctx, reg, *first.RefreshToken))(t)
	if *second.RefreshToken == *first.RefreshToken || *second.AccessToken == *first.AccessToken {
		t.Error("tokens were not rotated")
	}
	c.Advance(2 * time.Hour) // its successor was not used yet: perhaps it never arrived
	must(c.renew(ctx, reg, *first.RefreshToken))(t)
	third := must(c.renew(ctx, reg, *second.RefreshToken))(t)
	c.Advance(50 * time.Second)
	must(c.renew(ctx, reg, *first.RefreshToken))(t)
	c.Advance(11 * time.Second)
	_, err := c.renew(ctx, reg, *first.RefreshToken)
	wantKind(t, "after the grace", err, "InvalidGrantException")
	_, err = c.renew(ctx, reg, *third.RefreshToken)
	wantKind(t, "the whole family", err, "InvalidGrantException")
	wantKind(t, "its access tokens", c.accounts(ctx, *third.AccessToken), "UnauthorizedException")
}

func TestAccessEndsAfterAnHourAndTheSessionAfterEight(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t))
	reg, token := c.signIn(t, you)
	c.Advance(time.Hour - 5*time.Second)
	wantKind(t, "just before", c.accounts(ctx, *token.AccessToken), "")
	c.Advance(5 * time.Second)
	wantKind(t, "after an hour", c.accounts(ctx, *token.AccessToken), "UnauthorizedException")
	fresh := must(c.renew(ctx, reg, *token.RefreshToken))(t)
	wantKind(t, "renewed", c.accounts(ctx, *fresh.AccessToken), "")
	c.Advance(6*time.Hour + 30*time.Minute)
	last := must(c.renew(ctx, reg, *fresh.RefreshToken))(t)
	if last.ExpiresIn > 30*60 || last.ExpiresIn < 30*60-5 {
		t.Errorf("the last token is good for %d s, past the session's end", last.ExpiresIn)
	}
	c.Advance(30 * time.Minute)
	_, err := c.renew(ctx, reg, *last.RefreshToken)
	wantKind(t, "after eight hours", err, "InvalidGrantException")
	wantKind(t, "the last token", c.accounts(ctx, *last.AccessToken), "UnauthorizedException")
	c.signIn(t, you) // anew, with the registration's clock and all else in order
}

func TestALegacySignInLastsEightHoursAndCannotBeRenewed(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t, WithOrg("users: [{userName: ada}]\nlifetimes: {session: PT15M}\n")))
	reg := c.register(t, ssooidc.RegisterClientInput{})
	dev := must(c.oidc.StartDeviceAuthorization(ctx, &ssooidc.StartDeviceAuthorizationInput{
		ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, StartUrl: aws.String(startURL),
	}))(t)
	b := backend{c.Server}
	if err := b.AllowDevice(strings.ToLower(strings.ReplaceAll(*dev.UserCode, "-", "")), must(b.SignIn("ada"))(t)); err != nil {
		t.Fatal(err)
	}
	token := must(c.oidc.CreateToken(ctx, &ssooidc.CreateTokenInput{
		ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, GrantType: aws.String(byDevice), DeviceCode: dev.DeviceCode,
	}))(t)
	if token.ExpiresIn != 28800 || token.RefreshToken != nil {
		t.Errorf("for %d s, refresh token %v", token.ExpiresIn, token.RefreshToken != nil)
	}
	c.Advance(8*time.Hour - 5*time.Second) // the session setting does not shorten it
	wantKind(t, "just before", c.accounts(ctx, *token.AccessToken), "")
	c.Advance(5 * time.Second)
	wantKind(t, "after eight hours", c.accounts(ctx, *token.AccessToken), "UnauthorizedException")
}

func TestDeviceCodesExpireAndFastPollsAreSlowedDown(t *testing.T) {
	ctx := t.Context()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	c := sdk(Start(t, WithClock(func() time.Time { return now })))
	reg := c.register(t, ssooidc.RegisterClientInput{Scopes: []string{"sso:account:access"}})
	dev := must(c.oidc.StartDeviceAuthorization(ctx, &ssooidc.StartDeviceAuthorizationInput{
		ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, StartUrl: aws.String(startURL),
	}))(t)
	for i, step := range []struct {
		wait time.Duration
		want string
	}{
		{0, "AuthorizationPendingException"},
		{0, "AuthorizationPendingException"}, // AWS CLI's first two
		{time.Second, "AuthorizationPendingException"},
		{900 * time.Millisecond, "AuthorizationPendingException"},
		{100 * time.Millisecond, "SlowDownException"},
		{6 * time.Second, "AuthorizationPendingException"},
		{600 * time.Second, "ExpiredTokenException"},
		{48 * time.Hour, "ExpiredTokenException"},
	} {
		c.Advance(step.wait)
		_, err := c.oidc.CreateToken(ctx, &ssooidc.CreateTokenInput{
			ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, GrantType: aws.String(byDevice), DeviceCode: dev.DeviceCode,
		})
		wantKind(t, "poll "+string(rune('1'+i)), err, step.want)
	}
}

func TestRoleKeysExpireInEachServicesOwnWords(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t))
	_, token := c.signIn(t, you)
	c.Advance(30 * time.Minute)
	k, raw, err := c.roleKeys(ctx, *token.AccessToken, "111122223333", "ReadOnly")
	if err != nil {
		t.Fatal(err)
	}
	if left := time.Until(time.UnixMilli(raw.Expiration)); left < 59*time.Minute || left > time.Hour {
		t.Errorf("a client's clock sees %v left of an hour", left)
	}
	c.Advance(time.Hour - 5*time.Second)
	_, err = c.sts(k).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	wantKind(t, "just before", err, "")
	c.Advance(5 * time.Second)
	_, err = c.sts(k).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	wantKind(t, "STS", err, "ExpiredToken")
	_, err = c.s3(k).ListBuckets(ctx, &s3.ListBucketsInput{})
	wantKind(t, "S3", err, "ExpiredToken")
	k.SecretAccessKey += "x"
	_, err = c.s3(k).ListBuckets(ctx, &s3.ListBucketsInput{})
	wantKind(t, "S3 with another secret", err, "ExpiredToken")
}

func TestRegistrationsLastNinetyDays(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t))
	c.Advance(24 * time.Hour)
	reg := c.registerPKCE(t)
	if reg.ClientSecretExpiresAt-reg.ClientIdIssuedAt != 7_776_000 {
		t.Errorf("registered for %d s", reg.ClientSecretExpiresAt-reg.ClientIdIssuedAt)
	}
	if age := time.Since(time.Unix(reg.ClientIdIssuedAt, 0)); age < -time.Second || age > time.Minute {
		t.Errorf("a client's clock says it was issued %v ago", age)
	}
	c.Advance(90*24*time.Hour - time.Minute)
	code := c.code(t, authorizeQuery(*reg.ClientId), you)
	must(c.redeem(ctx, reg, code))(t)
	c.Advance(time.Minute)
	_, err := c.redeem(ctx, reg, code)
	wantKind(t, "after 90 days", err, "InvalidClientException")
	if _, err := (backend{c.Server}).Authorization(authorizeQuery(*reg.ClientId)); err == nil || !strings.Contains(err.Error(), "too old") {
		t.Errorf("/authorize says %v", err)
	}
}

func TestARestartBreaksNoRegistration(t *testing.T) {
	key := filepath.Join(t.TempDir(), "state", "key")
	first := sdk(Start(t, WithKeyFile(key)))
	reg := first.registerPKCE(t)
	_, token := first.signIn(t, you)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := sdk(Start(t, WithKeyFile(key)))
	must(second.redeem(t.Context(), reg, second.code(t, authorizeQuery(*reg.ClientId), you)))(t)
	wantKind(t, "a token of before", second.accounts(t.Context(), *token.AccessToken), "UnauthorizedException")

	other := sdk(Start(t))
	_, err := other.redeem(t.Context(), reg, "code")
	wantKind(t, "at another sandbox", err, "InvalidClientException")
}

func TestEndedSessionsAndSignOutsTakeEffectAtOnce(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t, WithOrg("users: [{userName: ada}, {userName: bob}]")))
	reg, ada := c.signIn(t, "ada")
	_, bob := c.signIn(t, "bob")
	if n := c.EndSessions("ada"); n != 1 {
		t.Errorf("%d sessions ended", n)
	}
	wantKind(t, "ada's token", c.accounts(ctx, *ada.AccessToken), "UnauthorizedException")
	_, err := c.renew(ctx, reg, *ada.RefreshToken)
	wantKind(t, "ada's refresh token", err, "InvalidGrantException")
	wantKind(t, "bob's token", c.accounts(ctx, *bob.AccessToken), "")

	b := backend{c.Server}
	id := must(b.SignIn("ada"))(t)
	reg = c.registerPKCE(t)
	var tokens []string
	for range 2 { // two tools under one sign-in of the browser
		to := must(b.Allow(authorizeQuery(*reg.ClientId), id))(t)
		code := to[strings.Index(to, "code=")+5 : strings.Index(to, "&")]
		tokens = append(tokens, *must(c.redeem(ctx, reg, code))(t).AccessToken)
	}
	if _, err := c.portal.Logout(ctx, &sso.LogoutInput{AccessToken: &tokens[0]}); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "the tool that logged out", c.accounts(ctx, tokens[0]), "UnauthorizedException")
	wantKind(t, "the other tool", c.accounts(ctx, tokens[1]), "")
	b.SignOut(id)
	wantKind(t, "after the browser's sign-out", c.accounts(ctx, tokens[1]), "UnauthorizedException")
	if _, err := b.Session(id); err == nil {
		t.Error("the browser's session is still there")
	}
	if n := c.EndSessions(""); n != 1 || len(c.Sessions()) != 0 {
		t.Errorf("ended %d, left %v: bob's is the only one", n, c.Sessions())
	}
}
