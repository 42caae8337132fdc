package login

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/aws-sdk-go-v2/service/sso"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/portal"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/s3"
	"github.com/fobcli/fob/internal/sandbox"
	"github.com/fobcli/fob/internal/sandbox/visitor"
	"github.com/fobcli/fob/internal/sts"
	"github.com/fobcli/fob/internal/wire"
)

// inSandbox is a deed that speaks to a sandbox over a real connection, with a
// visitor in the place of the browser.
func inSandbox(t *testing.T, s *sandbox.Server, v visitor.Visitor) *world {
	t.Helper()
	w := newWorld(t)
	var trace bytes.Buffer
	c, err := wire.New(wire.Options{Trace: wire.NewTrace(&trace)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.CloseIdle()
		hidesSecrets(t, s, trace.String()+strings.Join(w.warnings, "\n"))
	})
	w.Wire, w.Now = c, time.Now
	w.Endpoint = func(partition.Service, ident.Region) (string, error) { return s.URL(), nil }
	w.Browser = func(_ profile.Session, address string) (func() error, string) {
		return func() error {
			done := make(chan struct{})
			t.Cleanup(func() { <-done })
			go func() {
				defer close(done)
				out, err := v.Visit(context.WithoutCancel(t.Context()), address)
				w.mu.Lock()
				defer w.mu.Unlock()
				w.opened = append(w.opened, out.Landed)
				if err != nil {
					t.Errorf("the visit: %v", err)
				}
			}()
			return nil
		}, ""
	}
	return w
}

// hidesSecrets searches what --debug shows for everything that was issued.
func hidesSecrets(t *testing.T, s *sandbox.Server, shown string) {
	t.Helper()
	if len(s.Secrets()) == 0 || !strings.Contains(shown, "debug: POST ") {
		t.Error("there is nothing to search for, or in")
	}
	for _, secret := range s.Secrets() {
		if strings.Contains(shown, secret) {
			t.Errorf("the trace shows %q", secret)
		}
	}
}

func (w *world) portal(s *sandbox.Server) *portal.Client {
	return &portal.Client{Wire: w.Wire, Base: s.URL()}
}

func TestTheWholeWayInTheSandbox(t *testing.T) {
	for name, tc := range map[string]struct {
		session profile.Session
		options Options
		lasts   time.Duration
		renews  bool
	}{
		"PKCE":        {corp, Options{}, time.Hour, true},
		"device code": {corp, Options{DeviceCode: true}, time.Hour, true},
		"legacy":      {legacy, Options{}, 8 * time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := sandbox.Start(t)
			w := inSandbox(t, s, visitor.Visitor{})
			r, err := w.SignIn(t.Context(), tc.session, tc.options)
			if err != nil {
				t.Fatal(err)
			}
			if left := time.Until(r.Token.ExpiresAt); left > tc.lasts || left < tc.lasts-time.Minute || r.Token.Renewable(w.Now()) != tc.renews {
				t.Errorf("the token lasts %v, renewable %t", left, r.Token.Renewable(w.Now()))
			}
			again, err := w.SignIn(t.Context(), tc.session, tc.options)
			if err != nil || !again.Already {
				t.Errorf("the second time: %+v, %v", again, err)
			}
			useRoles(t, s, w, r.Token)
			out, err := w.SignOut(t.Context(), viewOf(oneSession), tc.session, SignOutOptions{})
			if err != nil || out.Ending != Ended {
				t.Errorf("signing out: %+v, %v", out, err)
			}
			if err := w.portal(s).Check(t.Context(), r.Token.AccessToken); !errors.Is(err, portal.ErrSignIn) {
				t.Errorf("the old token: %v", err)
			}
		})
	}
}

