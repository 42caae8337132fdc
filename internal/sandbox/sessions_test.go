package sandbox

import (
	"fmt"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/oidc"
	"github.com/fobcli/fob/internal/sandbox/org"
)

// newTestSessions is a ledger of sign-ins on a clock that only advance moves.
func newTestSessions() *sessions {
	now := time.Unix(1_800_000_000, 0)
	return newSessions(org.Default(), newClock(func() time.Time { return now }), func(ident.Secret) {})
}

// program signs a program in under a sign-in.
func (s *sessions) program(t *testing.T, id ident.Secret) oidc.Issued {
	t.Helper()
	issued, ok := s.Issue(oidc.Grant{Subject: subject(you, id), ClientID: "client", Scopes: []string{scopeAccounts}, Refresh: true})
	if !ok {
		t.Fatal("the sign-in is over")
	}
	return issued
}

func (s *sessions) browser(t *testing.T) ident.Secret {
	t.Helper()
	id, ok := s.start(you)
	if !ok {
		t.Fatal("nobody is called " + you)
	}
	return id
}

func TestSignInsAreForgottenBeyondALimit(t *testing.T) {
	s := newTestSessions()
	first := s.browser(t)
	token := s.program(t, first)
	for range maxSignIns + 50 {
		s.browser(t)
	}
	if len(s.signIns.entries) != maxSignIns || len(s.signIns.order) != maxSignIns {
		t.Errorf("%d sign-ins are remembered", len(s.signIns.entries))
	}
	// What nobody could end any more has ended.
	if _, ok := s.User(token.AccessToken); ok {
		t.Error("a program of a forgotten sign-in is signed in")
	}
	// One that is over goes before those that are alive.
	latest := s.browser(t)
	s.signOut(latest)
	for range maxSpared {
		s.browser(t)
	}
	if _, _, ok := s.signedIn(latest); ok {
		t.Error("a sign-in that ended is alive")
	}
}

func TestProgramsOfASignInAreLimited(t *testing.T) {
	s := newTestSessions()
	id := s.browser(t)
	first := s.program(t, id)
	var last oidc.Issued
	for range maxPrograms {
		last = s.program(t, id)
	}
	if n := s.list()[0].Programs; n != maxPrograms {
		t.Errorf("%d programs are signed in", n)
	}
	_, oldest := s.User(first.AccessToken)
	_, youngest := s.User(last.AccessToken)
	if oldest || !youngest {
		t.Errorf("signed in: the oldest %v, the youngest %v", oldest, youngest)
	}
}

// A program that refreshes all the time does not end an idle one's session, and
// what is remembered of its tokens has a limit.
func TestTokensAreForgottenBeyondALimit(t *testing.T) {
	for _, rotation := range []org.Rotation{org.RotationOff, org.RotationGrace, org.RotationStrict} {
		s := newTestSessions()
		if s.access.max != maxTokens || s.refresh.max != maxTokens {
			t.Errorf("limits %d and %d", s.access.max, s.refresh.max)
		}
		const few = 1000
		s.access.max, s.refresh.max = few, few
		s.setRotation(rotation)
		id := s.browser(t)
		idle, busy := s.program(t, id), s.program(t, id)
		for range few + 200 {
			next, ok := s.Renew("client", busy.RefreshToken)
			if !ok {
				t.Fatalf("%s: a refresh was refused", rotation)
			}
			busy = next
		}
		if n := len(s.access.entries); n != few || len(s.access.order) != n {
			t.Errorf("%s: %d access tokens are remembered", rotation, n)
		}
		if n := len(s.refresh.entries); n > few || len(s.refresh.order) != n {
			t.Errorf("%s: %d refresh tokens are remembered", rotation, n)
		}
		if _, ok := s.Renew("client", idle.RefreshToken); !ok {
			t.Errorf("%s: the idle program's session is lost", rotation)
		}
		s.clock.advance(61 * time.Minute) // access tokens are over, and refresh tokens are not
		if _, ok := s.Renew("client", busy.RefreshToken); !ok || len(s.access.entries) != 1 {
			t.Errorf("%s: after an hour, refreshed: %v; %d access tokens are remembered", rotation, ok, len(s.access.entries))
		}
		s.clock.advance(9 * time.Hour) // all is over
		s.browser(t)
		if len(s.access.entries) != 0 || len(s.refresh.entries) != 0 || len(s.signIns.entries) != 1 {
			t.Errorf("%s: after the end %d access tokens, %d refresh tokens, %d sign-ins are remembered",
				rotation, len(s.access.entries), len(s.refresh.entries), len(s.signIns.entries))
		}
	}
}

// A refresh token does not keep those before it in memory.
func TestARefreshTokenForgetsItsAncestors(t *testing.T) {
	s := newTestSessions()
	token := s.program(t, s.browser(t))
	for range 100 {
		token, _ = s.Renew("client", token.RefreshToken)
	}
	n := 0
	for r := s.refresh.entries[digestOf(token.RefreshToken)]; r != nil; r = r.parent {
		n++
	}
	if n > 2 {
		t.Errorf("a refresh token holds %d generations", n)
	}
}

func TestALedgerForgetsTheOldestThatNeedNotBeSpared(t *testing.T) {
	l := newLedger[int](maxSpared + 2)
	key := func(i int) digest { return digestOf(ident.Secret(fmt.Sprint(i))) }
	spare := func(i int) bool { return i%2 == 0 }
	for i := range 10_000 {
		l.add(key(i), i, spare)
		if len(l.entries) != len(l.order) || len(l.entries) > l.max {
			t.Fatalf("%d entries, %d in order", len(l.entries), len(l.order))
		}
	}
	if l.entries[key(9999)] != 9999 {
		t.Error("the youngest is forgotten")
	}
	one := newLedger[int](2)
	for i := range 3 {
		one.add(key(2*i), 2*i, spare) // all are to be spared
	}
	if old, full := one.add(key(7), 7, spare); !full || old != 2 {
		t.Errorf("forgot %d, %v; want the oldest", old, full)
	}
}
