package sandbox

import (
	"slices"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/oidc"
	"github.com/fobcli/fob/internal/sandbox/org"
)

// signIn is a person's session with the access portal, in one browser.
type signIn struct {
	user    string
	started time.Time
	ends    time.Time
	ended   bool // signed out, or ended by an administrator
	grants  []*grant
}

func (s *signIn) live(now time.Time) bool { return !s.ended && now.Before(s.ends) }

// grant is what a person allowed a program during a sign-in. A refreshable
// one ends with the sign-in; a legacy one has a fixed length.
type grant struct {
	user    string
	client  digest // of the client id
	scopes  []string
	refresh bool
	started time.Time
	ends    time.Time
	ended   bool // logged out, ended with its sign-in, or a code or token was stolen
}

func (g *grant) live(now time.Time) bool { return !g.ended && now.Before(g.ends) }

// The limits of what is remembered. Beyond them the oldest is forgotten: what is
// over first, then sign-ins and programs that are alive, which end.
const (
	maxSignIns  = 10_000
	maxPrograms = 100     // of one sign-in
	maxTokens   = 100_000 // of each kind
)

// sessions knows all sign-ins, of the programs they let in, and the
// tokens these hold. It is safe for use by many goroutines.
//
// The service's Logout ends the one program's session whose token it is given;
// signing out in the browser ends the sign-in and every program's session
// under it. So logging out of one tool leaves another one signed in.
type sessions struct {
	org   *org.Organisation
	clock *clock
	keep  func(ident.Secret)

	mu       sync.Mutex
	rotation org.Rotation
	signIns  *ledger[*signIn]
	access   *ledger[accessToken]
	refresh  *ledger[*refreshToken]
	swept    time.Time
}

func newSessions(o *org.Organisation, c *clock, keep func(ident.Secret)) *sessions {
	return &sessions{
		org: o, clock: c, keep: keep, swept: c.Now(), rotation: o.Rotation,
		signIns: newLedger[*signIn](maxSignIns), access: newLedger[accessToken](maxTokens), refresh: newLedger[*refreshToken](maxTokens),
	}
}

// start begins a sign-in; false when the user is unknown or disabled.
func (s *sessions) start(user string) (id ident.Secret, ok bool) {
	u, ok := s.org.User(user)
	if !ok || u.Disabled {
		return "", false
	}
	id = ident.Secret(randomText(32))
	s.keep(id)
	now := s.clock.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep(now)
	v := &signIn{user: user, started: now, ends: now.Add(s.org.Lifetimes.Session)}
	if old, full := s.signIns.add(digestOf(id), v, func(v *signIn) bool { return v.live(now) }); full {
		old.end(now)
	}
	return id, true
}

// signedIn finds the sign-in of a browser.
func (s *sessions) signedIn(id ident.Secret) (user string, ends time.Time, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.signIns.entries[digestOf(id)]
	if v == nil || !v.live(s.clock.Now()) {
		return "", time.Time{}, false
	}
	return v.user, v.ends, true
}

// signOut ends a sign-in and all that hangs on it.
func (s *sessions) signOut(id ident.Secret) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v := s.signIns.entries[digestOf(id)]; v != nil {
		v.end(s.clock.Now())
	}
}

// end ends the sign-in and its programs' sessions, and returns how many of
// them were alive; the sign-in and its programs count as one.
func (v *signIn) end(now time.Time) int {
	alive := v.live(now)
	v.ended = true
	for _, g := range v.grants {
		alive = alive || g.live(now)
		g.ended = true
	}
	if alive {
		return 1
	}
	return 0
}

// endAll ends the sessions of a user, or of everyone for an empty name.
func (s *sessions) endAll(user string) (ended int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	for _, v := range s.signIns.entries {
		if user == "" || v.user == user {
			ended += v.end(now)
		}
	}
	return ended
}

// Session is a sign-in that is alive, as the control API tells it. Times are real.
type Session struct {
	User     string    `json:"user"`
	Started  time.Time `json:"started"`
	Ends     time.Time `json:"ends"`
	Programs int       `json:"programs"` // that are signed in through it
}

// list returns the sign-ins that are alive, the oldest first.
func (s *sessions) list() []Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	out := []Session{}
	for _, v := range s.signIns.entries {
		programs := 0
		for _, g := range v.grants {
			if g.live(now) {
				programs++
			}
		}
		if v.live(now) || programs > 0 {
			out = append(out, Session{v.user, s.clock.Seen(v.started), s.clock.Seen(v.ends), programs})
		}
	}
	slices.SortFunc(out, func(a, b Session) int { return a.Started.Compare(b.Started) })
	return out
}

// allow adds a program to a sign-in. When there are too many, the oldest ends.
func (v *signIn) allow(g *grant, now time.Time) {
	v.grants = slices.DeleteFunc(v.grants, func(g *grant) bool { return !g.live(now) })
	if len(v.grants) >= maxPrograms {
		v.grants[0].ended = true
		v.grants = slices.Delete(v.grants, 0, 1)
	}
	v.grants = append(v.grants, g)
}

// sweep forgets what is over, once an hour at most: it is answered like what was
// never known.
func (s *sessions) sweep(now time.Time) {
	if now.Sub(s.swept) < time.Hour {
		return
	}
	s.swept = now
	s.signIns.sweep(func(v *signIn) bool {
		v.grants = slices.DeleteFunc(v.grants, func(g *grant) bool { return !g.live(now) })
		return !v.live(now) && len(v.grants) == 0
	})
	s.access.sweep(func(t accessToken) bool { return !t.live(now) })
	s.refresh.sweep(func(t *refreshToken) bool { return !t.grant.live(now) })
}

// subject is how a sign-in is handed through the OIDC room and back.
func subject(user string, id ident.Secret) oidc.Subject {
	return oidc.Subject{User: user, Session: id.Reveal()}
}
