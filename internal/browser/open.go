package browser

import (
	"errors"
	"fmt"
	"os/exec"

	"github.com/fobcli/fob/internal/batch"
)

// Open starts the plan's program with no terminal and no streams, in a session
// of its own, so that neither Ctrl-C nor the end of fob reaches it. It returns
// as soon as the program has been started; whether a window appears is not
// known. The error says that it could not be started, or the plan's reason.
func Open(p Plan) error {
	if len(p.Argv) == 0 {
		return errors.New(p.Reason)
	}
	path, err := exec.LookPath(p.Argv[0])
	if err != nil {
		return fmt.Errorf("start %s: %w", p.Argv[0], err)
	}
	cmd, err := batch.Command(path, p.Argv[1:]...) // BROWSER may name a batch file
	if err != nil {
		return fmt.Errorf("start %s: %w", p.Argv[0], err)
	}
	detach(cmd.SysProcAttr)
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
