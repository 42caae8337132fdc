//go:build unix

package fsx

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// mkdirAll makes a directory and its missing parents for the person alone.
func mkdirAll(dir string) error { return os.MkdirAll(dir, privateDir) }

// createTemp makes a new file in dir, mode 0600 from its first moment: what it
// is to replace does not matter yet.
func createTemp(dir, prefix string, _ target) (*os.File, error) {
	return os.CreateTemp(dir, prefix+"*")
}

// keepAccess gives tmp the owner of the file that it replaces, and the mode
// that it is to have: in that order, as chown may clear bits of the mode.
func keepAccess(tmp *os.File, t target) error {
	if t.old != nil {
		if err := keepOwner(tmp, t.old); err != nil {
			return err
		}
	}
	return setMode(tmp, t.mode)
}

// setMode gives a temporary file its mode. A file system without modes refuses,
// such as a drive of Windows in WSL that is mounted without metadata; there the
// drive's own access lists protect the files. It never leaves a file more open
// than asked for: it was made with 0600.
func setMode(tmp interface{ Chmod(fs.FileMode) error }, mode fs.FileMode) error {
	err := tmp.Chmod(mode)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}

// keepOwner gives tmp the owner and group of the file it is to replace. A file
// that cannot keep its owner is not replaced: a config that root owns would
// silently become somebody else's.
func keepOwner(tmp *os.File, old fs.FileInfo) error {
	want, ok := old.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	info, err := tmp.Stat()
	if err != nil {
		return err
	}
	if have, ok := info.Sys().(*syscall.Stat_t); ok && have.Uid == want.Uid && have.Gid == want.Gid {
		return nil
	}
	if err := tmp.Chown(int(want.Uid), int(want.Gid)); err != nil {
		return fmt.Errorf("keep its owner: %w", bare(err))
	}
	return nil
}
