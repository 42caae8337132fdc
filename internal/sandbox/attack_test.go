package sandbox

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/fobcli/fob/internal/sandbox/pages"
)

// Each attack on a code must fail, whatever else is right about the request.
func TestAttacksOnTheCodeAreRefused(t *testing.T) {
	c := sdk(Start(t))
	for name, tc := range map[string]struct {
		edit func(*testing.T, *ssooidc.CreateTokenInput)
		want string
	}{
		"the right request": {func(*testing.T, *ssooidc.CreateTokenInput) {}, ""},
		"other client": {func(t *testing.T, in *ssooidc.CreateTokenInput) {
			other := c.registerPKCE(t)
			in.ClientId, in.ClientSecret = other.ClientId, other.ClientSecret
		}, "InvalidGrantException"},
		"other client's secret": {func(t *testing.T, in *ssooidc.CreateTokenInput) {
			in.ClientSecret = c.registerPKCE(t).ClientSecret
		}, "InvalidClientException"},
		"changed secret":        {func(_ *testing.T, in *ssooidc.CreateTokenInput) { *in.ClientSecret += "x" }, "InvalidClientException"},
		"changed client id":     {func(_ *testing.T, in *ssooidc.CreateTokenInput) { in.ClientId = flip(in.ClientId) }, "InvalidClientException"},
		"wrong verifier":        {func(_ *testing.T, in *ssooidc.CreateTokenInput) { in.CodeVerifier = flip(in.CodeVerifier) }, "InvalidGrantException"},
		"challenge as verifier": {func(_ *testing.T, in *ssooidc.CreateTokenInput) { *in.CodeVerifier = challenge(verifier) }, "InvalidGrantException"},
		"no verifier":           {func(_ *testing.T, in *ssooidc.CreateTokenInput) { in.CodeVerifier = nil }, "InvalidRequestException"},
		"changed port": {func(_ *testing.T, in *ssooidc.CreateTokenInput) {
			*in.RedirectUri = strings.Replace(callback, "40335", "40336", 1)
		}, "InvalidGrantException"},
		"without port":        {func(_ *testing.T, in *ssooidc.CreateTokenInput) { *in.RedirectUri = "http://127.0.0.1/oauth/callback" }, "InvalidGrantException"},
		"no redirect address": {func(_ *testing.T, in *ssooidc.CreateTokenInput) { in.RedirectUri = nil }, "InvalidRequestException"},
		"made-up code":        {func(_ *testing.T, in *ssooidc.CreateTokenInput) { in.Code = flip(in.Code) }, "InvalidGrantException"},
		"code as device code": {func(_ *testing.T, in *ssooidc.CreateTokenInput) {
			*in.GrantType, in.DeviceCode = byDevice, in.Code
		}, "UnauthorizedClientException"},
		"code as refresh token": {func(_ *testing.T, in *ssooidc.CreateTokenInput) {
			*in.GrantType, in.RefreshToken = byRefresh, in.Code
		}, "InvalidGrantException"},
		"unknown grant": {func(_ *testing.T, in *ssooidc.CreateTokenInput) { *in.GrantType = "password" }, "UnsupportedGrantTypeException"},
		"code too old":  {func(*testing.T, *ssooidc.CreateTokenInput) { c.Advance(time.Minute) }, "InvalidGrantException"},
		"session ended": {func(*testing.T, *ssooidc.CreateTokenInput) { c.EndSessions("") }, "InvalidGrantException"},
	} {
		t.Run(name, func(t *testing.T) {
			reg := c.registerPKCE(t)
			code := c.code(t, authorizeQuery(*reg.ClientId), you)
			_, err := c.redeem(t.Context(), reg, code, func(in *ssooidc.CreateTokenInput) {
				in.RedirectUri, in.CodeVerifier = aws.String(callback), aws.String(verifier)
				in.ClientSecret = aws.String(*in.ClientSecret)
				tc.edit(t, in)
			})
			wantKind(t, name, err, tc.want)
		})
	}
}

