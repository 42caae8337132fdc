package fsx

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// RemoveOldLeftovers deletes the temporary files that killed processes left
// anywhere in dir, as far as nobody has written to them for age. A write takes
// milliseconds, so with an age of a minute no lock is needed; with zero a
// living writer fails, which may be just what is wanted.
//
// It goes on after an error, so that as much as can be is removed.
func RemoveOldLeftovers(dir string, age time.Duration) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if !isTemp(e.Name()) || !e.Type().IsRegular() {
			continue
		}
		info, e2 := e.Info()
		if e2 == nil && time.Since(info.ModTime()) >= age {
			e2 = os.Remove(filepath.Join(dir, e.Name()))
		}
		if !errors.Is(e2, fs.ErrNotExist) { // its writer lives, and was quicker
			err = errors.Join(err, e2)
		}
	}
	return newError("read", dir, err)
}

// isTemp reports whether a file's name is one that tempPrefix begins.
func isTemp(name string) bool {
	return strings.HasPrefix(name, ".") && strings.Contains(name, tempMark)
}
