//go:build unix

package browser

import "syscall"

// detach gives the program a session of its own: signals of fob's terminal do
// not reach it.
func detach(a *syscall.SysProcAttr) { a.Setsid = true }
