//go:build !windows

package batch

import (
	"os/exec"
	"syscall"
)

// Command is exec.Command: batch files are Windows' alone. More may be set in
// its SysProcAttr.
func Command(path string, args ...string) (*exec.Cmd, error) {
	c := exec.Command(path, args...)
	c.SysProcAttr = &syscall.SysProcAttr{}
	return c, nil
}
