// Package spawn runs a program in the place of this one, with an environment:
// on Unix it becomes the program, elsewhere it waits and hands on its code.
//
// Secrets reach the program through its environment alone, never through its
// arguments, which every process on the machine can read.
package spawn

import (
	"context"
	"errors"
)

// Exec runs argv with exactly the environment env and returns its exit code;
// on Unix it does not return when the program was started.
func Exec(ctx context.Context, argv, env []string) (exit int, err error) {
	return 1, errors.ErrUnsupported
}
