package login

import (
	"errors"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/profile"
)

// State is how a sign-in stands, as far as the files tell.
type State string

// The states. AWS may have ended a session without the files knowing.
const (
	SignedOut State = "signed-out" // there is no token
	Active    State = "active"     // the access token can be used
	Renewable State = "renewable"  // its time is up, and the next use renews it
	Expired   State = "expired"    // its time is up, and only a sign-in helps
	Damaged   State = "damaged"    // the token file cannot be read
)

// SignedIn reports whether the session can be used without a new sign-in.
func (s State) SignedIn() bool { return s == Active || s == Renewable }

// Status is a session and how its sign-in stands.
type Status struct {
	Session    profile.Session
	Configured bool        // it stands in the config; else only its token is here
	Path       string      // of the token, be it there or not
	Token      cache.Token // zero when there is none that can be read
	State      State
	Renews     bool // the token is renewed by itself
}

// Statuses tells how every session stands: those of the config in its order,
// then the tokens in the cache that belong to none of them. It reads files and
// asks nobody.
func Statuses(store cache.Store, v *awsconfig.View, now time.Time) ([]Status, error) {
	var all []Status
	known := map[string]bool{}
	for _, s := range profile.Sessions(v) {
		st := StatusOf(store, s, now)
		known[st.Path] = true
		all = append(all, st)
	}
	files, err := store.AllTokens()
	for _, f := range files {
		if known[f.Path] {
			continue
		}
		st := Status{Session: foreign(f.Token), Path: f.Path, Token: f.Token}
		st.judge(now)
		all = append(all, st)
	}
	return all, err
}

// StatusOf tells how one session of the config stands.
func StatusOf(store cache.Store, s profile.Session, now time.Time) Status {
	st := Status{Session: s, Configured: true, Path: store.TokenPath(s.ID())}
	t, err := store.Token(s.ID())
	switch {
	case err == nil:
		st.Token = t
		st.judge(now)
	case cache.Warning(err) != nil || !errors.Is(err, cache.ErrAbsent):
		st.State = Damaged
	default:
		st.State = SignedOut
	}
	return st
}

// judge reads the state off the token.
func (st *Status) judge(now time.Time) {
	st.Renews = st.Token.Renewable(now)
	switch {
	case st.Token.ValidAt(now, 0):
		st.State = Active
	case st.Renews:
		st.State = Renewable
	default:
		st.State = Expired
	}
}