// flip changes the first character, which is never only padding.
func flip(s *string) *string {
	first := "A"
	if strings.HasPrefix(*s, "A") {
		first = "B"
	}
	return aws.String(first + (*s)[1:])
}

func TestACodeIsGoodOnce(t *testing.T) {
	c := sdk(Start(t))
	reg := c.registerPKCE(t)
	code := c.code(t, authorizeQuery(*reg.ClientId), you)
	must(c.redeem(t.Context(), reg, code))(t)
	_, err := c.redeem(t.Context(), reg, code)
	wantKind(t, "replayed code", err, "InvalidGrantException")
}

func TestAWrongGuessSpendsTheCodeButAForeignClientDoesNot(t *testing.T) {
	c := sdk(Start(t))
	reg, other := c.registerPKCE(t), c.registerPKCE(t)
	code := c.code(t, authorizeQuery(*reg.ClientId), you)
	_, err := c.redeem(t.Context(), other, code)
	wantKind(t, "other client", err, "InvalidGrantException")
	must(c.redeem(t.Context(), reg, code))(t)

	code = c.code(t, authorizeQuery(*reg.ClientId), you)
	_, err = c.redeem(t.Context(), reg, code, func(in *ssooidc.CreateTokenInput) { in.CodeVerifier = flip(in.CodeVerifier) })
	wantKind(t, "wrong verifier", err, "InvalidGrantException")
	_, err = c.redeem(t.Context(), reg, code)
	wantKind(t, "second try", err, "InvalidGrantException")
}

// What cannot be trusted is shown to the person and never redirected; all else
// is told to the program, or it would wait for ten minutes.
func TestWrongAuthorizationRequestsGoToTheRightPlace(t *testing.T) {
	c := sdk(Start(t))
	reg := c.registerPKCE(t)
	device := c.register(t, ssooidc.RegisterClientInput{RedirectUris: []string{"http://127.0.0.1/oauth/callback"}, Scopes: []string{"sso:account:access"}})
	for name, tc := range map[string]struct {
		key   string
		value string // empty removes it
		page  string // the title of the page
		error string // or the error in the redirect
	}{
		"right":                  {key: "state", value: "x"},
		"port of another time":   {key: "redirect_uri", value: "http://127.0.0.1:1/oauth/callback"},
		"no port":                {key: "redirect_uri", value: "http://127.0.0.1/oauth/callback"},
		"no scopes":              {key: "scopes"},
		"padded challenge":       {key: "code_challenge", value: challenge(verifier) + "="},
		"no state":               {key: "state"},
		"unknown parameter":      {key: "prompt", value: "login"},
		"no client":              {key: "client_id", page: "Unknown client"},
		"made-up client":         {key: "client_id", value: "Zm9vYmFy", page: "Unknown client"},
		"changed client":         {key: "client_id", value: *flip(reg.ClientId), page: "Unknown client"},
		"no redirect":            {key: "redirect_uri", page: "Invalid callback URL"},
		"unregistered path":      {key: "redirect_uri", value: "http://127.0.0.1:40335/other", page: "Invalid callback URL"},
		"path in other spelling": {key: "redirect_uri", value: "http://127.0.0.1:40335/oauth/%63allback", page: "Invalid callback URL"},
		"query added":            {key: "redirect_uri", value: callback + "?a=b", page: "Invalid callback URL"},
		"fragment added":         {key: "redirect_uri", value: callback + "#a", page: "Invalid callback URL"},
		"other host":             {key: "redirect_uri", value: "http://example.com/oauth/callback", page: "Invalid callback URL"},
		"host behind a user":     {key: "redirect_uri", value: "http://127.0.0.1@example.com/oauth/callback", page: "Invalid callback URL"},
		"localhost":              {key: "redirect_uri", value: "http://localhost:40335/oauth/callback", page: "Invalid callback URL"},
		"other loopback address": {key: "redirect_uri", value: "http://127.0.0.2:40335/oauth/callback", page: "Invalid callback URL"},
		"https":                  {key: "redirect_uri", value: "https://127.0.0.1:40335/oauth/callback", page: "Invalid callback URL"},
		"token instead of code":  {key: "response_type", value: "token", error: "unsupported_response_type"},
		"plain":                  {key: "code_challenge_method", value: "plain", error: "invalid_request"},
		"no method":              {key: "code_challenge_method", error: "invalid_request"},
		"no challenge":           {key: "code_challenge", error: "invalid_request"},
		"short challenge":        {key: "code_challenge", value: "abc", error: "invalid_request"},
		"scope not registered":   {key: "scopes", value: "sso:account:access codewhisperer:completions", error: "invalid_scope"},
		"client of another flow": {key: "client_id", value: *device.ClientId, error: "unauthorized_client"},
	} {
		t.Run(name, func(t *testing.T) {
			q := authorizeQuery(*reg.ClientId)
			q.Del(tc.key)
			if tc.value != "" {
				q.Set(tc.key, tc.value)
			}
			_, err := backend{c.Server}.Authorization(q)
			if p, ok := errors.AsType[*pages.ErrorPage](err); tc.page != "" || ok {
				if !ok || p.Title != tc.page {
					t.Errorf("got %v, want the page %q", err, tc.page)
				}
				return
			}
			if tc.error == "" {
				if err != nil {
					t.Errorf("got %v", err)
				}
				return
			}
			r, ok := errors.AsType[*pages.RedirectError](err)
			if !ok {
				t.Fatalf("got %v, want a redirect", err)
			}
			to := must(url.Parse(r.To))(t)
			if to.Query().Get("error") != tc.error || to.Query().Get("state") != "687a1b8b" || to.Query().Get("error_description") == "" || !strings.HasPrefix(r.To, callback+"?") {
				t.Errorf("sent to %s", r.To)
			}
		})
	}
}

