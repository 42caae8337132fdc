// Package fault is an error a person can act on: what happened, what to type
// next, and the exit code a script can test.
//
// Deeds turn known causes into a *fault.Error; app prints it and exits. The
// package never prints.
package fault

import "errors"

// Code is the exit code of the program.
type Code int

// The exit codes; docs/exit-codes.md and `fob help exit-codes` show the same.
const (
	OK            Code = 0   // done
	Failed        Code = 1   // failed
	Usage         Code = 2   // the command line is wrong or a value is missing
	SignIn        Code = 3   // a sign-in is needed
	NoAccess      Code = 4   // signed in, but the account or role is not allowed
	NoProfile     Code = 5   // there is no such profile
	NoCredentials Code = 7   // the profile names no credentials
	Interrupted   Code = 130 // Ctrl-C
)

// Error is a failure with a remedy.
type Error struct {
	Summary string   // one sentence, no capital, no full stop needed
	Detail  []string // further lines shown as they are, such as the line of a file
	Remedy  string   // what to type or edit; empty rather than guessed
	Hint    string   // the words before the remedy, such as "Sign in again:"; empty means "Try:"
	Code    Code     // zero counts as Failed
	Err     error    // the cause, shown under --debug
}

// Error returns the summary alone; the screen adds the rest.
func (e *Error) Error() string { return e.Summary }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf returns the exit code that err asks for: 0 for nil, the Code of the
// outermost *Error in its tree, and Failed for anything else.
func CodeOf(err error) Code {
	if err == nil {
		return OK
	}
	var f *Error
	if errors.As(err, &f) && f.Code != 0 {
		return f.Code
	}
	return Failed
}

// RemedyOf returns the remedy of the outermost *Error in err's tree, or "".
func RemedyOf(err error) string {
	var f *Error
	if errors.As(err, &f) {
		return f.Remedy
	}
	return ""
}

// Text is what a person is told about err in the middle of a sentence: the
// summary of the outermost *Error in its tree, or else err's own words.
func Text(err error) string {
	var f *Error
	if errors.As(err, &f) {
		return f.Summary
	}
	return err.Error()
}

// NewUsage is an error in the command line: one sentence, and the line to type.
func NewUsage(summary, remedy string) *Error {
	return &Error{Summary: summary, Remedy: remedy, Code: Usage}
}