// useRoles does with the token what the other commands do with it.
func useRoles(t *testing.T, s *sandbox.Server, w *world, tok cache.Token) {
	t.Helper()
	ctx := t.Context()
	found, err := w.portal(s).Discover(ctx, tok.AccessToken, nil)
	if err != nil || len(found) != 2 || found[0].ID != "111122223333" || found[0].Name != "DeveloperAccount" || len(found[0].Roles) != 2 {
		t.Fatalf("discovered %+v, %v", found, err)
	}
	keys, err := w.portal(s).RoleCredentials(ctx, tok.AccessToken, "111122223333", "ReadOnly")
	if err != nil {
		t.Fatal(err)
	}
	id, err := (&sts.Client{Wire: w.Wire, Base: s.URL(), Region: "eu-west-1", Now: time.Now}).CallerIdentity(ctx, keys)
	if err != nil || id.Account != "111122223333" || !strings.Contains(id.ARN, ":assumed-role/AWSReservedSSO_ReadOnly_") {
		t.Errorf("identity %+v, %v", id, err)
	}
	buckets, err := (&s3.Client{Wire: w.Wire, Base: s.URL(), Region: "eu-west-1", Now: time.Now}).ListBuckets(ctx, keys)
	if err != nil || len(buckets) == 0 {
		t.Errorf("buckets %+v, %v", buckets, err)
	}
	keys.SecretAccessKey += "x"
	var refused *sts.Error
	if _, err := (&sts.Client{Wire: w.Wire, Base: s.URL(), Region: "eu-west-1", Now: time.Now}).CallerIdentity(ctx, keys); !errors.As(err, &refused) || refused.Code != "SignatureDoesNotMatch" {
		t.Errorf("with another secret: %v", err)
	}
	if _, err := w.portal(s).RoleCredentials(ctx, tok.AccessToken, "111122223333", "NoSuchRole"); !errors.Is(err, portal.ErrNoAccess) {
		t.Errorf("a role that is not assigned: %v", err)
	}
}

func TestRefusingInTheSandbox(t *testing.T) {
	for name, o := range map[string]Options{"PKCE": {}, "device code": {DeviceCode: true}} {
		t.Run(name, func(t *testing.T) {
			w := inSandbox(t, sandbox.Start(t), visitor.Visitor{Deny: true})
			_, err := w.SignIn(t.Context(), corp, o)
			if f := told(t, err); !strings.Contains(f.Summary, "the sign-in to my-sso was refused") || f.Remedy != "fob login my-sso" {
				t.Errorf("told %+v", f)
			}
		})
	}
}

// A session that an administrator ended is signed in to anew, although its
// token's time is not up.
func TestASessionThatAWSEndedIsSignedInToAnew(t *testing.T) {
	s := sandbox.Start(t)
	w := inSandbox(t, s, visitor.Visitor{})
	first, err := w.SignIn(t.Context(), corp, Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.EndSessions("")
	second, err := w.SignIn(t.Context(), corp, Options{})
	if err != nil || second.Already || second.Token.AccessToken == first.Token.AccessToken {
		t.Errorf("got %+v, %v", second, err)
	}
	if n := s.Calls()["RegisterClient"].Total; n != 1 {
		t.Errorf("%d registrations; the first one serves both", n)
	}
}

// What fob wrote is what the SDK reads and renews.
func TestTheSDKUsesTheTokenThatFobWrote(t *testing.T) {
	s := sandbox.Start(t)
	w := inSandbox(t, s, visitor.Visitor{})
	if _, err := w.SignIn(t.Context(), corp, Options{}); err != nil {
		t.Fatal(err)
	}
	file := w.Store.TokenPath(corp.ID())
	provider := ssocreds.New(sso.New(sso.Options{Region: "us-east-1", BaseEndpoint: sdk.String(s.URL())}),
		"111122223333", "ReadOnly", string(corp.StartURL), func(o *ssocreds.Options) {
			o.SSOTokenProvider = ssocreds.NewSSOTokenProvider(ssooidc.New(ssooidc.Options{Region: "us-east-1", BaseEndpoint: sdk.String(s.URL())}), file)
		})
	keys, err := provider.Retrieve(t.Context())
	if err != nil || !strings.HasPrefix(keys.AccessKeyID, "ASIA") {
		t.Errorf("the SDK: %v", err)
	}
	// Make it old, so that the SDK renews it with the four fields for that.
	tok, err := w.Store.Token(corp.ID())
	if err != nil {
		t.Fatal(err)
	}
	old := tok.AccessToken
	tok.ExpiresAt = time.Now().Add(-time.Minute)
	if err := w.Store.SaveToken(corp.ID(), tok); err != nil {
		t.Fatal(err)
	}
	if _, err := provider.Retrieve(t.Context()); err != nil {
		t.Errorf("the SDK could not renew: %v", err)
	}
	if tok, err = w.Store.Token(corp.ID()); err != nil || tok.AccessToken == old {
		t.Errorf("the token was not renewed: %v", err)
	}
}
