package browser

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// detach gives the program a process group of its own and no console: Ctrl-C
// in fob's console does not reach it, and no window flashes up.
func detach(a *syscall.SysProcAttr) {
	a.HideWindow = true
	a.CreationFlags = windows.CREATE_NEW_PROCESS_GROUP | windows.DETACHED_PROCESS
}
