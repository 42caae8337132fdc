package sandbox

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/oidc"
)

// history is what a person who reads the rule in the documentation keeps: who
// was exchanged for what, and when. It knows no states of tokens.
type history struct {
	rotation Rotation
	tokens   []ident.Secret
	parent   []int       // of each token; -1 for the first
	used     []time.Time // when each was exchanged first; zero: never
	over     bool        // the session was ended by reuse
}

// good reports whether the documentation says that token i is taken at now.
func (h *history) good(i int, now time.Time) bool {
	switch h.rotation {
	case RotationOff:
		return true
	case RotationStrict:
		return h.used[i].IsZero()
	}
	var first time.Time // use of any successor
	for j, p := range h.parent {
		if p == i && !h.used[j].IsZero() && (first.IsZero() || h.used[j].Before(first)) {
			first = h.used[j]
		}
	}
	return first.IsZero() || now.Sub(first) <= time.Minute
}

func (h *history) add(parent int, token ident.Secret) {
	h.tokens, h.parent, h.used = append(h.tokens, token), append(h.parent, parent), append(h.used, time.Time{})
}

func TestRotationDoesWhatItsDocumentationSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)
		h := history{rotation: rapid.SampledFrom([]Rotation{RotationOff, RotationGrace, RotationStrict}).Draw(t, "rotation")}
		s := mustly(New(Config{Rotation: h.rotation, Now: func() time.Time { return now }}))(t)
		defer s.Close()
		ends := now.Add(s.org.Lifetimes.Session)
		id, _ := s.sessions.start(you)
		first, _ := s.sessions.Issue(oidcGrant(id, scopeAccounts))
		h.add(-1, first.RefreshToken)
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 30, 59, 60, 61, 3600}).Draw(t, "seconds")) * time.Second)
			i := rapid.IntRange(0, len(h.tokens)-1).Draw(t, "token")
			out, ok := s.sessions.Renew("c", h.tokens[i])
			live := !h.over && now.Before(ends)
			want := live && h.good(i, now)
			if ok != want {
				t.Fatalf("token %d was taken: %v, want %v", i, ok, want)
			}
			h.over = h.over || live && !want
			if ok {
				h.renewed(t, i, out, now)
				checkAccess(t, s, out, ends, now)
			}
		}
	})
}

func (h *history) renewed(t *rapid.T, i int, out oidc.Issued, now time.Time) {
	if same := out.RefreshToken == h.tokens[i]; same != (h.rotation == RotationOff) {
		t.Fatalf("the same refresh token came back: %v", same)
	}
	if h.used[i].IsZero() {
		h.used[i] = now
	}
	if h.rotation != RotationOff {
		h.add(i, out.RefreshToken)
	}
}

func checkAccess(t *rapid.T, s *Server, out oidc.Issued, ends, now time.Time) {
	if user, ok := s.sessions.User(out.AccessToken); !ok || user != you || now.Add(out.ExpiresIn).After(ends) {
		t.Fatalf("access token of %q, good %v, for %v", user, ok, out.ExpiresIn)
	}
}

// mustly is must for a rapid test.
func mustly[V any](v V, err error) func(*rapid.T) V {
	return func(t *rapid.T) V {
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestRotationCanBeChangedWhileSessionsLive(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t, WithRotation(RotationOff)))
	reg, token := c.signIn(t, you)
	same := must(c.renew(ctx, reg, *token.RefreshToken))(t)
	if *same.RefreshToken != *token.RefreshToken || *same.AccessToken == *token.AccessToken {
		t.Error("off: want the same refresh token and a new access token")
	}
	if err := c.SetRotation("sometimes"); err == nil {
		t.Error("an unknown rotation was taken")
	}
	if err := c.SetRotation(RotationStrict); err != nil || c.Rotation() != RotationStrict {
		t.Errorf("%v, now %s", err, c.Rotation())
	}
	next := must(c.renew(ctx, reg, *token.RefreshToken))(t)
	_, err := c.renew(ctx, reg, *token.RefreshToken)
	wantKind(t, "strict, reuse", err, "InvalidGrantException")
	_, err = c.renew(ctx, reg, *next.RefreshToken)
	wantKind(t, "strict, the session after reuse", err, "InvalidGrantException")
	wantKind(t, "strict, its access token", c.accounts(ctx, *next.AccessToken), "UnauthorizedException")
}

func TestTheOrganisationSetsRotationAndFaults(t *testing.T) {
	c := sdk(Start(t, WithOrg("users: [{userName: ada}]\nrefreshTokenRotation: strict\nfaults:\n- {fault: throttle, operation: ListAccounts, count: 1}\n")))
	if c.Rotation() != RotationStrict {
		t.Errorf("rotation %s", c.Rotation())
	}
	wantKind(t, "the first call", c.accounts(t.Context(), "none"), "TooManyRequestsException")
	wantKind(t, "the second", c.accounts(t.Context(), "none"), "UnauthorizedException")
	if other := Start(t, WithOrg("users: [{userName: ada}]\nrefreshTokenRotation: off\n"), WithRotation(RotationGrace)); other.Rotation() != RotationGrace {
		t.Errorf("the option did not go before the file: %s", other.Rotation())
	}
}
