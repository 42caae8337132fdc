package cache

import (
	"fmt"
	"path/filepath"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/fsx"
)

// CheckRoom reports whether a token of the session could be saved now, without
// changing the one that there is. A sign-in asks before it begins, so that
// nobody goes through the browser for nothing.
func (s Store) CheckRoom(id SessionID) error {
	p, err := s.prepare(s.TokenPath(id), answerRoom)
	if err != nil {
		return err
	}
	p.Cancel()
	return nil
}

// Unwritable explains err, of BeginRenewal, CheckRoom or SaveToken. what is
// what cannot be done for it, such as "the sign-in to corp cannot be refreshed".
func (s Store) Unwritable(id SessionID, what string, err error) *fault.Error {
	cause, ok := fsx.CauseOf(err)
	if !ok {
		return &fault.Error{Summary: what + ": " + err.Error(), Err: err}
	}
	folder := s.Paths.Short(filepath.Dir(s.TokenPath(id)))
	return &fault.Error{
		Summary: fmt.Sprintf("%s: %s cannot be written: %s", what, folder, cause.Reason),
		Detail:  []string{cause.Remedy + " " + folder + ", then try again."},
		Err:     err,
	}
}
