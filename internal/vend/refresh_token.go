package vend

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/oidc"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/wire"
)

// refreshToken redeems the refresh token and saves what it gets. The lock of the
// session is held.
//
// A refresh token can be used once, and its successor is in the answer and
// nowhere else. So space and permission for the successor are secured before the
// request, and without them there is no request. What a killed refresh has noted
// is taken up here; where it had noted no answer, the previous token is tried
// again: a service that keeps it until its successor is used loses nothing.
func (e *request) refreshToken(ctx context.Context, s profile.Session, old cache.Token) (cache.Token, error) {
	broken := e.Store.Renewal(s.ID(), old)
	if broken.Answer.AccessToken != "" {
		saved, err := e.saveToken(s, old, broken.Answer, func(t cache.Token) error { return e.Store.SaveToken(s.ID(), t) })
		if err != nil {
			// The note has the only copy of the refresh token, and stays.
			return usable(broken.Answer, e.Now()), e.notSavable(s, err)
		}
		old, broken = saved, cache.BrokenRenewal{}
		if old.ValidAt(e.Now(), tokenRefreshAhead) || !old.Renewable(e.Now()) {
			return old, nil
		}
	}
	began := e.Now()
	if !broken.Began.IsZero() {
		began = broken.Began // should AWS refuse, this is when it went wrong
	}
	note, err := e.Store.BeginRenewal(s.ID(), old, began)
	if err != nil {
		return cache.Token{}, e.notSavable(s, err)
	}
	defer note.Close()
	t, again, err := e.redeem(ctx, s, old, note)
	switch {
	case err == nil:
		saved, err := e.saveToken(s, old, t, note.Save)
		if err != nil { // after all: the note has it, for the next run
			e.warn(fmt.Sprintf("the sign-in to %s was refreshed, but the new token could not be saved yet: %s",
				s.Label(), e.Store.Reason(e.Store.Paths.SSOCache, err)))
			return t, nil
		}
		return saved, nil
	case isRefusal(err) && again:
		return cache.Token{}, e.lost(s, "the answer to its refresh was lost on the way", err)
	case isRefusal(err) && !broken.Began.IsZero():
		return cache.Token{}, e.lost(s, "a refresh was interrupted "+ended(broken.Began, e.Now())+" before its answer was saved", err)
	case ctx.Err() == nil && !answerLost(err) && broken.Began.IsZero():
		note.Close()
		e.Store.ForgetRenewal(s.ID()) // nothing was redeemed
	}
	return cache.Token{}, err
}

// usable returns t while its access token is valid, else the zero Token.
func usable(t cache.Token, now time.Time) cache.Token {
	if t.ValidAt(now, 0) {
		return t
	}
	return cache.Token{}
}

// notSavable is the error for a refresh that is not tried, because the new token
// could not be saved, or because the lock cannot be taken.
func (e *request) notSavable(s profile.Session, err error) error {
	return e.Store.Unwritable(s.ID(), "the sign-in to "+s.Label()+" cannot be refreshed (it is still intact)", err)
}

// redeem asks for a new token, and once more with the same refresh token where
// the answer was lost; again says that it was. What comes is noted at once.
func (e *request) redeem(ctx context.Context, s profile.Session, old cache.Token, note *cache.Renewal) (t cache.Token, again bool, err error) {
	w, err := e.wire()
	if err != nil {
		return t, false, err
	}
	base, err := e.settings.Endpoint(partition.OIDC, s.Region)
	if err != nil {
		return t, false, err
	}
	client := oidc.Client{Wire: w, Base: base}
	in := oidc.TokenInput{ClientID: old.ClientID, ClientSecret: old.ClientSecret, RefreshToken: old.RefreshToken}
	out, err := client.Token(ctx, in)
	if answerLost(err) && ctx.Err() == nil {
		again = true
		out, err = client.Token(ctx, in)
	}
	if err != nil {
		return t, again, err
	}
	t = old // with the keys of other tools, and its refresh token should there be no new one
	t.StartURL, t.Region = s.StartURL, s.Region
	t.AccessToken, t.ExpiresAt = out.AccessToken, e.Now().Add(out.ExpiresIn).UTC()
	if out.RefreshToken != "" {
		t.RefreshToken = out.RefreshToken
	}
	if err := note.Answered(t); err != nil {
		// It is about to be saved properly, which tells more if it fails.
		e.warn(e.Store.Reason(e.Store.Paths.Own, err))
	}
	return t, again, nil
}

// answerLost reports whether the service may have answered, and the answer did
// not arrive whole.
func answerLost(err error) bool {
	var t *wire.TransportError
	if errors.As(err, &t) {
		return t.Sent
	}
	var refusal *oidc.Error
	if errors.As(err, &refusal) {
		return refusal.Status == http.StatusBadGateway || refusal.Status == http.StatusGatewayTimeout
	}
	return errors.Is(err, oidc.ErrAnswer)
}

// saveToken puts a refreshed token in the place of the old one with save, unless
// another tool, which knows no locks, has put a later one there meanwhile. It
// returns the one to go on with.
func (e *request) saveToken(s profile.Session, old, t cache.Token, save func(cache.Token) error) (cache.Token, error) {
	now, err := e.Store.Token(s.ID())
	if err == nil && now.AccessToken != old.AccessToken && now.ExpiresAt.After(t.ExpiresAt) {
		e.Store.ForgetRenewal(s.ID())
		return now, nil
	}
	return t, save(t)
}

// lost is the error for a sign-in that ended because a refresh token was
// redeemed and its successor never arrived.
func (e *request) lost(s profile.Session, how string, cause error) error {
	return &fault.Error{
		Summary: fmt.Sprintf("the sign-in to %s is over: %s, and AWS takes no refresh token twice", s.Label(), how),
		Hint:    "Sign in again, this once:",
		Remedy:  s.LoginLine(),
		Code:    fault.SignIn,
		Err:     cause,
	}
}

// isRefusal reports whether the service itself said no for good, so that only
// a new sign-in helps.
func isRefusal(err error) bool {
	var refusal *oidc.Error
	if !errors.As(err, &refusal) {
		return false
	}
	return refusal.Status < 500 && refusal.Status != http.StatusTooManyRequests && !errors.Is(err, oidc.ErrSlowDown)
}
