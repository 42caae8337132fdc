package portal

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sso"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func client(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	s := httptest.NewServer(h)
	w, err := wire.New(wire.Options{Attempts: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.CloseIdle(); s.Close() })
	return &Client{Wire: w, Base: s.URL}
}

// asked is what a server saw of a request.
type asked struct {
	Method, Path, Token, Body string
	Query                     map[string][]string
}

// Every request is what the SDK's own client sends for the same input.
func TestRequestsAreTheSDKs(t *testing.T) {
	var seen []asked
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		seen = append(seen, asked{r.Method, r.URL.Path, r.Header.Get("x-amz-sso_bearer_token"), string(body), r.URL.Query()})
		io.WriteString(w, `{"accountList":[],"roleList":[],"roleCredentials":{"accessKeyId":"a","secretAccessKey":"b","sessionToken":"c","expiration":1795383312000}}`)
	})
	sdk := sso.New(sso.Options{Region: "us-east-1", BaseEndpoint: aws.String(c.Base)})
	token, size := aws.String("tok en+/="), aws.Int32(100)
	for name, tc := range map[string]struct{ ours, sdks func(context.Context) error }{
		"accounts": {
			func(ctx context.Context) error { _, err := c.Accounts(ctx, "tok en+/="); return err },
			func(ctx context.Context) error {
				_, err := sdk.ListAccounts(ctx, &sso.ListAccountsInput{AccessToken: token, MaxResults: size})
				return err
			},
		},
		"roles": {
			func(ctx context.Context) error { _, err := c.Roles(ctx, "tok en+/=", "001122223333"); return err },
			func(ctx context.Context) error {
				_, err := sdk.ListAccountRoles(ctx, &sso.ListAccountRolesInput{AccessToken: token, MaxResults: size, AccountId: aws.String("001122223333")})
				return err
			},
		},
		"role credentials": {
			func(ctx context.Context) error {
				_, err := c.RoleCredentials(ctx, "tok en+/=", "111122223333", "Read+Only=@,.")
				return err
			},
			func(ctx context.Context) error {
				_, err := sdk.GetRoleCredentials(ctx, &sso.GetRoleCredentialsInput{AccessToken: token, AccountId: aws.String("111122223333"), RoleName: aws.String("Read+Only=@,.")})
				return err
			},
		},
		"logout": {
			func(ctx context.Context) error { return c.Logout(ctx, "tok en+/=") },
			func(ctx context.Context) error {
				_, err := sdk.Logout(ctx, &sso.LogoutInput{AccessToken: token})
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

func TestPagesAreFollowedAndSorted(t *testing.T) {
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Query().Get("next_token") {
		case "":
			io.WriteString(w, `{"nextToken":"page==2 +/","accountList":[{"accountId":"444455556666","accountName":"Dev","emailAddress":"dev@example.com"}]}`)
		case "page==2 +/":
			io.WriteString(w, `{"nextToken":null,"accountList":[{"accountId":"011122223333"},{"accountId":"444455556666","accountName":"Dev","emailAddress":"dev@example.com"}]}`)
		default:
			t.Errorf("next_token is %q", r.URL.Query().Get("next_token"))
		}
	})
	got, err := c.Accounts(t.Context(), "t")
	want := []Account{{ID: "011122223333"}, {"444455556666", "Dev", "dev@example.com"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestPagesThatDoNotEndAreAnError(t *testing.T) {
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `{"nextToken":"again","roleList":[{"roleName":"ReadOnly"}]}`)
	})
	if _, err := c.Roles(t.Context(), "t", "111122223333"); !errors.Is(err, errEndless) {
		t.Errorf("error is %v", err)
	}
}

func TestRoleCredentials(t *testing.T) {
	answer := `{"roleCredentials":{"accessKeyId":"ASIA","secretAccessKey":"s","sessionToken":"t","expiration":1795383312000}}`
	c := client(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, answer) })
	got, err := c.RoleCredentials(t.Context(), "t", "111122223333", "ReadOnly")
	want := ident.Credentials{
		AccessKeyID: "ASIA", SecretAccessKey: "s", SessionToken: "t",
		Expiration: time.Date(2026, 11, 22, 21, 35, 12, 0, time.UTC), AccountID: "111122223333",
	}
	if err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, answer = range []string{`{}`, `<hunter2>`, `{"roleCredentials":{"accessKeyId":hunter2}}`, `{"roleCredentials":{"accessKeyId":"a","secretAccessKey":"hunter2"}}`} {
		if _, err := c.RoleCredentials(t.Context(), "t", "111122223333", "ReadOnly"); !errors.Is(err, ErrAnswer) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: error is %v", answer, err)
		}
	}
}

