package sandbox

import (
	"encoding/base64"
	"slices"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/oidc"
	"github.com/fobcli/fob/internal/sandbox/org"
)

// reuseGrace is how long a refresh token is still taken after its successor
// was used: several processes refresh one shared file without a lock, and each
// may hold the older one for a moment.
const reuseGrace = time.Minute

// scopeAccounts is the scope that the portal API asks for.
const scopeAccounts = "sso:account:access"

type accessToken struct {
	grant   *grant
	expires time.Time
}

func (t accessToken) live(now time.Time) bool { return t.grant.live(now) && now.Before(t.expires) }

type refreshToken struct {
	grant     *grant
	parent    *refreshToken
	replaced  bool      // it has a successor
	succeeded time.Time // when a successor was first used; zero: not yet
}

// spent reports whether whoever comes with the token has copied it (RFC 9700
// §4.14).
func (t *refreshToken) spent(r org.Rotation, now time.Time) bool {
	switch r {
	case org.RotationOff:
		return false
	case org.RotationStrict:
		return t.replaced
	}
	return !t.succeeded.IsZero() && now.Sub(t.succeeded) > reuseGrace
}

// Issue starts a session of a program under the sign-in that allowed it. It
// makes sessions the OIDC room's Tokens.
func (s *sessions) Issue(g oidc.Grant) (oidc.Issued, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	v := s.signIns.entries[digestOf(ident.Secret(g.Subject.Session))]
	if v == nil || !v.live(now) {
		return oidc.Issued{}, false
	}
	made := &grant{
		user: v.user, client: digestOf(ident.Secret(g.ClientID)), scopes: g.Scopes, started: now,
		refresh: g.Refresh && len(g.Scopes) > 0, ends: v.ends,
	}
	if len(g.Scopes) == 0 {
		made.ends = now.Add(s.org.Lifetimes.LegacyAccessToken)
	}
	v.allow(made, now)
	s.sweep(now)
	return s.tokens(made, nil, now), true
}

// Renew exchanges a refresh token. What takes its place, and how long it works
// beside that, is the rotation's; reuse of a spent one ends the whole session.
func (s *sessions) Renew(clientID string, token ident.Secret) (oidc.Issued, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	s.sweep(now)
	t := s.refresh.entries[digestOf(token)]
	if t == nil || t.grant.client != digestOf(ident.Secret(clientID)) || !t.grant.live(now) {
		return oidc.Issued{}, false
	}
	if t.spent(s.rotation, now) {
		t.grant.ended = true
		return oidc.Issued{}, false
	}
	if t.parent != nil && t.parent.succeeded.IsZero() {
		t.parent.succeeded = now
	}
	t.parent = nil // or every token would keep all those before it in memory
	if s.rotation == org.RotationOff {
		out := s.accessOf(t.grant, now)
		out.RefreshToken = token
		return out, true
	}
	t.replaced = true
	return s.tokens(t.grant, t, now), true
}

// setRotation changes the rotation, of the sessions that there are too.
func (s *sessions) setRotation(r org.Rotation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rotation = r
}

func (s *sessions) rotates() org.Rotation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rotation
}

// tokens makes the tokens of a live grant.
func (s *sessions) tokens(g *grant, parent *refreshToken, now time.Time) oidc.Issued {
	out := s.accessOf(g, now)
	if g.refresh {
		out.RefreshToken = newToken("aor")
		s.keep(out.RefreshToken)
		s.refresh.add(digestOf(out.RefreshToken), &refreshToken{grant: g, parent: parent}, func(t *refreshToken) bool {
			return !t.replaced && t.grant.live(now)
		})
	}
	return out
}

// accessOf makes an access token of a live grant, which it never outlasts.
func (s *sessions) accessOf(g *grant, now time.Time) oidc.Issued {
	lifetime := s.org.Lifetimes.AccessToken
	if len(g.scopes) == 0 {
		lifetime = s.org.Lifetimes.LegacyAccessToken
	}
	lifetime = min(lifetime, g.ends.Sub(now))
	out := oidc.Issued{AccessToken: newToken("aoa"), ExpiresIn: lifetime, Revoke: func() { s.revoke(g) }}
	s.keep(out.AccessToken)
	s.access.add(digestOf(out.AccessToken), accessToken{grant: g, expires: now.Add(lifetime)}, func(t accessToken) bool { return t.live(now) })
	return out
}

// revoke ends a program's session.
func (s *sessions) revoke(g *grant) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g.ended = true
}

// newToken writes a token in the service's shape: a prefix that tells its
// kind, opaque text, a colon, and what looks like a signature.
func newToken(kind string) ident.Secret {
	return ident.Secret(kind + "AAAA" + randomText(192) + ":" + base64.StdEncoding.EncodeToString(randomBytes(71)))
}

// User returns whose access token it is. It makes sessions the portal room's Tokens.
func (s *sessions) User(token ident.Secret) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	t, ok := s.access.entries[digestOf(token)]
	if !ok || !t.live(now) {
		return "", false
	}
	if len(t.grant.scopes) > 0 && !slices.Contains(t.grant.scopes, scopeAccounts) {
		return "", false
	}
	return t.grant.user, true
}

// End ends the session of the program that holds the token.
func (s *sessions) End(token ident.Secret) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t, ok := s.access.entries[digestOf(token)]; ok {
		t.grant.ended = true
	}
}
