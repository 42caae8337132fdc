package sts

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	awssts "github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"
	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/wire"
)

var keys = ident.Credentials{AccessKeyID: "ASIAEXAMPLEEXAMPLE2A", SecretAccessKey: "secret", SessionToken: "IQoJtoken"}

func client(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	s := httptest.NewServer(h)
	w, err := wire.New(wire.Options{Attempts: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.CloseIdle(); s.Close() })
	return &Client{Wire: w, Base: s.URL, Region: "eu-west-1", Now: time.Now}
}

const assumed = `<Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
	<Expiration>2026-11-22T21:35:12Z</Expiration></Credentials><AssumedRoleUser><AssumedRoleId>AROA:me</AssumedRoleId>
	<Arn>arn:aws:sts::444455556666:assumed-role/Deep/me</Arn></AssumedRoleUser>`

// answer is the service's answer to every action that fob knows.
func answer(action string) string {
	const open = `xmlns="https://sts.amazonaws.com/doc/2011-06-15/"`
	inner := assumed
	if action == "GetCallerIdentity" {
		inner = `<Arn>arn:aws:sts::111122223333:assumed-role/R/alice</Arn><UserId>AROA:alice</UserId><Account>111122223333</Account>`
	}
	return "<" + action + "Response " + open + "><" + action + "Result>" + inner + "</" + action + "Result></" + action + "Response>"
}

// Every request is what the SDK's own client sends for the same input, and is
// signed for the same service and region.
func TestRequestsAreTheSDKs(t *testing.T) {
	type asked struct {
		Method, Path, Scope, Token string
		Form                       url.Values
	}
	var seen []asked
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		form, _ := url.ParseQuery(string(body))
		_, scope, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
		scope, _, _ = strings.Cut(scope, ",")
		seen = append(seen, asked{r.Method, r.URL.Path, scope, r.Header.Get("X-Amz-Security-Token"), form})
		io.WriteString(w, answer(form.Get("Action")))
	})
	sdk := awssts.New(awssts.Options{
		Region: "eu-west-1", BaseEndpoint: aws.String(c.Base),
		Credentials: credentials.NewStaticCredentialsProvider(keys.AccessKeyID, "secret", "IQoJtoken"),
	})
	for name, tc := range map[string]struct{ ours, sdks func(context.Context) error }{
		"caller identity": {
			func(ctx context.Context) error { _, err := c.CallerIdentity(ctx, keys); return err },
			func(ctx context.Context) error {
				_, err := sdk.GetCallerIdentity(ctx, &awssts.GetCallerIdentityInput{})
				return err
			},
		},
		"assume, the least": {
			func(ctx context.Context) error {
				_, err := c.AssumeRole(ctx, keys, AssumeInput{RoleARN: "arn:aws:iam::444455556666:role/Deep", RoleSessionName: "me"})
				return err
			},
			func(ctx context.Context) error {
				_, err := sdk.AssumeRole(ctx, &awssts.AssumeRoleInput{RoleArn: aws.String("arn:aws:iam::444455556666:role/Deep"), RoleSessionName: aws.String("me")})
				return err
			},
		},
		"assume with everything": {
			func(ctx context.Context) error {
				_, err := c.AssumeRole(ctx, keys, AssumeInput{
					RoleARN: "arn", RoleSessionName: "me", Duration: time.Hour, ExternalID: "x-1", Policy: "{}",
					PolicyARNs: []string{"p1", "p2"}, Tags: []Tag{{"a", "b"}, {"c", ""}}, TransitiveTagKeys: []string{"a"}, SerialNumber: "mfa", TokenCode: "123456", SourceIdentity: "me",
				})
				return err
			},
			func(ctx context.Context) error {
				_, err := sdk.AssumeRole(ctx, &awssts.AssumeRoleInput{
					RoleArn: aws.String("arn"), RoleSessionName: aws.String("me"), DurationSeconds: aws.Int32(3600),
					ExternalId: aws.String("x-1"), Policy: aws.String("{}"), PolicyArns: []types.PolicyDescriptorType{{Arn: aws.String("p1")}, {Arn: aws.String("p2")}},
					Tags: []types.Tag{{Key: aws.String("a"), Value: aws.String("b")}, {Key: aws.String("c"), Value: aws.String("")}}, TransitiveTagKeys: []string{"a"},
					SerialNumber: aws.String("mfa"), TokenCode: aws.String("123456"), SourceIdentity: aws.String("me"),
				})
				return err
			},
		},
		"web identity is not signed": {
			func(ctx context.Context) error {
				_, err := c.AssumeRoleWithWebIdentity(ctx, WebIdentityInput{RoleARN: "arn", RoleSessionName: "me", Token: "jwt", ProviderID: "p", Duration: 15 * time.Minute, Policy: "{}", PolicyARNs: []string{"p1"}})
				return err
			},
			func(ctx context.Context) error {
				_, err := sdk.AssumeRoleWithWebIdentity(ctx, &awssts.AssumeRoleWithWebIdentityInput{
					RoleArn: aws.String("arn"), RoleSessionName: aws.String("me"), WebIdentityToken: aws.String("jwt"),
					ProviderId: aws.String("p"), DurationSeconds: aws.Int32(900), Policy: aws.String("{}"), PolicyArns: []types.PolicyDescriptorType{{Arn: aws.String("p1")}},
				})
				return err
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			seen = nil
			if err := tc.ours(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := tc.sdks(t.Context()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(seen[1], seen[0]); diff != "" {
				t.Errorf("the SDK sends (-), fob sends (+):\n%s", diff)
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		io.WriteString(w, answer(r.PostForm.Get("Action")))
	})
	id, err := c.CallerIdentity(t.Context(), keys)
	if want := (Identity{"AROA:alice", "111122223333", "arn:aws:sts::111122223333:assumed-role/R/alice"}); err != nil || id != want {
		t.Errorf("got %+v, %v", id, err)
	}
	want := AssumeOutput{
		Credentials: ident.Credentials{
			AccessKeyID: "ASIA", SecretAccessKey: "s", SessionToken: "t",
			Expiration: time.Date(2026, 11, 22, 21, 35, 12, 0, time.UTC), AccountID: "444455556666",
		},
		AssumedRoleID: "AROA:me", ARN: "arn:aws:sts::444455556666:assumed-role/Deep/me",
	}
	role, err := c.AssumeRole(t.Context(), keys, AssumeInput{RoleARN: "arn"})
	if err != nil || role != want {
		t.Errorf("got %+v, %v", role, err)
	}
	web, err := c.AssumeRoleWithWebIdentity(t.Context(), WebIdentityInput{RoleARN: "arn"})
	if err != nil || web != want {
		t.Errorf("got %+v, %v", web, err)
	}
}

func TestAnswersThatLackSomething(t *testing.T) {
	for _, body := range []string{``, `<html>hunter2`, `<AssumeRoleResponse/>`, `<AssumeRoleResponse><AssumeRoleResult><Credentials><SecretAccessKey>hunter2</SecretAccessKey></Credentials></AssumeRoleResult></AssumeRoleResponse>`} {
		c := client(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, body) })
		if _, err := c.AssumeRole(t.Context(), keys, AssumeInput{RoleARN: "arn"}); !errors.Is(err, ErrAnswer) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: error is %v", body, err)
		}
		if _, err := c.CallerIdentity(t.Context(), keys); !errors.Is(err, ErrAnswer) {
			t.Errorf("%q: error is %v", body, err)
		}
	}
}

