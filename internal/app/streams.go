package app

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/term"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/output"
)

// Streams returns the process's stdout and stderr.
func Streams() (stdout, stderr *output.Stream) {
	stdout, stderr = output.New(os.Stdout), output.New(os.Stderr)
	stdout.Usable = func() error { return usable(os.Stdout) }
	stdout.OnTerminal = func() bool { return term.IsTerminal(int(os.Stdout.Fd())) }
	stderr.OnTerminal = func() bool { return term.IsTerminal(int(os.Stderr.Fd())) }
	return stdout, stderr
}

// Written returns the error that a run ends with: err, or where that says
// nothing of its own, that the answer was lost because stdout cannot be
// written. Every program checks it once, at its end, so no command has to.
func Written(stdout *output.Stream, err error) error {
	lost := stdout.Err()
	if lost == nil {
		return err
	}
	if _, same := errors.AsType[*output.WriteError](err); err != nil && !same {
		return err
	}
	reason := errors.Unwrap(lost)
	if p, ok := errors.AsType[*fs.PathError](lost); ok {
		reason = p.Err // os.Stdout's name means nothing to people
	}
	return &fault.Error{Summary: "the answer cannot be written to standard output: " + reason.Error(), Err: lost}
}
