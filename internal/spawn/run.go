package spawn

import (
	"context"
	"io"
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
	c, err := command(argv)
	if err != nil {
		return 1, unstarted(argv[0], err)
	}
	c.Env, c.Stdout, c.Stderr = env, stdout, stderr
	c.WaitDelay = stopPatience // a program that it left behind may hold its output
	if err := c.Start(); err != nil {
		return 1, unstarted(argv[0], err)
	}
	ended := make(chan struct{})
	unwatch := context.AfterFunc(ctx, func() {
		_ = stop(c.Process) // it may have ended just now
		select {
		case <-ended:
		case <-time.After(stopPatience):
			_ = c.Process.Kill()
		}
	})
	defer unwatch()
	_ = c.Wait() // how it ended stands in the state
	close(ended)
	return code(c.ProcessState), nil
}
