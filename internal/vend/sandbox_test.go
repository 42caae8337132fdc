package vend

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/oidc"
	"github.com/fobcli/fob/internal/sandbox"
	"github.com/fobcli/fob/internal/sandbox/visitor"
	"github.com/fobcli/fob/internal/wire"
)

const inSandboxText = `[sso-session my-sso]
sso_start_url = https://my-company.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
[profile dev]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = AdministratorAccess
[profile cross]
role_arn = arn:aws:iam::444455556666:role/CrossAccountReader
source_profile = dev
[profile nobody]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = NoSuchRole
[profile old]
sso_start_url = https://my-company.awsapps.com/start
sso_region = us-east-1
sso_account_id = 444455556666
sso_role_name = ReadOnly
`

var (
	mySSO  = cache.SessionID{Name: "my-sso", StartURL: "https://my-company.awsapps.com/start"}
	legacy = cache.SessionID{StartURL: mySSO.StartURL}
	inDev  = cache.RoleID{Session: mySSO, Account: "111122223333", Role: "AdministratorAccess"}
)

// inSandbox is a vendor that speaks to a sandbox over real connections, with
// the real clock.
func inSandbox(t *testing.T, opts ...sandbox.Option) (*world, *sandbox.Server) {
	t.Helper()
	s := sandbox.Start(t, opts...)
	w := newWorld(t, inSandboxText)
	w.env["AWS_ENDPOINT_URL"] = s.URL()
	var trace bytes.Buffer
	clock := &wire.Clock{System: time.Now, Warn: w.Warn}
	w.reconnect = func() {
		c, err := wire.New(wire.Options{Trace: wire.NewTrace(&trace), Clock: clock, Sleep: noSleep})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.CloseIdle)
		w.Vendor.Wire = func(string) (wire.Doer, error) { return c, nil }
	}
	w.reconnect()
	w.Now, w.MachineNow = clock.Now, time.Now
	t.Cleanup(func() {
		for _, secret := range s.Secrets() {
			if strings.Contains(trace.String()+strings.Join(w.warnings, "\n"), secret) {
				t.Errorf("the trace or a warning shows %q", secret)
			}
		}
	})
	return w, s
}

