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

// digest is what a secret is remembered by, so that looking one up takes the
// same time however much of it is right.
type digest [sha256.Size]byte

func digestOf(secret string) digest { return sha256.Sum256([]byte(secret)) }

// pendingCode is an authorization code. It is remembered after its use, to know
// a replay.
type pendingCode struct {
	client      digest // of the client id
	redirectURI string
	challenge   string
	scopes      []string
	subject     Subject
	expires     time.Time

	used     bool
	replayed bool   // it came again after its use
	revoke   func() // ends what it gave; nil until that is known, or when it gave nothing
}

// codes are the authorization codes.
type codes struct {
	mu    sync.Mutex
	list  map[digest]*pendingCode
	order []digest // oldest first
}

func newCodes() *codes { return &codes{list: map[digest]*pendingCode{}} }

func (c *codes) add(code ident.Secret, p pendingCode) {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := digestOf(code.Reveal())
	c.list[key] = &p
	c.order = append(c.order, key)
	if len(c.order) > maxPending {
		delete(c.list, c.order[0])
		c.order = c.order[1:]
	}
}

// take returns a code that belongs to a client, once. A code of another client
// stays, so that nobody can spoil what is not theirs. A code that comes again was
// stolen, by the first who used it or by the second: what it gave ends (RFC 6749
// §4.1.2).
func (c *codes) take(code, clientID string) (*pendingCode, bool) {
	c.mu.Lock()
	p, ok := c.list[digestOf(code)]
	if !ok || p.client != digestOf(clientID) {
		c.mu.Unlock()
		return nil, false
	}
	first := !p.used
	p.used, p.replayed = true, !first
	revoke := p.revoke
	c.mu.Unlock()
	if !first && revoke != nil {
		revoke()
	}
	return p, first
}

// gave tells what ends the session that a code has led to. False when the code
// came again in the meantime, and the session was ended for it.
func (c *codes) gave(p *pendingCode, revoke func()) bool {
	c.mu.Lock()
	p.revoke = revoke
	replayed := p.replayed
	c.mu.Unlock()
	if replayed {
		revoke()
	}
	return !replayed
}
