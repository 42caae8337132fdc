package sandboxapp

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/fobcli/fob/internal/batch"
	"github.com/fobcli/fob/internal/fault"
)

// notFound is what shells answer for a command that is not there.
const notFound fault.Code = 127

// endTime is how long a program may take to end once it was asked to.
const endTime = 5 * time.Second

// child is a program that is run in the foreground, in place of this one as
// far as the person can see.
type child struct {
	argv []string
	env  []string
	bin  string // a directory to look in before PATH
}

// run starts the program, hands on the signals that end it, and waits. The
// error is a childExit when it ends with another code than 0. ctx counts until
// the program has been started; from then on the program says when it ends.
func (c child) run(ctx context.Context) error {
	path, err := c.find()
	if err != nil {
		return &fault.Error{Summary: fmt.Sprintf("the command %q was not found", c.argv[0]), Err: err, Code: notFound}
	}
	cmd, err := batch.Command(path, c.argv[1:]...)
	if err != nil {
		return &fault.Error{Summary: fmt.Sprintf("the command %q cannot be run: %v", c.argv[0], err), Err: err, Code: 126}
	}
	cmd.Args[0] = c.argv[0]
	cmd.Env = c.env
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr

	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	if err := ctx.Err(); err != nil {
		return err // a signal came while the sandbox was being set up
	}
	if err := cmd.Start(); err != nil {
		return &fault.Error{Summary: fmt.Sprintf("the command %q cannot be run: %v", c.argv[0], err), Err: err, Code: 126}
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			return exitOf(cmd, err)
		case s := <-signals:
			handOn(cmd, s)
		}
	}
}

// handOn passes a signal on to the program. Ctrl-C in a terminal reaches it
// anyway, and what it means is for the program to say: a shell lives on.
func handOn(cmd *exec.Cmd, s os.Signal) {
	if s == os.Interrupt && term.IsTerminal(int(os.Stdin.Fd())) {
		return
	}
	if err := cmd.Process.Signal(s); err != nil {
		_ = cmd.Process.Kill() // the system knows no such signal
		return
	}
	if s != os.Interrupt {
		time.AfterFunc(endTime, func() { _ = cmd.Process.Kill() })
	}
}

// exitOf makes the program's end ours.
func exitOf(cmd *exec.Cmd, err error) error {
	if _, ended := errors.AsType[*exec.ExitError](err); err != nil && !ended {
		return fmt.Errorf("wait for the command: %w", err)
	}
	if code := codeOf(cmd.ProcessState); code != 0 {
		return childExit(code)
	}
	return nil
}

// find looks for the program in bin, then on PATH.
func (c child) find() (string, error) {
	if name := c.argv[0]; !strings.ContainsAny(name, `/\`) {
		if path, err := exec.LookPath(filepath.Join(c.bin, name)); err == nil {
			return path, nil
		}
	}
	return exec.LookPath(c.argv[0])
}
