package vend

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/oidc"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/wire"
)

// renew redeems the refresh token and saves what it gives. The lock of the
// session is held.
//
// A refresh token is good once, and its successor stands in the answer alone.
// So what is about to happen is noted first, and the answer before anything
// else is done with it. What a renewal that was killed has noted is taken up
// here; where it had noted no answer, the previous token is tried again: a
// service that keeps it until its successor is used loses nothing by that.
func (e *errand) renew(ctx context.Context, s profile.Session, old cache.Token) (cache.Token, error) {
	broken := e.Store.Renewal(s.ID(), old)
	if broken.Answer.AccessToken != "" {
		old = e.saveToken(s, old, broken.Answer)
		if old.ValidAt(e.Now(), tokenAhead) || !old.Renewable(e.Now()) {
			return old, nil
		}
		broken = cache.BrokenRenewal{}
	}
	began := e.Now()
	if !broken.Began.IsZero() {
		began = broken.Began // should AWS refuse, this is when it went wrong
	}
	note, _ := e.Store.BeginRenewal(s.ID(), old, began) // where the folder cannot be written, neither can the token
	t, again, err := e.redeem(ctx, s, old, note)
	note.Close() // before it is forgotten: Windows deletes no file that is open
	switch {
	case err == nil:
		return e.saveToken(s, old, t), nil
	case isRefusal(err) && again:
		return cache.Token{}, e.lost(s, "the answer to its renewal was lost on the way", err)
	case isRefusal(err) && !broken.Began.IsZero():
		return cache.Token{}, e.lost(s, "a renewal was broken off "+ended(broken.Began, e.Now())+" before its answer was saved", err)
	case ctx.Err() == nil && !answerLost(err) && broken.Began.IsZero():
		e.Store.ForgetRenewal(s.ID()) // nothing was redeemed
	}
	return cache.Token{}, err
}

// redeem asks for a new token, and once more with the same refresh token where
// the answer was lost; again says that it was. What comes is noted at once.
func (e *errand) redeem(ctx context.Context, s profile.Session, old cache.Token, note *cache.Renewal) (t cache.Token, again bool, err error) {
	w, err := e.wire()
	if err != nil {
		return t, false, err
	}
	client := oidc.Client{Wire: w, Base: e.settings.Endpoint(partition.OIDC, s.Region)}
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
	if note != nil {
		if err := note.Answered(t); err != nil {
			e.warn(err.Error()) // it is about to be saved properly
		}
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

// saveToken puts a renewed token in the place of the old one, unless another
// tool, which knows no locks, has put a later one there meanwhile. It returns
// the one to go on with.
func (e *errand) saveToken(s profile.Session, old, t cache.Token) cache.Token {
	now, err := e.Store.Token(s.ID())
	if err == nil && now.AccessToken != old.AccessToken && now.ExpiresAt.After(t.ExpiresAt) {
		e.Store.ForgetRenewal(s.ID())
		return now
	}
	if err := e.Store.SaveToken(s.ID(), t); err != nil {
		e.warn(fmt.Sprintf("the sign-in to %s was renewed, but could not be kept: %v", s.Label(), err))
	}
	return t
}

// lost is the error for a sign-in that ended because a refresh token was
// redeemed and its successor never arrived.
func (e *errand) lost(s profile.Session, how string, cause error) error {
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