func TestErrors(t *testing.T) {
	for name, tc := range map[string]struct {
		status          int
		body, code, all string
	}{
		"expired": {
			403, `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
			"ExpiredToken", "ExpiredToken: The security token included in the request is expired",
		},
		"throttled":      {400, `<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>`, "Throttling", "Throttling: Rate exceeded"},
		"a proxy's page": {404, `<html><p>`, "", "HTTP status 404"},
	} {
		t.Run(name, func(t *testing.T) {
			c := client(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(tc.status); io.WriteString(w, tc.body) })
			_, err := c.CallerIdentity(t.Context(), keys)
			var e *Error
			if !errors.As(err, &e) || e.Code != tc.code || e.Error() != tc.all || e.Status != tc.status {
				t.Errorf("error is %v", err)
			}
		})
	}
}

func TestThrottlingIsRecognised(t *testing.T) {
	for body, want := range map[string]bool{
		`<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>`:      true,
		`<ErrorResponse><Error><Code>ValidationError</Code></Error></ErrorResponse>`: false,
		``: false,
	} {
		if got := isThrottling(&wire.Response{Status: 400, Body: []byte(body)}); got != want {
			t.Errorf("%s: %t", body, got)
		}
	}
}

func FuzzError(f *testing.F) {
	f.Add(`<ErrorResponse><Error><Code>A</Code><Message>b&#10;c</Message></Error></ErrorResponse>`)
	f.Add(`<`)
	f.Fuzz(func(t *testing.T, body string) {
		e := errorOf(&wire.Response{Status: 400, Body: []byte(body)})
		if text := e.Error(); text == "" || strings.ContainsFunc(text, unicode.IsControl) {
			t.Errorf("the error's text is %q", text)
		}
	})
}