func TestErrors(t *testing.T) {
	for name, tc := range map[string]struct {
		status   int
		body     string
		is       error
		wantText string
	}{
		"session over":   {401, `{"message":"Session token not found or invalid","__type":"com.amazonaws.switchboard.portal#UnauthorizedException"}`, ErrSignIn, "UnauthorizedException: Session token not found or invalid"},
		"no access":      {403, `{"message":"No access","__type":"com.amazonaws.switchboard.portal#ForbiddenException"}`, ErrNoAccess, "ForbiddenException: No access"},
		"another":        {400, `{"message":"bad","__type":"InvalidRequestException"}`, nil, "InvalidRequestException: bad"},
		"a proxy's page": {404, `<html>`, nil, "HTTP status 404"},
		"half a body":    {500, `{"message":"x"`, nil, "HTTP status 500"},
	} {
		t.Run(name, func(t *testing.T) {
			c := client(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(tc.status); io.WriteString(w, tc.body) })
			err := c.Logout(t.Context(), "t")
			var e *Error
			if !errors.As(err, &e) || e.Error() != tc.wantText {
				t.Fatalf("error is %v, want %s", err, tc.wantText)
			}
			for _, known := range []error{ErrSignIn, ErrNoAccess} {
				if errors.Is(err, known) != (known == tc.is) {
					t.Errorf("errors.Is(err, %v) is %t", known, known != tc.is)
				}
			}
		})
	}
}

func TestThrottledTellsTheWait(t *testing.T) {
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "90")
		w.WriteHeader(429)
		io.WriteString(w, `{"message":"HTTP 429 Unknown Code","__type":"x#TooManyRequestsException"}`)
	})
	_, err := c.Accounts(t.Context(), "t")
	var th *Throttled
	if !errors.As(err, &th) || th.Wait != 90*time.Second {
		t.Errorf("error is %v", err)
	}
}

// A listing that is cut short is an error, and never looks complete.
func TestPagesThatAreMissingOrComeAgain(t *testing.T) {
	for name, pages := range map[string]map[string]string{
		"the second page has no list":     {"": `{"nextToken":"2","LIST":[ROW]}`, "2": `{}`},
		"the first of two has no list":    {"": `{"nextToken":"2"}`, "2": `{"LIST":[ROW]}`},
		"the second page is null":         {"": `{"nextToken":"2","LIST":[ROW]}`, "2": `null`},
		"the pages go round in a circle":  {"": `{"nextToken":"2","LIST":[ROW]}`, "2": `{"nextToken":"3","LIST":[ROW]}`, "3": `{"nextToken":"2","LIST":[ROW]}`},
		"the second page is a proxy's":    {"": `{"nextToken":"2","LIST":[ROW]}`, "2": `<html>`},
		"the second page is another list": {"": `{"nextToken":"2","LIST":[ROW]}`, "2": `{"items":[]}`},
	} {
		t.Run(name, func(t *testing.T) {
			asked := 0
			c := client(t, func(w http.ResponseWriter, r *http.Request) {
				if asked++; asked > 8 {
					w.WriteHeader(http.StatusBadRequest) // a client that goes round would go on for ever
					return
				}
				list, row := "accountList", `{"accountId":"111122223333"}`
				if strings.HasSuffix(r.URL.Path, "roles") {
					list, row = "roleList", `{"roleName":"Admin"}`
				}
				io.WriteString(w, strings.NewReplacer("LIST", list, "ROW", row).Replace(pages[r.URL.Query().Get("next_token")]))
			})
			if got, err := c.Accounts(t.Context(), "t"); err == nil {
				t.Errorf("accounts %v", got)
			}
			if got, err := c.Roles(t.Context(), "t", "111122223333"); err == nil {
				t.Errorf("roles %v", got)
			}
			if asked > 8 {
				t.Errorf("%d requests", asked)
			}
		})
	}
}
