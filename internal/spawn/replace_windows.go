package spawn

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"

	"github.com/fobcli/fob/internal/batch"
)

// lookLine shows where programs are looked up.
const lookLine = "$env:Path"

// interruptIsShared tells that a Ctrl-C which reached us has reached our child,
// too: Windows gives it to every program of a console, whatever its stdin is.
const interruptIsShared = true

// replace runs the program at path, waits for it and returns its exit code:
// Windows cannot put one program in the place of another. Ctrl-C reaches the
// child by itself, as it shares our console; we must only outlive it.
func replace(path string, argv, env []string) (exit int, err error) {
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	defer signal.Stop(interrupts)
	c, err := batch.Command(path, argv[1:]...)
	if err != nil {
		return 0, err
	}
	c.Env = env
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = c.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return ended.ExitCode(), nil
	}
	return 0, err
}

// stop ends a program: Windows has no way to ask one that has no window.
func stop(p *os.Process) error { return p.Kill() }

func code(s *os.ProcessState) int { return s.ExitCode() }
