//go:build unix

package browser

import (
	"os/exec"
	"syscall"
)

// detach gives the program a session of its own: signals of fob's terminal do
// not reach it.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
}
