// Package signedin puts a sign-in to a sandbox into a home, without a browser:
// for tests and benchmarks of what builds on one. No program links it.
package signedin

import (
	"context"
	"fmt"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/oidc"
	"github.com/fobcli/fob/internal/sandbox/visitor"
	"github.com/fobcli/fob/internal/wire"
)

// Save signs in at a sandbox by a code that its visitor allows, and saves the
// token as that of the session. now tells the time at which the token comes.
func Save(ctx context.Context, origin string, store cache.Store, id cache.SessionID, now func() time.Time) error {
	w, err := wire.New(wire.Options{})
	if err != nil {
		return err
	}
	defer w.CloseIdle()
	client := oidc.Client{Wire: w, Base: origin}
	r, err := client.Register(ctx, oidc.RegisterInput{Name: "test", Scopes: []string{"sso:account:access"}})
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	device, err := client.StartDevice(ctx, r.ClientID, r.ClientSecret, string(id.StartURL))
	if err != nil {
		return fmt.Errorf("ask for a code: %w", err)
	}
	if _, err := (visitor.Visitor{}).Visit(ctx, device.VerificationURIComplete); err != nil {
		return fmt.Errorf("allow the code: %w", err)
	}
	out, err := client.Token(ctx, oidc.TokenInput{ClientID: r.ClientID, ClientSecret: r.ClientSecret, DeviceCode: device.Code})
	if err != nil {
		return fmt.Errorf("get the token: %w", err)
	}
	return store.SaveToken(id, cache.Token{
		StartURL: id.StartURL, Region: "us-east-1", AccessToken: out.AccessToken, RefreshToken: out.RefreshToken,
		ExpiresAt: now().Add(out.ExpiresIn), ClientID: r.ClientID, ClientSecret: r.ClientSecret, RegistrationExpiresAt: r.ExpiresAt,
	})
}