func TestRegistrationsAreChecked(t *testing.T) {
	c := sdk(Start(t))
	good := ssooidc.RegisterClientInput{
		ClientName: aws.String("n"), ClientType: aws.String("public"), GrantTypes: []string{byCode, byRefresh},
		RedirectUris: []string{"http://127.0.0.1/oauth/callback"}, IssuerUrl: aws.String(startURL), Scopes: []string{"sso:account:access"},
	}
	for name, tc := range map[string]struct {
		edit func(*ssooidc.RegisterClientInput)
		want string
	}{
		"right":            {func(*ssooidc.RegisterClientInput) {}, ""},
		"bare loopback":    {func(in *ssooidc.RegisterClientInput) { in.RedirectUris = []string{"http://127.0.0.1"} }, ""},
		"loopback of IPv6": {func(in *ssooidc.RegisterClientInput) { in.RedirectUris = []string{"http://[::1]/cb"} }, ""},
		"issuer URL": {func(in *ssooidc.RegisterClientInput) {
			*in.IssuerUrl = "https://identitycenter.amazonaws.com/ssoins-1234567890abcdef"
		}, ""},
		"scopes of other tools": {func(in *ssooidc.RegisterClientInput) {
			in.Scopes = []string{"codewhisperer:completions", "codecatalyst:read_write"}
		}, ""},
		"confidential":       {func(in *ssooidc.RegisterClientInput) { in.ClientType = aws.String("confidential") }, "InvalidClientMetadataException"},
		"no such scope":      {func(in *ssooidc.RegisterClientInput) { in.Scopes = []string{"everything"} }, "InvalidScopeException"},
		"26 scopes":          {func(in *ssooidc.RegisterClientInput) { in.Scopes = make([]string, 26) }, "InvalidScopeException"},
		"no such grant":      {func(in *ssooidc.RegisterClientInput) { in.GrantTypes = []string{"password"} }, "UnsupportedGrantTypeException"},
		"no redirect":        {func(in *ssooidc.RegisterClientInput) { in.RedirectUris = nil }, "InvalidRedirectUriException"},
		"redirect elsewhere": {func(in *ssooidc.RegisterClientInput) { in.RedirectUris = []string{"http://example.com/"} }, "InvalidRedirectUriException"},
		"redirect to an app": {func(in *ssooidc.RegisterClientInput) { in.RedirectUris = []string{"vscode://x"} }, "InvalidRedirectUriException"},
		"redirect to a name": {func(in *ssooidc.RegisterClientInput) { in.RedirectUris = []string{"http://localhost/"} }, "InvalidRedirectUriException"},
		"redirect with user": {func(in *ssooidc.RegisterClientInput) { in.RedirectUris = []string{"http://a@127.0.0.1/"} }, "InvalidRedirectUriException"},
		"no issuer":          {func(in *ssooidc.RegisterClientInput) { in.IssuerUrl = nil }, "InvalidRequestException"},
		"issuer of others":   {func(in *ssooidc.RegisterClientInput) { in.IssuerUrl = aws.String("https://other.awsapps.com/start") }, "InvalidRequestException"},
		"no name":            {func(in *ssooidc.RegisterClientInput) { in.ClientName = aws.String("") }, "InvalidRequestException"},
	} {
		t.Run(name, func(t *testing.T) {
			in := good
			in.IssuerUrl = aws.String(startURL)
			tc.edit(&in)
			_, err := c.oidc.RegisterClient(t.Context(), &in)
			wantKind(t, name, err, tc.want)
		})
	}
}

