package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/fobcli/fob/internal/fsx"
)

// A refresh token is spent when it is redeemed: its successor is in the answer
// and nowhere else. So before the request, all that can fail for lack of space or
// permission is done: a file of fob's own says that a refresh has begun, with room
// for the answer, and the new token file is prepared beside the old one. The
// answer is then written to the first as soon as it comes, and to the second.
// A kill after that loses nothing, although the token file takes a sync and a
// rename to replace; a kill before leaves the line that explains why AWS may
// refuse the next refresh.

// Renewal is a refresh that is under way. The lock of its session is held while
// there is one.
type Renewal struct {
	store Store
	id    SessionID
	note  *os.File
	room  int64 // where the answer goes in the note
	token *PreparedToken
}

// BrokenRenewal is a refresh that did not come to its end.
type BrokenRenewal struct {
	Began  time.Time // zero: there is none
	Answer Token     // the token that came of it; zero when it did not come
}

// BeginRenewal notes that the token's refresh token is about to be redeemed, and
// secures what is needed to save its successor. After an error the refresh token
// must not be redeemed.
func (s Store) BeginRenewal(id SessionID, t Token, now time.Time) (*Renewal, error) {
	token, err := s.PrepareToken(id)
	if err != nil {
		return nil, err
	}
	note, room, err := s.beginNote(id, t, now, len(t.encode())+answerRoom)
	if err != nil {
		token.Cancel()
		return nil, err
	}
	return &Renewal{store: s, id: id, note: note, room: room, token: token}, nil
}

// beginNote writes the note of a refresh: the line that it has begun, and blanks
// where its answer will be.
func (s Store) beginNote(id SessionID, t Token, now time.Time, size int) (f *os.File, room int64, err error) {
	path := s.renewalPath(id)
	if err := fsx.MkdirPrivate(filepath.Dir(path)); err != nil {
		return nil, 0, err
	}
	f, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, 0, fmt.Errorf("note the refresh: %w", err)
	}
	_ = f.Chmod(0o600) // an older note may be more open; the line below is no secret yet
	line := appendMember([]byte{'{'}, "began", formatTime(now))
	line = append(appendMember(line, "from", fingerprint(t)), "}\n"...)
	if _, err := f.Write(append(slices.Clip(line), bytes.Repeat([]byte{' '}, size)...)); err != nil {
		_ = f.Close()
		_ = os.Remove(path) // nothing was redeemed
		return nil, 0, fmt.Errorf("note the refresh: %w", err)
	}
	return f, int64(len(line)), nil
}

// Answered notes the token that came, with one write.
func (r *Renewal) Answered(t Token) error {
	if _, err := r.note.WriteAt(append(t.encode(), '\n'), r.room); err != nil {
		return fmt.Errorf("note the refreshed token: %w", err)
	}
	return nil
}

// Save puts the token that came in the place of the old one, as SaveToken does,
// and removes the note.
func (r *Renewal) Save(t Token) error {
	if err := r.token.commit(t); err != nil {
		return err
	}
	r.Close() // first: Windows deletes no file that is open
	r.store.ForgetRenewal(r.id)
	return nil
}

// Close releases what was secured. The note stays until the session's token is
// saved or deleted, or ForgetRenewal.
func (r *Renewal) Close() {
	_ = r.note.Close()
	r.token.Cancel()
}

// ForgetRenewal removes the note of a renewal that has come to its end.
func (s Store) ForgetRenewal(id SessionID) { _ = os.Remove(s.renewalPath(id)) }

// forgetRenewalOf is ForgetRenewal for the session whose token is at path.
func (s Store) forgetRenewalOf(path string) {
	_ = os.Remove(filepath.Join(s.Paths.Own, "renewals", filepath.Base(path)))
}

// Renewal reads the note of a renewal of exactly this token that was broken
// off. A note about another token is none: somebody has signed in since.
func (s Store) Renewal(id SessionID, t Token) BrokenRenewal {
	data, err := fsx.ReadAtMost(s.renewalPath(id), maxEntry)
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
