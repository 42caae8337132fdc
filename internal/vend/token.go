package vend

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/profile"
)

// tokenRefreshAhead is how long an access token must last to be used without
// refreshing it: a call that begins with it must also end with it. The SDKs for
// JavaScript and Rust choose the same.
const tokenRefreshAhead = 5 * time.Minute

// Token returns the access token of a session: the cached one, refreshed under
// the session's lock when it is about to expire. When the refresh fails, a token
// that is still valid is returned as it is.
//
// Where a sign-in is needed, the error is a *fault.Error of code 3 whose
// remedy is the line to type; else it is ctx's, or tells why the service could
// not be asked.
func (v *Vendor) Token(ctx context.Context, s profile.Session) (cache.Token, error) {
	if err := s.Check(); err != nil {
		return cache.Token{}, err
	}
	name := s.Profile
	if name == "" {
		name, _ = v.Env.Profile()
	}
	if name == "" {
		name = "default"
	}
	e, err := v.newRequest(name)
	if err != nil {
		return cache.Token{}, err
	}
	return e.token(ctx, s, "")
}

// token is Token for an request that is under way. A token whose text is
// refused counts as over, whatever its date says: the portal has said so.
func (e *request) token(ctx context.Context, s profile.Session, refused ident.Secret) (cache.Token, error) {
	t, ready, err := e.cachedToken(s, refused)
	if ready || err != nil {
		return t, err // the common way: one file read, no lock
	}
	unlock, err := e.mustLock(ctx, s.ID().LockName(), "the sign-in to "+s.Label())
	switch {
	case err == nil:
		defer unlock()
	case ctx.Err() != nil:
		return cache.Token{}, ctx.Err()
	case e.good(t, refused, 0):
		return t, nil
	default: // two processes that use the same refresh token can end the session
		return cache.Token{}, e.notSavable(s, err)
	}
	t, ready, err = e.cachedToken(s, refused) // another process may have refreshed it meanwhile
	if ready || err != nil {
		return t, err
	}
	fresh, err := e.refreshToken(ctx, s, t)
	switch {
	case err == nil || fresh.AccessToken != "" && fresh.AccessToken != refused:
		return fresh, nil
	case ctx.Err() != nil:
		return cache.Token{}, ctx.Err()
	case e.good(t, refused, 0):
		return t, nil // it still is what it was
	case fault.CodeOf(err) == fault.SignIn:
		return cache.Token{}, err
	case isRefusal(err):
		return cache.Token{}, e.over(s, t, refused, err)
	}
	if _, known := errors.AsType[*fault.Error](err); known {
		return cache.Token{}, err
	}
	return cache.Token{}, fmt.Errorf("refresh the sign-in to %s: %w", s.Label(), err)
}

// cachedToken reads the token of a session. It is ready when it is all that
// can be had: valid for a while, or valid at all and without a refresh token. The error
// is a *fault.Error of code 3 when there is none, or one that is over for good.
func (e *request) cachedToken(s profile.Session, refused ident.Secret) (t cache.Token, ready bool, err error) {
	t, err = e.Store.Token(s.ID())
	switch {
	case errors.Is(err, cache.ErrAbsent):
		e.warnOfDamage(err)
		return t, false, signIn(s, "there is no sign-in to "+s.Label()+" yet", "Sign in:", err)
	case err != nil:
		return t, false, err
	case e.good(t, refused, tokenRefreshAhead):
		return t, true, nil
	case t.Renewable(e.Now()):
		return t, false, nil
	case e.good(t, refused, 0):
		return t, true, nil
	}
	return cache.Token{}, false, e.over(s, t, refused, nil)
}

// good reports whether a token is not the refused one and lasts for spare.
func (e *request) good(t cache.Token, refused ident.Secret, spare time.Duration) bool {
	return t.AccessToken != refused && t.ValidAt(e.Now(), spare)
}

// over is the error for a sign-in that has ended.
func (e *request) over(s profile.Session, t cache.Token, refused ident.Secret, cause error) error {
	summary := fmt.Sprintf("the sign-in to %s ended %s", s.Label(), ended(t.ExpiresAt, e.Now()))
	if refused != "" && t.ExpiresAt.After(e.Now()) {
		summary = "AWS has ended the sign-in to " + s.Label()
	}
	return signIn(s, summary, "Sign in again:", cause)
}
