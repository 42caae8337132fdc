//go:build unix

package sandboxapp

import (
	"os"
	"os/exec"
	"syscall"
)

// codeOf is a program's exit code; one that a signal ended gets 128 and the
// signal's number, as in shells.
func codeOf(p *os.ProcessState) int {
	if s, ok := p.Sys().(syscall.WaitStatus); ok && s.Signaled() {
		return 128 + int(s.Signal())
	}
	return p.ExitCode()
}

// detach gives the program a session of its own.
func detach(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
