package login

import (
	"errors"

	"github.com/fobcli/fob/internal/wire"
)

// errRefused means that AWS, or the person, did not allow the sign-in.
var errRefused = errors.New("the sign-in was not allowed")

// refusal is what the sign-in page sent back in place of a code.
type refusal struct{ code, description string }

// Error tells what the page said.
func (r *refusal) Error() string { return errRefused.Error() + ": " + r.words() }

// Is makes errors.Is find errRefused.
func (r *refusal) Is(target error) bool { return target == errRefused }

// words are what the page said to explain itself, safe to show; the bare code
// when it said no more.
func (r *refusal) words() string {
	if d := wire.Shorten(r.description); d != "" {
		return d
	}
	return wire.Shorten(r.code)
}
