package sandboxapp

import (
	"os"
	"os/exec"
)

// startVisit starts a visit that outlives this process and that Ctrl-C in the
// terminal does not reach. It says on stderr what goes wrong.
//
// The program goes by its name, and the name is the first word of the command
// line, so the path that it is started by does not matter.
func startVisit(w *world, address string) error {
	c := exec.Command(w.self, "visit", address)
	c.Args[0] = sandboxName
	c.Env = w.environ
	c.Stderr = os.Stderr
	detach(c)
	if err := c.Start(); err != nil {
		return err
	}
	return c.Process.Release()
}
