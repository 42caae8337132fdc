package app

import (
	"context"
	"os"
	"os/exec"
	"time"

	"github.com/fobcli/fob/internal/browser"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/wsl"
)

// systemRoot is where the facts about WSL are looked for; tests have their own.
var systemRoot = "/"

// windowsAround looks for the Windows around this WSL. It reads some files of
// /proc, so it waits until a browser or `fob configure wsl` needs it.
func windowsAround(env paths.Environ) wsl.Windows {
	return wsl.Windows{
		Facts:  wsl.Look(os.DirFS(systemRoot), env),
		Has:    browser.Installed,
		Read:   os.ReadFile,
		Output: outputOf,
	}
}

// outputOf runs a program without a terminal and returns what it wrote to stdout.
func outputOf(ctx context.Context, dir string, argv ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, argv[0], argv[1:]...)
	c.Dir = dir
	c.WaitDelay = time.Second // what it started may hold its stdout open
	return c.Output()
}
