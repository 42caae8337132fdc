package fsx

import (
	"fmt"
	"io/fs"
	"os"
)

const (
	privateDir  fs.FileMode = 0o700
	privateFile fs.FileMode = 0o600
)

// MkdirPrivate makes dir and the parents that are missing, all with mode 0700.
// A directory that exists keeps its mode: whoever widened it meant it.
func MkdirPrivate(dir string) error {
	if err := os.MkdirAll(dir, privateDir); err != nil {
		return fmt.Errorf("make directory %s: %w", dir, err)
	}
	return nil
}
