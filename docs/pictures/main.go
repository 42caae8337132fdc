// Command pictures makes the pictures of the README from the real thing: it
// runs fob-sandbox and fob in a terminal, and their pages in Chromium.
//
//	go run ./docs/pictures        rewrites docs/pictures/*.svg and *.png
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	bin, err := os.MkdirTemp("", "fob-pictures-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(bin) }()
	for _, name := range []string{"fob", "fob-sandbox"} {
		c := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(bin, name), "./cmd/"+name)
		c.Stderr = os.Stderr
		if err := c.Run(); err != nil {
			return fmt.Errorf("build %s: %w", name, err)
		}
	}
	for _, draw := range []func(context.Context, string, string) error{drawTour, drawPicker, drawShells, drawCmd, drawPages} {
		if err := draw(ctx, bin, filepath.Join("docs", "pictures")); err != nil {
			return err
		}
	}
	return nil
}

// cleanEnv is what the programs see: no AWS settings of the person who draws.
func cleanEnv(bin, home string) []string {
	return []string{
		"PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH"),
		"HOME=" + home, "TMPDIR=" + os.TempDir(), "TERM=xterm-256color", "LANG=C.UTF-8", "TZ=UTC",
		"SHELL=/bin/bash", "PS1=$ ",
	}
}
