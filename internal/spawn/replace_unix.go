//go:build unix

package spawn

import (
	"os"
	"syscall"
)

// lookLine shows where programs are looked up.
const lookLine = "echo $PATH"

// interruptIsShared tells that an interrupt which reached us has reached our
// child, too. That is so for one typed at a terminal, not for one that was sent.
const interruptIsShared = false

// replace hands this process over to the program at path; on success it does
// not return, so the child keeps our process id, terminal and signals.
func replace(path string, argv, env []string) (exit int, err error) {
	return 1, syscall.Exec(path, argv, env)
}

// stop asks a program to end.
func stop(p *os.Process) error { return p.Signal(syscall.SIGTERM) }

// code is the exit code as a shell gives it.
func code(s *os.ProcessState) int {
	if w, ok := s.Sys().(syscall.WaitStatus); ok && w.Signaled() {
		return 128 + int(w.Signal())
	}
	return s.ExitCode()
}
