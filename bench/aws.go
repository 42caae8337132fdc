package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
)

// findAWS finds AWS CLI v2, whatever else on PATH is called aws; empty when
// there is none.
func findAWS(ctx context.Context) string {
	for _, dir := range append(filepath.SplitList(os.Getenv("PATH")), "/usr/bin", "/usr/local/bin") {
		path := filepath.Join(dir, "aws"+exe())
		if _, err := os.Stat(path); err != nil {
			continue
		}
		c := exec.CommandContext(ctx, path, "--version")
		c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.DevNull}
		if out, err := c.CombinedOutput(); err == nil && bytes.HasPrefix(out, []byte("aws-cli/2")) {
			return path
		}
	}
	return ""
}
