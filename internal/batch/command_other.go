//go:build !windows

package batch

import (
	"context"
	"os/exec"
	"syscall"
)

// Command is exec.Command: batch files are Windows' alone. More may be set in
// its SysProcAttr.
func Command(path string, args ...string) (*exec.Cmd, error) {
	return CommandContext(context.Background(), path, args...)
}

// CommandContext is to exec.CommandContext what Command is to exec.Command.
func CommandContext(ctx context.Context, path string, args ...string) (*exec.Cmd, error) {
	c := exec.CommandContext(ctx, path, args...)
	c.SysProcAttr = &syscall.SysProcAttr{}
	return c, nil
}