// noSleep makes retries follow each other at once.
func noSleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// signInBy puts the token of a device sign-in into the cache.
func (w *world) signInBy(id cache.SessionID, scopes ...string) {
	w.t.Helper()
	d, err := w.Vendor.Wire("")
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, client := w.t.Context(), oidc.Client{Wire: d, Base: w.env["AWS_ENDPOINT_URL"]}
	r, err := client.Register(ctx, oidc.RegisterInput{Name: "test", Scopes: scopes})
	if err != nil {
		w.t.Fatal(err)
	}
	device, err := client.StartDevice(ctx, r.ClientID, r.ClientSecret, string(id.StartURL))
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := (visitor.Visitor{}).Visit(ctx, device.VerificationURIComplete); err != nil {
		w.t.Fatal(err)
	}
	out, err := client.Token(ctx, oidc.TokenInput{ClientID: r.ClientID, ClientSecret: r.ClientSecret, DeviceCode: device.Code})
	if err != nil {
		w.t.Fatal(err)
	}
	err = w.Store.SaveToken(id, cache.Token{
		StartURL: id.StartURL, Region: "us-east-1", AccessToken: out.AccessToken, RefreshToken: out.RefreshToken,
		ExpiresAt: time.Now().Add(out.ExpiresIn), ClientID: r.ClientID, ClientSecret: r.ClientSecret, RegistrationExpiresAt: r.ExpiresAt,
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// pass lets time pass at the sandbox and for what is cached of my-sso.
func (w *world) pass(s *sandbox.Server, d time.Duration) {
	w.t.Helper()
	s.Advance(d)
	token, err := w.Store.Token(mySSO)
	if err != nil {
		w.t.Fatal(err)
	}
	token.ExpiresAt = token.ExpiresAt.Add(-d)
	if err := w.Store.SaveToken(mySSO, token); err != nil {
		w.t.Fatal(err)
	}
	role, err := w.Store.Role(inDev)
	if err != nil {
		return // none is cached
	}
	role.Expiration = role.Expiration.Add(-d)
	if err := w.Store.SaveRole(inDev, role); err != nil {
		w.t.Fatal(err)
	}
}

// made are the calls that the sandbox answered since the last reset.
func made(s *sandbox.Server) map[string]int {
	calls := map[string]int{}
	for operation, c := range s.Calls() {
		if c.Total > 0 && !strings.Contains(operation, "/") { // CreateToken/refresh_token is a CreateToken too
			calls[operation] = c.Total
		}
	}
	return calls
}

func TestAnHourLaterTwentyAskAndOneRefreshes(t *testing.T) {
	w, s := inSandbox(t)
	w.signInBy(mySSO, "sso:account:access")
	first := w.get("dev")
	s.ResetCalls()
	if again := w.get("dev"); again.AccessKeyID != first.AccessKeyID || len(made(s)) != 0 {
		t.Errorf("a cache hit made the calls %v", made(s))
	}
	w.pass(s, 2*time.Hour)
	keys := make([]string, 20)
	var wait sync.WaitGroup
	for i := range keys {
		wait.Go(func() {
			v, err := w.Credentials(t.Context(), "dev")
			if err != nil {
				t.Error(err)
			}
			keys[i] = v.AccessKeyID
		})
	}
	wait.Wait()
	for _, k := range keys {
		if k != keys[0] || k == first.AccessKeyID {
			t.Fatalf("not all have the same new keys: %q", keys)
		}
	}
	if diff := cmp.Diff(map[string]int{"CreateToken": 1, "GetRoleCredentials": 1}, made(s)); diff != "" {
		t.Error(diff)
	}
}

func TestARoleInAnotherAccountOnTopOfASignIn(t *testing.T) {
	w, s := inSandbox(t)
	w.signInBy(mySSO, "sso:account:access")
	s.ResetCalls()
	if got := w.get("cross"); got.AccountID != "444455556666" {
		t.Errorf("got %+v", got)
	}
	w.get("cross")
	if diff := cmp.Diff(map[string]int{"AssumeRole": 1, "GetRoleCredentials": 1}, made(s)); diff != "" {
		t.Error(diff)
	}
}

func TestASessionThatAWSHasEndedNeedsASignIn(t *testing.T) {
	w, s := inSandbox(t)
	w.signInBy(mySSO, "sso:account:access")
	kept := w.get("dev")
	s.EndSessions("")
	if got := w.get("dev"); got.AccessKeyID != kept.AccessKeyID {
		t.Errorf("keys that are good were not given: %+v", got)
	}
	w.pass(s, 2*time.Hour)
	for _, name := range []string{"dev", "cross"} {
		if f := faultOf(t, w, name); f.Code != fault.SignIn || f.Remedy != "fob login my-sso" || !strings.HasPrefix(f.Summary, "the sign-in to my-sso ended ") {
			t.Errorf("%s: %+v", name, f)
		}
	}
	w.signInBy(mySSO, "sso:account:access")
	w.get("dev")
}

func TestARoleThatIsNotAssignedIsNoAccess(t *testing.T) {
	w, _ := inSandbox(t)
	w.signInBy(mySSO, "sso:account:access")
	if f := faultOf(t, w, "nobody"); f.Code != fault.NoAccess {
		t.Errorf("got %+v", f)
	}
}

func TestALegacySignInServesItsProfiles(t *testing.T) {
	w, s := inSandbox(t)
	if f := faultOf(t, w, "old"); f.Code != fault.SignIn || f.Remedy != "fob login https://my-company.awsapps.com/start" {
		t.Errorf("got %+v", f)
	}
	w.signInBy(legacy)
	s.ResetCalls()
	if got := w.get("old"); got.AccountID != "444455556666" || got.Method != "sso" {
		t.Errorf("got %+v", got)
	}
	w.get("old")
	if diff := cmp.Diff(map[string]int{"GetRoleCredentials": 1}, made(s)); diff != "" {
		t.Error(diff)
	}
}
