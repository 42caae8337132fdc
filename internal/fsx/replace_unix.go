//go:build unix

package fsx

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// rename moves from onto to.
func rename(from, to string) error {
	return insist(filepath.Dir(to), func() error { return os.Rename(from, to) })
}

// syncDir makes the rename survive a power cut. Some file systems cannot sync
// a directory and say EINVAL or ENOTSUP; the rename is done all the same. So it
// is on a drive of Windows, which journals renames.
func syncDir(dir string) error {
	if onDrvFs(dir) {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		if errors.Is(err, fs.ErrPermission) {
			return nil // a directory that may be written but not read
		}
		return err
	}
	defer func() { _ = d.Close() }()
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}
