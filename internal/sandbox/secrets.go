package sandbox

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"sync"

	"github.com/fobcli/fob/internal/ident"
)

// secrets remembers what was issued, for tests that search outputs for leaks.
type secrets struct {
	record bool
	mu     sync.Mutex
	list   []string
}

func (s *secrets) keep(secret ident.Secret) {
	if !s.record || secret == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, secret.Reveal())
}

func (s *secrets) all() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.list...)
}

// digest is how a secret is looked up: the time that it takes tells nothing
// about how much of a guess was right.
type digest [sha256.Size]byte

func digestOf(s ident.Secret) digest { return sha256.Sum256([]byte(s.Reveal())) }

// randomBytes never fails: crypto/rand ends the program where there is no
// randomness.
func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}

func randomText(n int) string { return base64.RawURLEncoding.EncodeToString(randomBytes(n)) }
