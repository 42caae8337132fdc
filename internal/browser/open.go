package browser

import (
	"errors"
	"fmt"
	"os/exec"
)

// Open starts the plan's program with no terminal and no streams, in a session
// of its own, so that neither Ctrl-C nor the end of fob reaches it. It returns
// as soon as the program has been started; whether a window appears is not
// known. The error says that it could not be started, or the plan's reason.
func Open(p Plan) error {
	if len(p.Argv) == 0 {
		return errors.New(p.Reason)
	}
	cmd := exec.Command(p.Argv[0], p.Argv[1:]...)
	detach(cmd)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start %s: %w", p.Argv[0], err)
	}
	// Nobody waits for it: some browsers run in the foreground for hours.
	return cmd.Process.Release()
}

// Installed reports whether a program can be run: a name on PATH, or a path.
func Installed(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}
