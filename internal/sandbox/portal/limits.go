package portal

import (
	"crypto/sha256"
	"sync"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/org"
	"golang.org/x/time/rate"
)

// maxLimiters is how many tokens are watched at once. Past it all begin anew,
// which only lets a little more through.
const maxLimiters = 1000

// limits throttles each access token for itself. What AWS counts by is not
// published; tools see its limit with one token.
type limits struct {
	throttle org.Throttle
	mu       sync.Mutex
	byToken  map[[sha256.Size]byte]*rate.Limiter
}

func (l *limits) allow(token ident.Secret) bool {
	if l.throttle == (org.Throttle{}) {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	key := sha256.Sum256([]byte(token.Reveal()))
	if l.byToken[key] == nil {
		if len(l.byToken) >= maxLimiters || l.byToken == nil {
			l.byToken = map[[sha256.Size]byte]*rate.Limiter{}
		}
		l.byToken[key] = rate.NewLimiter(rate.Limit(l.throttle.CallsPerSecond), l.throttle.Burst)
	}
	return l.byToken[key].Allow()
}