func TestDeviceCodesBelongToTheirClient(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t))
	reg, other := c.register(t, ssooidc.RegisterClientInput{}), c.register(t, ssooidc.RegisterClientInput{})
	dev := must(c.oidc.StartDeviceAuthorization(ctx, &ssooidc.StartDeviceAuthorizationInput{
		ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, StartUrl: aws.String(startURL),
	}))(t)
	_, err := c.oidc.CreateToken(ctx, &ssooidc.CreateTokenInput{
		ClientId: other.ClientId, ClientSecret: other.ClientSecret, GrantType: aws.String(byDevice), DeviceCode: dev.DeviceCode,
	})
	wantKind(t, "other client", err, "InvalidGrantException")
	for what, tc := range map[string]struct {
		reg  *ssooidc.RegisterClientOutput
		url  string
		want string
	}{
		"other start URL":    {reg, "https://other.awsapps.com/start", "InvalidRequestException"},
		"client of the code": {c.registerPKCE(t), startURL, "UnauthorizedClientException"},
	} {
		_, err := c.oidc.StartDeviceAuthorization(ctx, &ssooidc.StartDeviceAuthorizationInput{
			ClientId: tc.reg.ClientId, ClientSecret: tc.reg.ClientSecret, StartUrl: aws.String(tc.url),
		})
		wantKind(t, what, err, tc.want)
	}
}

func TestADeviceLoginMayNotRedeemACode(t *testing.T) {
	c := sdk(Start(t))
	_, err := c.redeem(t.Context(), c.register(t, ssooidc.RegisterClientInput{}), "code")
	wantKind(t, "device registration", err, "UnauthorizedClientException")
}

func TestRefreshTokensBelongToTheirClient(t *testing.T) {
	c := sdk(Start(t))
	reg, token := c.signIn(t, you)
	_, err := c.renew(t.Context(), c.registerPKCE(t), *token.RefreshToken)
	wantKind(t, "foreign refresh token", err, "InvalidGrantException")
	_, err = c.renew(t.Context(), reg, *token.AccessToken)
	wantKind(t, "access token as refresh token", err, "InvalidGrantException")
	wantKind(t, "refresh token as access token", c.accounts(t.Context(), *token.RefreshToken), "UnauthorizedException")
	must(c.renew(t.Context(), reg, *token.RefreshToken))(t)
}
