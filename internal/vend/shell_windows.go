package vend

import (
	"context"
	"os/exec"
	"syscall"
)

// shell runs a command line as the SDKs do: through cmd.exe. /S makes cmd take
// exactly the outer quotes away, so those within, around a path with blanks,
// reach the program as they were written.
func shell(ctx context.Context, command string) *exec.Cmd {
	c := exec.CommandContext(ctx, "cmd.exe")
	c.SysProcAttr = &syscall.SysProcAttr{CmdLine: `cmd.exe /S /C "` + command + `"`}
	return c
}
