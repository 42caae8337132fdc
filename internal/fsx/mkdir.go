package fsx

import (
	"errors"
	"io/fs"
)

const (
	privateDir  fs.FileMode = 0o700
	privateFile fs.FileMode = 0o600
)

// MkdirPrivate makes dir and the parents that are missing, all with mode 0700;
// on Windows, with an access list to the same effect. A directory that exists
// stays as it is: its owner may have opened it to others on purpose.
func MkdirPrivate(dir string) error {
	err := mkdirAll(dir)
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		dir = p.Path // the parent that cannot be created
	}
	return newError("created", dir, err)
}
