package login

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/fsx"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/oidc"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/portal"
	"github.com/fobcli/fob/internal/profile"
)

// Ending is what became of a session at the server.
type Ending int

// The endings.
const (
	NotSignedIn Ending = iota // there was no token, so nothing could be asked
	Ended                     // the server ended it now
	WasOver                   // the server did not know it any more
	NotAsked                  // only the files were removed: it lives on until AWS ends it
)

// Receipt is what a sign-out really did.
type Receipt struct {
	Session profile.Session // a start URL alone, for a token that no session in the config has
	Rest    bool            // it is about role credentials that belong to no known session
	Ending  Ending
	Token   bool     // a token was removed
	Roles   int      // files of role credentials that were removed
	Written []string // sections of the credentials file whose keys were removed
	// KeysUntil is when the last of the removed keys expires, which work until
	// then wherever they were handed to; zero when none does.
	KeysUntil time.Time
}

// SignOutOptions are how far a sign-out goes.
type SignOutOptions struct {
	// Local removes the files alone and does not ask the server.
	Local bool
}

// SignOut ends a session at the server and removes its token, the role
// credentials that were obtained through it, whoever wrote them, and the keys
// that fob wrote for other tools; other sessions are left alone.
//
// When the server cannot be asked nothing is removed, because only the token
// can end the session: the error says so. Errors: ctx's own, a *fault.Error,
// or what the file system says.
func (d *Deed) SignOut(ctx context.Context, v *awsconfig.View, s profile.Session, o SignOutOptions) (Receipt, error) {
	r := Receipt{Session: s}
	unlock, err := d.Store.Lock(ctx, s.ID().LockName(), d.waiting(s))
	switch {
	case err == nil:
		defer unlock()
	case ctx.Err() != nil:
		return r, ctx.Err()
	default:
		return r, d.Store.Unwritable(s.ID(), "the session "+s.Label()+" was not ended", err)
	}
	t, err := d.Store.Token(s.ID())
	if err != nil && !errors.Is(err, cache.ErrAbsent) {
		return r, err
	}
	if err == nil {
		f := cache.TokenFile{Path: d.Store.TokenPath(s.ID()), Token: t}
		if r.Ending, err = d.end(ctx, s, f, o); err != nil {
			return r, err
		}
	}
	// A damaged token file is removed too: nobody can use it any more.
	if r.Token, err = d.Store.DeleteToken(s.ID()); err != nil {
		return r, d.notRemoved(s, r.Ending, err)
	}
	err = errors.Join(
		d.removeRoles(&r, v, s),
		d.removeWritten(ctx, &r, func(w awsconfig.Written) bool { return w.Session == s.Label() }),
		d.Store.RemoveLeftovers(false),
	)
	return r, err
}

// notRemoved is the error for a token that could not be removed, which says
// whether it is still of use to anybody.
func (d *Deed) notRemoved(s profile.Session, e Ending, err error) error {
	what := "the token of the session " + s.Label() + " could not be removed"
	if e == Ended || e == WasOver {
		what = "the session " + s.Label() + " has ended, but its token could not be removed"
	}
	return d.Store.Unwritable(s.ID(), what, err)
}

// waiting tells for whom a person waits who waits for the lock of a session.
func (d *Deed) waiting(s profile.Session) func(fsx.Holder) {
	return func(h fsx.Holder) {
		d.Warn(fmt.Sprintf("waiting for %s, to be done with the sign-in to %s", h, s.Label()))
	}
}

// end ends the session at the server.
func (d *Deed) end(ctx context.Context, s profile.Session, f cache.TokenFile, o SignOutOptions) (Ending, error) {
	region := regionOf(s, f.Token)
	if o.Local || region == "" {
		return NotAsked, nil
	}
	err := d.endWith(ctx, s, region, f)
	switch {
	case err == nil:
		return Ended, nil
	case ctx.Err() != nil:
		return NotAsked, ctx.Err()
	case errors.Is(err, portal.ErrSignIn):
		return WasOver, nil
	case isFinal(err):
		// It will never take this token: keeping it ends nothing.
		d.Warn(fmt.Sprintf("AWS refused to end the session %s: %v.", s.Label(), err))
		return NotAsked, nil
	}
	return NotAsked, &fault.Error{
		Summary: fmt.Sprintf("the session %s could not be ended, so nothing was removed: %v", s.Label(), fault.Text(err)),
		Hint:    "Try again later, or remove its files and leave the session to AWS:",
		Remedy:  "fob logout " + profile.Quote(s.Label()) + " --local",
		Err:     err,
	}
}

// endWith tells the portal. An access token that has expired does not end the
// session that it came from, but its refresh token still opens it, so it is
// refreshed first. The new token is saved: the portal may not answer, and then the
// session must still be there to be used, or to be ended later.
func (d *Deed) endWith(ctx context.Context, s profile.Session, region ident.Region, f cache.TokenFile) error {
	t := f.Token
	if !t.ValidAt(d.Now(), 0) && t.Renewable(d.Now()) {
		fresh, err := d.refresh(ctx, s, region, f)
		var refused *oidc.Error
		switch {
		case err == nil:
			t = fresh
		case !errors.As(err, &refused) || isPassing(err):
			return err
		}
	}
	base, err := d.Endpoint(partition.Portal, region)
	if err != nil {
		return err
	}
	p := portal.Client{Wire: d.Wire, Base: base}
	return p.Logout(ctx, t.AccessToken)
}

// refresh redeems the refresh token of f for a new token, and saves that in its
// place. Where it could not be saved, nothing is redeemed.
func (d *Deed) refresh(ctx context.Context, s profile.Session, region ident.Region, f cache.TokenFile) (cache.Token, error) {
	place, err := d.Store.PrepareTokenFile(f.Path)
	if err != nil {
		return cache.Token{}, d.Store.Unwritable(s.ID(), "its token cannot be refreshed", err)
	}
	defer place.Cancel()
	t := f.Token
	base, err := d.Endpoint(partition.OIDC, region)
	if err != nil {
		return cache.Token{}, err
	}
	c := oidc.Client{Wire: d.Wire, Base: base}
	out, err := c.Token(ctx, oidc.TokenInput{ClientID: t.ClientID, ClientSecret: t.ClientSecret, RefreshToken: t.RefreshToken})
	if err != nil {
		return cache.Token{}, err
	}
	t.AccessToken, t.ExpiresAt = out.AccessToken, d.Now().Add(out.ExpiresIn).UTC()
	if out.RefreshToken != "" {
		t.RefreshToken = out.RefreshToken
	}
	if err := place.Save(t); err != nil {
		d.Warn(fmt.Sprintf("The session %s was refreshed, but its new token could not be saved: %s.", s.Label(), d.Store.Reason(d.Store.Paths.SSOCache, err)))
	}
	return t, nil
}

// isFinal reports whether the portal said no in a way that time does not change.
func isFinal(err error) bool {
	var refused *portal.Error
	return errors.As(err, &refused) && refused.Status < 500 && refused.Status != 429
}
