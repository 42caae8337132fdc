package fsx

import (
	"fmt"
	"io/fs"
)

const (
	privateDir  fs.FileMode = 0o700
	privateFile fs.FileMode = 0o600
)

// MkdirPrivate makes dir and the parents that are missing, all with mode 0700;
// on Windows, with an access list to the same effect. A directory that exists
// stays as it is: whoever widened it meant it.
func MkdirPrivate(dir string) error {
	if err := mkdirAll(dir); err != nil {
		return fmt.Errorf("make directory %s: %w", dir, err)
	}
	return nil
}
