package login

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/oidc"
	"github.com/fobcli/fob/internal/partition"
)

// portalScope is the scope of the portal's API, and the one that is asked for
// when none is configured.
const portalScope = "sso:account:access"

// registrationSpare is how long a kept registration must still last; the AWS
// CLI's own rule.
const registrationSpare = 15 * time.Minute

// callbackPath is where the browser ends. The redirect URI is registered
// without a port: AWS ignores the port of a loopback address.
const (
	callbackPath       = "/oauth/callback"
	registeredRedirect = "http://127.0.0.1" + callbackPath
)

// client is the OIDC API of the sign-in's region.
func (d *Deed) client(f *flight) (*oidc.Client, error) {
	base, err := d.Endpoint(partition.OIDC, f.region)
	return &oidc.Client{Wire: d.Wire, Base: base}, err
}

// register finds a registration that fits the flow, or makes one and saves it
// before the person authorises anything, as the AWS CLI does: the next attempt
// finds it. Both flows share one file; a PKCE client is one that was
// registered for the authorization code grant, a device client one that was not.
func (d *Deed) register(ctx context.Context, f *flight, in oidc.RegisterInput) error {
	id := d.registrationID(f)
	f.reused = false
	if r, err := d.Store.Registration(id); err == nil && !f.anew && d.fits(r, in) {
		f.registration, f.reused = r, true
		return nil
	}
	in.Name = "fob-" + string(f.session.Name)
	if f.session.Name == "" {
		in.Name = "fob"
	}
	c, err := d.client(f)
	if err != nil {
		return err
	}
	out, err := c.Register(ctx, in)
	if err != nil {
		return err
	}
	f.registration = cache.Registration{
		ClientID: out.ClientID, ClientSecret: out.ClientSecret, ExpiresAt: out.ExpiresAt,
		Scopes: in.Scopes, GrantTypes: in.GrantTypes,
	}
	if err := d.Store.SaveRegistration(id, f.registration); err != nil {
		return fmt.Errorf("keep this computer's registration: %w", err)
	}
	return nil
}

func (d *Deed) fits(r cache.Registration, in oidc.RegisterInput) bool {
	forCode := len(in.GrantTypes) > 0
	return r.ExpiresAt.Sub(d.Now()) >= registrationSpare && r.Grants(oidc.GrantCode) == forCode
}

func (d *Deed) registrationID(f *flight) cache.RegistrationID {
	return cache.RegistrationID{Session: f.session.ID(), Region: f.region, Scopes: f.session.Scopes}
}

// distrust removes a kept registration with which no answer came: a void one
// strands the person on an error page of AWS's, and nothing tells us.
func (d *Deed) distrust(f *flight) {
	if f.reused {
		_, _ = d.Store.DeleteRegistration(d.registrationID(f)) // at worst it is used again
	}
}

func isInvalidClient(err error) bool { return errors.Is(err, oidc.ErrInvalidClient) }
