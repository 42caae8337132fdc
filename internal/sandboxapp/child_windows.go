package sandboxapp

import (
	"os"
	"os/exec"
	"syscall"
)

// codeOf is a program's exit code.
func codeOf(p *os.ProcessState) int { return p.ExitCode() }

// detach gives the program a process group of its own, so that Ctrl-C in the
// console does not reach it.
func detach(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}
