package cache

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/fsx"
)

// answerRoom is the space that is secured for the token in an answer, beyond the
// size of the present one, in bytes. Tokens have up to about 4 KiB.
const answerRoom = 32 << 10

// PreparedToken is permission and space to save a token that a request is about
// to bring. What such a request spends (a refresh token, an authorization code,
// a device code) cannot be spent again, so there is no request without it.
type PreparedToken struct {
	store Store
	path  string
	file  *fsx.Replacement
}

// PrepareToken secures what is needed to save a new token of the session. The
// caller must call Save or Cancel.
func (s Store) PrepareToken(id SessionID) (*PreparedToken, error) {
	return s.PrepareTokenFile(s.TokenPath(id))
}

// PrepareTokenFile is PrepareToken for a token that AllTokens found.
func (s Store) PrepareTokenFile(path string) (*PreparedToken, error) {
	size := int64(answerRoom)
	if info, err := os.Stat(path); err == nil {
		size += min(info.Size(), maxEntry) // the keys of other tools are kept
	}
	file, err := s.prepare(path, int(size))
	if err != nil {
		return nil, err
	}
	return &PreparedToken{store: s, path: path, file: file}, nil
}

// Save writes the token as SaveToken does.
func (p *PreparedToken) Save(t Token) error {
	if err := p.commit(t); err != nil {
		return err
	}
	p.store.forgetRenewalOf(p.path)
	return nil
}

func (p *PreparedToken) commit(t Token) error {
	data := p.store.tokenFile(p.path, t)
	p.store.setAside(p.path)
	if err := p.file.Commit(data); err != nil {
		// Somebody may have tidied up what was prepared.
		return p.store.write(p.path, data)
	}
	return nil
}

// Cancel releases what was prepared; after Save it does nothing.
func (p *PreparedToken) Cancel() { p.file.Cancel() }

// CheckRoom reports whether a token of the session could be saved now. A sign-in
// asks before it begins, so that nobody goes through the browser for nothing.
func (s Store) CheckRoom(id SessionID) error {
	p, err := s.PrepareToken(id)
	if err != nil {
		return err
	}
	p.Cancel()
	return nil
}

// Unwritable explains err, of what saves or locks a token. what is what cannot be
// done for it, such as "the sign-in to corp cannot be refreshed".
func (s Store) Unwritable(id SessionID, what string, err error) *fault.Error {
	f := &fault.Error{Summary: what + ": " + s.Reason(s.Paths.SSOCache, err), Err: err}
	if cause, ok := fsx.CauseOf(err); ok {
		f.Detail = []string{cause.Advice(s.refusing(s.Paths.SSOCache, err))}
	}
	return f
}

// Reason is the shortest true account of why something could not be written, or
// locked: the folder and the cause. folder is where it was to be written.
func (s Store) Reason(folder string, err error) string {
	cause, ok := fsx.CauseOf(err)
	if !ok {
		return err.Error()
	}
	return fmt.Sprintf("%s cannot be written: %s", s.refusing(folder, err), cause.Reason)
}

// refusing is the folder that err is about: folder, unless it happened in fob's
// own, where the locks and notes are.
func (s Store) refusing(folder string, err error) string {
	path := fsx.PathOf(err)
	if path == s.Paths.Own || strings.HasPrefix(path, s.Paths.Own+string(filepath.Separator)) {
		folder = filepath.Dir(path)
	}
	return s.Paths.Short(folder)
}
