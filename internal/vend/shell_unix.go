//go:build unix

package vend

import (
	"context"
	"os/exec"
)

// shell runs a command line as the SDKs do: through sh.
func shell(ctx context.Context, command string) *exec.Cmd {
	return exec.CommandContext(ctx, "sh", "-c", command)
}
