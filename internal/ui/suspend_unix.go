//go:build unix

package ui

import "syscall"

const canSuspend = true

// suspend stops this program and its group, as Ctrl-Z does elsewhere, and
// returns when the person brings it back.
func suspend() { _ = syscall.Kill(0, syscall.SIGTSTP) }
