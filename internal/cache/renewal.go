package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/fobcli/fob/internal/fsx"
)

// A refresh token is spent when it is redeemed: its successor is in the answer
// alone. So a renewal is noted in a file of fob's own: one line before the
// question, and the answer as a second one with the first write after it came.
// Whoever kills fob after that loses nothing, although the token file takes a
// sync and a rename to replace; whoever kills it before leaves the line that
// tells why AWS may refuse the next renewal.

// Renewal is the note of a renewal that is under way. The lock of its session
// is held while there is one.
type Renewal struct{ file *os.File }

// BrokenRenewal is a renewal that did not come to its end.
type BrokenRenewal struct {
	Began  time.Time // zero: there is none
	Answer Token     // the token that came of it; zero when it did not come
}

// BeginRenewal notes that the token's refresh token is about to be redeemed.
func (s Store) BeginRenewal(id SessionID, t Token, now time.Time) (*Renewal, error) {
	path := s.renewalPath(id)
	if err := fsx.MkdirPrivate(filepath.Dir(path)); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("note the renewal: %w", err)
	}
	line := appendMember([]byte{'{'}, "began", formatTime(now))
	line = append(appendMember(line, "from", fingerprint(t)), "}\n"...)
	if _, err := f.Write(line); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("note the renewal: %w", err)
	}
	return &Renewal{f}, nil
}

// Answered notes the token that came, with one write.
func (r *Renewal) Answered(t Token) error {
	if _, err := r.file.Write(append(t.encode(), '\n')); err != nil {
		return fmt.Errorf("note the renewed token: %w", err)
	}
	return nil
}

// Close lets go of the note, where there is one. It stays until the session's
// token is saved or deleted, or ForgetRenewal.
func (r *Renewal) Close() {
	if r != nil {
		_ = r.file.Close()
	}
}

// ForgetRenewal removes the note of a renewal that has come to its end.
func (s Store) ForgetRenewal(id SessionID) { _ = os.Remove(s.renewalPath(id)) }

// Renewal reads the note of a renewal of exactly this token that was broken
// off. A note about another token is none: somebody has signed in since.
func (s Store) Renewal(id SessionID, t Token) BrokenRenewal {
	data, err := os.ReadFile(s.renewalPath(id))
	if err != nil {
		return BrokenRenewal{}
	}
	first, second, _ := bytes.Cut(data, []byte{'\n'})
	begun, err := parseObject(first)
	if err != nil || begun.text("from") != fingerprint(t) || begun.time("began").IsZero() {
		return BrokenRenewal{}
	}
	b := BrokenRenewal{Began: begun.time("began")}
	if answer, err := parseObject(second); err == nil {
		b.Answer = tokenOf(answer)
	}
	return b
}

func (s Store) renewalPath(id SessionID) string {
	return filepath.Join(s.Paths.Own, "renewals", id.stem()+".json")
}

// fingerprint tells refresh tokens apart without showing them.
func fingerprint(t Token) string {
	sum := sha256.Sum256([]byte(t.RefreshToken.Reveal()))
	return hex.EncodeToString(sum[:])
}
