// Package spawn runs a program in the place of this one, with an environment:
// on Unix it becomes the program, elsewhere it waits and hands on its code.
//
// Secrets reach the program through its environment alone, never through its
// arguments, which every process on the machine can read.
package spawn

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"

	"github.com/fobcli/fob/internal/fault"
)

// The codes that shells give for a program that did not start.
const (
	notRunnable fault.Code = 126
	notFound    fault.Code = 127
)

// Exec runs argv with exactly the environment env and returns its exit code;
// on Unix it does not return once the program has started, so that the program
// keeps this one's process id, terminal and signals. argv[0] is looked up on
// PATH unless it has a separator; every argument arrives as it is.
//
// The error is a *fault.Error: code 127 when there is no such program, 126 when
// it cannot be run; or ctx's when that was over before the start.
func Exec(ctx context.Context, argv, env []string) (exit int, err error) {
	if err := ctx.Err(); err != nil {
		return 1, err
	}
	path, err := exec.LookPath(argv[0])
	if err != nil {
		return 1, unstarted(argv[0], err)
	}
	exit, err = replace(path, argv, env)
	if err != nil {
		return 1, unstarted(argv[0], err)
	}
	return exit, nil
}

// Output runs argv in this program's own environment, without a stdin, and
// returns what it writes to stdout. It is looked up as in Exec, and ended when
// ctx ends. What it writes to stderr goes into the error.
func Output(ctx context.Context, argv ...string) ([]byte, error) {
	out, err := exec.CommandContext(ctx, argv[0], argv[1:]...).Output()
	if ended := (*exec.ExitError)(nil); errors.As(err, &ended) {
		return out, fmt.Errorf("%s: %w: %s", argv[0], err, ended.Stderr)
	}
	return out, err
}

// unstarted turns the reason why a program did not start into an error for
// people, with the code that a shell would give.
func unstarted(program string, err error) error {
	f := &fault.Error{Code: notRunnable, Err: err}
	switch {
	case errors.Is(err, exec.ErrDot):
		f.Summary = fmt.Sprintf("%q lies in the current folder, which is not on PATH", program)
		f.Hint, f.Remedy = "Say so, if you mean it:", "./"+program
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		f.Code = notFound
		f.Summary = fmt.Sprintf("there is no program %q", program)
		f.Hint, f.Remedy = "If it was installed just now, this shell may not know of it yet: open a new one. This shows where it looks:", lookLine
	case errors.Is(err, fs.ErrPermission):
		f.Summary = fmt.Sprintf("%q may not be run: it is no program, or not yours to run", program)
	default:
		f.Summary = fmt.Sprintf("%q could not be started: %v", program, err)
	}
	return f
}
