package browser

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// detach gives the program a process group of its own and no console: Ctrl-C
// in fob's console does not reach it, and no window flashes up.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{
		HideWindow:    true,
		CreationFlags: windows.CREATE_NEW_PROCESS_GROUP | windows.DETACHED_PROCESS,
	}
}
