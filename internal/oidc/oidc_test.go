package oidc

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/wire"
)

// call is what a server saw.
type call struct {
	Method, Path, ContentType string
	Body                      map[string]any
}

// server answers every request with the same body and keeps what it was asked.
func server(t *testing.T, status int, header map[string]string, answer string) (base string, calls *[]call) {
	calls = new([]call)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := call{Method: r.Method, Path: r.URL.Path, ContentType: r.Header.Get("Content-Type")}
		raw, _ := io.ReadAll(r.Body)
		if err := json.Unmarshal(raw, &c.Body); err != nil {
			t.Errorf("%s: the body is no JSON: %v", c.Path, err)
		}
		*calls = append(*calls, c)
		for k, v := range header {
			w.Header().Set(k, v)
		}
		w.WriteHeader(status)
		io.WriteString(w, answer)
	}))
	t.Cleanup(s.Close)
	return s.URL, calls
}

func client(t *testing.T, base string) *Client {
	t.Helper()
	w, err := wire.New(wire.Options{Attempts: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.CloseIdle)
	return &Client{Wire: w, Base: base}
}

// Every request is what the SDK's own client sends for the same input.
func TestRequestsAreTheSDKs(t *testing.T) {
	const answer = `{"clientId":"id","clientSecret":"s","clientSecretExpiresAt":1803155700,
		"deviceCode":"d","userCode":"ABCD-EFGH","verificationUri":"https://v","accessToken":"a","expiresIn":3600}`
	base, calls := server(t, 200, nil, answer)
	sdk := ssooidc.New(ssooidc.Options{Region: "us-east-1", BaseEndpoint: aws.String(base)})
	ours := client(t, base)
	for name, tc := range map[string]struct {
		ours func(context.Context) error
		sdks func(context.Context) error
	}{
		"register for PKCE": {
			func(ctx context.Context) error {
				_, err := ours.Register(ctx, RegisterInput{
					Name: "botocore-client-corp", Scopes: []string{"sso:account:access"},
					GrantTypes: []string{GrantCode, GrantRefresh}, RedirectURIs: []string{"http://127.0.0.1/oauth/callback"}, IssuerURL: "https://d-1.awsapps.com/start",
				})
				return err
			},
			func(ctx context.Context) error {
				_, err := sdk.RegisterClient(ctx, &ssooidc.RegisterClientInput{
					ClientName: aws.String("botocore-client-corp"), ClientType: aws.String("public"),
					Scopes: []string{"sso:account:access"}, GrantTypes: []string{GrantCode, GrantRefresh},
					RedirectUris: []string{"http://127.0.0.1/oauth/callback"}, IssuerUrl: aws.String("https://d-1.awsapps.com/start"),
				})
				return err
			},
		},
		"register a legacy client": {
			func(ctx context.Context) error {
				_, err := ours.Register(ctx, RegisterInput{Name: "botocore-client-1"})
				return err
			},
			func(ctx context.Context) error {
				_, err := sdk.RegisterClient(ctx, &ssooidc.RegisterClientInput{ClientName: aws.String("botocore-client-1"), ClientType: aws.String("public")})
				return err
			},
		},
		"device authorization": {
			func(ctx context.Context) error {
				_, err := ours.StartDevice(ctx, "id", "secret", "https://d-1.awsapps.com/start#/")
				return err
			},
			func(ctx context.Context) error {
				_, err := sdk.StartDeviceAuthorization(ctx, &ssooidc.StartDeviceAuthorizationInput{ClientId: aws.String("id"), ClientSecret: aws.String("secret"), StartUrl: aws.String("https://d-1.awsapps.com/start#/")})
				return err
			},
		},
		"redeem a device code": {
			func(ctx context.Context) error {
				_, err := ours.Token(ctx, TokenInput{ClientID: "id", ClientSecret: "secret", DeviceCode: "dev"})
				return err
			},
			func(ctx context.Context) error {
				_, err := sdk.CreateToken(ctx, &ssooidc.CreateTokenInput{ClientId: aws.String("id"), ClientSecret: aws.String("secret"), GrantType: aws.String(GrantDevice), DeviceCode: aws.String("dev")})
				return err
			},
		},
		"redeem a code": {
			func(ctx context.Context) error {
				_, err := ours.Token(ctx, TokenInput{ClientID: "id", ClientSecret: "secret", Code: "c", RedirectURI: "http://127.0.0.1:1/oauth/callback", CodeVerifier: "v"})
				return err
			},
			func(ctx context.Context) error {
				_, err := sdk.CreateToken(ctx, &ssooidc.CreateTokenInput{
					ClientId: aws.String("id"), ClientSecret: aws.String("secret"), GrantType: aws.String(GrantCode),
					Code: aws.String("c"), RedirectUri: aws.String("http://127.0.0.1:1/oauth/callback"), CodeVerifier: aws.String("v"),
				})
				return err
			},
		},
		"refresh": {
			func(ctx context.Context) error {
				_, err := ours.Token(ctx, TokenInput{ClientID: "id", ClientSecret: "secret", RefreshToken: "r"})
				return err
			},
			func(ctx context.Context) error {
				_, err := sdk.CreateToken(ctx, &ssooidc.CreateTokenInput{ClientId: aws.String("id"), ClientSecret: aws.String("secret"), GrantType: aws.String(GrantRefresh), RefreshToken: aws.String("r")})
				return err
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			*calls = nil
			if err := tc.ours(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := tc.sdks(t.Context()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff((*calls)[1], (*calls)[0]); diff != "" {
				t.Errorf("the SDK sends (-), fob sends (+):\n%s", diff)
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	t.Run("registration", func(t *testing.T) {
		base, _ := server(t, 200, nil, `{"clientId":"id","clientSecret":"s","clientSecretExpiresAt":1803155700,"authorizationEndpoint":null}`)
		got, err := client(t, base).Register(t.Context(), RegisterInput{Name: "n"})
		want := Registration{ClientID: "id", ClientSecret: "s", ExpiresAt: time.Date(2027, 2, 20, 20, 35, 0, 0, time.UTC)}
		if err != nil || got != want {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("device without its times", func(t *testing.T) {
		base, _ := server(t, 200, nil, `{"deviceCode":"d","userCode":"ABCD-EFGH","verificationUri":"https://v","interval":0}`)
		got, err := client(t, base).StartDevice(t.Context(), "id", "s", "https://x")
		if err != nil || got.Interval != 5*time.Second || got.ExpiresIn != 10*time.Minute {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("token with nulls", func(t *testing.T) {
		base, _ := server(t, 200, nil, `{"accessToken":"a","expiresIn":28800,"refreshToken":null,"idToken":null,"tokenType":"Bearer"}`)
		got, err := client(t, base+"/").Token(t.Context(), TokenInput{DeviceCode: "d"})
		if err != nil || got != (TokenOutput{AccessToken: "a", ExpiresIn: 8 * time.Hour}) {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	for _, answer := range []string{`{}`, `[]`, `<html>hunter2</html>`, `{"accessToken":hunter2}`, `{"accessToken":""}`} {
		base, _ := server(t, 200, nil, answer)
		if _, err := client(t, base).Token(t.Context(), TokenInput{Code: "c"}); err == nil || err.Error() != "get a token: "+ErrAnswerText(err) {
			t.Errorf("%s: error is %v", answer, err)
		}
	}
}

// ErrAnswerText is what may stand in the error for a senseless answer.
func ErrAnswerText(err error) string {
	for _, want := range []string{ErrAnswer.Error(), "/token: " + ErrAnswer.Error()} {
		if err.Error() == "get a token: "+want {
			return want
		}
	}
	return "the answer's own words must not be in it"
}

func TestAuthorizeURL(t *testing.T) {
	in := AuthorizeInput{
		ClientID: "Zm9v_-", RedirectURI: "http://127.0.0.1:40335/oauth/callback", State: "687a1b8b",
		Challenge: "FPUq8Yk8", Scopes: []string{"sso:account:access", "a b"},
	}
	for base, want := range map[string]string{
		"https://oidc.us-east-1.amazonaws.com": "https://oidc.us-east-1.amazonaws.com",
		"http://127.0.0.1:8443/base/":          "http://127.0.0.1:8443", // the path is dropped, as the AWS CLI does
	} {
		got, err := AuthorizeURL(base, in)
		want += "/authorize?response_type=code&client_id=Zm9v_-&redirect_uri=http%3A%2F%2F127.0.0.1%3A40335%2Foauth%2Fcallback" +
			"&state=687a1b8b&code_challenge_method=S256&scopes=sso%3Aaccount%3Aaccess%20a%20b&code_challenge=FPUq8Yk8"
		if err != nil || got != want {
			t.Errorf("got  %s, %v\nwant %s", got, err, want)
		}
	}
	if _, err := AuthorizeURL("oidc", in); err == nil {
		t.Error("a base that is no URL: want an error")
	}
}
