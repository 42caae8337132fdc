package batch

import (
	"context"
	"os/exec"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/windows"
)

// Command is exec.Command for the program at path, as exec.LookPath returned
// it. A batch file is run by Windows' own cmd.exe, wherever ComSpec points.
// More may be set in its SysProcAttr, but not CmdLine.
func Command(path string, args ...string) (*exec.Cmd, error) {
	return CommandContext(context.Background(), path, args...)
}

// CommandContext is to exec.CommandContext what Command is to exec.Command.
func CommandContext(ctx context.Context, path string, args ...string) (*exec.Cmd, error) {
	if !Is(path) {
		c := exec.CommandContext(ctx, path, args...)
		c.SysProcAttr = &syscall.SysProcAttr{}
		return c, nil
	}
	abs, err := filepath.Abs(path) // with backslashes: cmd.exe takes /x for a switch
	if err != nil {
		return nil, err
	}
	line, err := Line(abs, args)
	if err != nil {
		return nil, err
	}
	system, err := windows.GetSystemDirectory()
	if err != nil {
		return nil, err
	}
	c := exec.CommandContext(ctx, filepath.Join(system, "cmd.exe"))
	c.SysProcAttr = &syscall.SysProcAttr{CmdLine: line}
	return c, nil
}
