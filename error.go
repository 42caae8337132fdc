package fob

import (
	"context"
	"errors"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/output"
)

// The kinds of error that a program may want to tell apart, by errors.Is.
var (
	ErrSignInNeeded  = errors.New("a sign-in is needed")
	ErrNoAccess      = errors.New("the account or role is not allowed")
	ErrNoProfile     = errors.New("there is no such profile")
	ErrNoCredentials = errors.New("the profile names no credentials")
)

// Error is a failure with what helps against it. It never holds a secret.
type Error struct {
	Summary string   // one sentence, without a full stop: "the sign-in to corp ended at 09:12"
	Detail  []string // further lines, such as the place in a file; may be empty
	Hint    string   // the words before the remedy: "Sign in again:"
	Remedy  string   // what to type: "fob login corp"; empty where nothing is known to help
	Code    int      // what the program fob ends with: see docs/exit-codes.md

	err error
}

// Error is the summary and the remedy in one line, as it will stand in a log:
// control characters in what came from outside are escaped.
func (e *Error) Error() string {
	if e.Remedy == "" {
		return output.Line(e.Summary)
	}
	return output.Line(e.Summary + ". " + e.Hint + " " + e.Remedy)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.err }

// Is reports whether the error is of one of the kinds above.
func (e *Error) Is(target error) bool {
	switch fault.Code(e.Code) {
	case fault.SignIn:
		return target == ErrSignInNeeded
	case fault.NoAccess:
		return target == ErrNoAccess
	case fault.NoProfile:
		return target == ErrNoProfile
	case fault.NoCredentials:
		return target == ErrNoCredentials
	}
	return false
}

// publicError makes err one that other modules can look into. That ctx has
// ended stays what it is.
func publicError(ctx context.Context, err error) error {
	if end := ctx.Err(); end != nil && errors.Is(err, end) {
		return end
	}
	e := &Error{Summary: err.Error(), Code: int(fault.CodeOf(err)), err: err}
	if f := (*fault.Error)(nil); errors.As(err, &f) {
		e.Detail, e.Hint, e.Remedy = f.Detail, f.Hint, f.Remedy
		if e.Hint == "" {
			e.Hint = "Try:"
		}
	}
	return e
}
