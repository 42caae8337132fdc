package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sso"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/fobcli/fob/internal/sandbox/org"
)

// What the official clients make of each fault, without retries.
func TestTheSDKSeesEachFault(t *testing.T) {
	c := sdk(Start(t))
	_, token := c.signIn(t, you)
	for _, tc := range []struct {
		fault Fault
		want  string
	}{
		{Fault{Kind: Status, Status: 500}, "InternalServerException"},
		{Fault{Kind: Status, Status: 401}, "UnauthorizedException"},
		{Fault{Kind: Status, Status: 403}, "ForbiddenException"},
		{Fault{Kind: Status, Status: 429}, "TooManyRequestsException"},
		{Fault{Kind: Throttle}, "TooManyRequestsException"},
		{Fault{Kind: Reset}, "connection reset"},
		{Fault{Kind: Lost}, "connection reset"},
		{Fault{Kind: ResetWithin}, "deserialization failed"},
		{Fault{Kind: Garbage}, "unexpected token"},
		{Fault{Kind: Truncated}, "unterminated string"},
		{Fault{Kind: Mistyped}, "expected string, got 12"},
		{Fault{Kind: Skew, Skew: time.Hour}, ""},
		{Fault{Kind: Slow, BytesPerSecond: 10_000}, ""},
		{Fault{Kind: Latency, Delay: time.Millisecond}, ""},
	} {
		t.Run(string(tc.fault.Kind), func(t *testing.T) {
			defer c.ClearFaults(0)
			set(t, c.Server, tc.fault)
			err := c.accounts(t.Context(), *token.AccessToken)
			if tc.want == "connection reset" && isReset(err) {
				return
			}
			if got := kind(err); (tc.want == "") != (got == "") || !strings.Contains(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestTheSDKGivesUpAHang(t *testing.T) {
	c := sdk(Start(t, WithFaults(Fault{Kind: Hang})))
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		hangs(c.Server, "ListAccounts")
		cancel()
	}()
	if err := c.accounts(ctx, "none"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// A whole world whose clock is wrong: what it issues lasts as long as ever on
// that clock, and its Date says how wrong it is.
func TestASandboxWithAWrongClockIsWrongThroughout(t *testing.T) {
	c := sdk(Start(t, WithOrg(withRoles), WithClock(func() time.Time { return time.Now().Add(10 * time.Minute) })))
	out := must(c.sts(robot).AssumeRole(t.Context(), &sts.AssumeRoleInput{
		RoleArn: aws.String("arn:aws:iam::111111111111:role/path/Same"), RoleSessionName: aws.String("me"),
	}))(t)
	if left := time.Until(*out.Credentials.Expiration); left < time.Hour+time.Minute || left > 70*time.Minute {
		t.Errorf("an hour's keys end in %s", left)
	}
	res := must(http.Get(c.URL()))(t)
	res.Body.Close()
	if ahead := time.Until(must(http.ParseTime(res.Header.Get("Date")))(t)); ahead < time.Minute || ahead > 10*time.Minute {
		t.Errorf("its Date is %s ahead", ahead)
	}
}

func TestEachServiceRefusesInItsOwnWords(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t, WithOrg(withRoles)))
	k := devKeys(c.Server)
	calls := map[string]func() error{
		"oidc": func() error {
			_, err := c.oidc.RegisterClient(ctx, &ssooidc.RegisterClientInput{ClientName: aws.String("x"), ClientType: aws.String("public")})
			return err
		},
		"portal": func() error {
			_, err := c.portal.ListAccountRoles(ctx, &sso.ListAccountRolesInput{AccessToken: aws.String("x"), AccountId: aws.String("1")})
			return err
		},
		"sts": func() error {
			_, err := c.sts(k).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
			return err
		},
		"s3": func() error {
			_, err := c.s3(k).ListBuckets(ctx, &s3.ListBucketsInput{})
			return err
		},
	}
	for service, want := range map[string]map[int]string{
		"oidc":   {0: "SlowDownException", 429: "TooManyRequestsException", 500: "InternalServerException", 503: "ServiceUnavailableException"},
		"portal": {0: "TooManyRequestsException", 429: "TooManyRequestsException", 500: "InternalServerException", 503: "ServiceUnavailableException"},
		"sts":    {0: "Throttling", 429: "Throttling", 500: "InternalFailure", 503: "ServiceUnavailable"},
		"s3":     {0: "SlowDown", 429: "SlowDown", 500: "InternalError", 503: "ServiceUnavailable"},
	} {
		for status, kind := range want {
			f := Fault{Kind: Status, Status: status}
			if status == 0 {
				f = Fault{Kind: Throttle}
			}
			set(t, c.Server, f)
			wantKind(t, fmt.Sprintf("%s, status %d", service, status), calls[service](), kind)
			c.ClearFaults(0)
		}
	}
}

func TestOnlyALostAnswerChangesTheState(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t, WithRotation(RotationStrict)))
	for kind, carriedOut := range map[org.FaultKind]bool{
		Reset: false, Garbage: false, Throttle: false, Lost: true, ResetWithin: true, Truncated: true, Mistyped: true,
	} {
		reg, token := c.signIn(t, you)
		set(t, c.Server, Fault{Kind: kind, Operation: "CreateToken/refresh_token", Count: 1})
		if _, err := c.renew(ctx, reg, *token.RefreshToken); err == nil {
			t.Errorf("%s: no error", kind)
		}
		// In strict rotation a token that was exchanged is worth nothing.
		_, err := c.renew(ctx, reg, *token.RefreshToken)
		if refused := err != nil; refused != carriedOut {
			t.Errorf("%s: carried out %v, want %v (%v)", kind, refused, carriedOut, err)
		}
	}
}

// A service whose clock is wrong refuses what is signed with a right one.
func TestASkewedServiceChecksSignaturesByItsOwnClock(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t, WithOrg(withRoles)))
	k := devKeys(c.Server)
	set(t, c.Server, Fault{Kind: Skew, Skew: 20 * time.Minute})
	_, err := c.sts(k).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	wantKind(t, "STS", err, "SignatureDoesNotMatch")
	// With retries the SDK corrects its clock by the Date of the refusal.
	client := sts.New(sts.Options{Region: "us-east-1", BaseEndpoint: aws.String(c.URL()), Credentials: static(k)})
	_, err = client.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	wantKind(t, "STS, of a client that corrects its clock", err, "")
	c.ClearFaults(0)
	set(t, c.Server, Fault{Kind: Skew, Skew: 10 * time.Minute})
	_, err = c.sts(k).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	wantKind(t, "within what is allowed", err, "")
}
