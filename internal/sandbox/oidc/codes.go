package oidc

import (
	"crypto/sha256"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// maxPending is how many codes are remembered; the oldest is forgotten first.
// It only keeps a sandbox that runs for weeks from growing.
const maxPending = 10_000

// pendingCode is an authorization code that was not redeemed yet.
type pendingCode struct {
	clientID    string
	redirectURI string
	challenge   string
	scopes      []string
	subject     Subject
	expires     time.Time
}

// codes are the authorization codes, by their hash, so that looking one up
// takes the same time however much of it is right.
type codes struct {
	mu    sync.Mutex
	list  map[[sha256.Size]byte]pendingCode
	order [][sha256.Size]byte // oldest first; may name codes that are gone
}

func newCodes() *codes { return &codes{list: map[[sha256.Size]byte]pendingCode{}} }

func (c *codes) add(code ident.Secret, p pendingCode) {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := sha256.Sum256([]byte(code.Reveal()))
	c.list[key] = p
	c.order = append(c.order, key)
	if len(c.order) > maxPending {
		delete(c.list, c.order[0])
		c.order = c.order[1:]
	}
}

// take removes and returns a code that belongs to a client. A code of another
// client stays, so that nobody can spoil what is not theirs.
func (c *codes) take(code, clientID string) (pendingCode, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := sha256.Sum256([]byte(code))
	p, ok := c.list[key]
	if !ok || p.clientID != clientID {
		return pendingCode{}, false
	}
	delete(c.list, key)
	return p, true
}
