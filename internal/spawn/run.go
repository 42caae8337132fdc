package spawn

import (
	"context"
	"io"
	"os/exec"
	"time"
)

// stopPatience is how long a program may take to end after it was asked to.
const stopPatience = 10 * time.Second

// Run runs argv beside this process with exactly the environment env and no
// input, and returns its exit code once it has ended: 128 and the signal's
// number where a signal ended it. argv[0] is looked up as Exec does.
//
// When ctx ends the program is asked to end, and killed 10 seconds later. The
// error is as Exec's; a program that ran to its end gives none. stdout and
// stderr may be written to by two goroutines at once, until Run returns.
func Run(ctx context.Context, argv, env []string, stdout, stderr io.Writer) (exit int, err error) {
	if err := ctx.Err(); err != nil {
		return 1, err
	}
	path, err := exec.LookPath(argv[0])
	if err != nil {
		return 1, unstarted(argv[0], err)
	}
	c := exec.CommandContext(ctx, path)
	c.Args, c.Env, c.Stdout, c.Stderr = argv, env, stdout, stderr
	c.Cancel = func() error { return stop(c.Process) }
	c.WaitDelay = stopPatience
	err = c.Run()
	if c.ProcessState == nil {
		return 1, unstarted(argv[0], err)
	}
	return code(c.ProcessState), nil
}
