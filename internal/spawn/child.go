package spawn

import (
	"context"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/term"

	"github.com/fobcli/fob/internal/batch"
)

// Child runs argv with this process's streams and terminal and exactly the
// environment env, waits for it and returns its exit code, as Run does. Signals
// are the program's: Ctrl-C at a terminal reaches it by itself, whatever else
// is sent to this process is handed on, and when to end is for the program to
// say. ctx counts until it has started. The error is as Exec's.
func Child(ctx context.Context, argv, env []string) (exit int, err error) {
	c, err := command(argv)
	if err != nil {
		return 1, unstarted(argv[0], err)
	}
	c.Env, c.Stdin, c.Stdout, c.Stderr = env, os.Stdin, os.Stdout, os.Stderr
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	if err := ctx.Err(); err != nil {
		return 1, err
	}
	if err := c.Start(); err != nil {
		return 1, unstarted(argv[0], err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = c.Wait() // how it ended stands in the state
	}()
	for {
		select {
		case <-ended:
			return code(c.ProcessState), nil
		case s := <-signals:
			if s == os.Interrupt && (interruptIsShared || term.IsTerminal(int(os.Stdin.Fd()))) {
				continue
			}
			if err := c.Process.Signal(s); err != nil {
				_ = stop(c.Process) // the system knows no such signal
			}
		}
	}
}

// command is argv, looked up and not yet started.
func command(argv []string) (*exec.Cmd, error) {
	path, err := exec.LookPath(argv[0])
	if err != nil {
		return nil, err
	}
	return batch.Command(path, argv[1:]...)
}
