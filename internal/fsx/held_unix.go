//go:build unix

package fsx

import (
	"errors"
	"io/fs"
	"syscall"
	"time"
)

// heldPatience is how long a call is tried again while a program of Windows
// stands in its way; that happens on its drives alone, in WSL.
const heldPatience = 3 * time.Second

// insist calls again what Windows refuses while another process has a file in
// dir open, be it for reading.
func insist(dir string, call func() error) error {
	return insistWhile(func(err error) bool {
		return (errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EBUSY)) && onDrvFs(dir)
	}, call)
}

func insistWhile(held func(error) bool, call func() error) error {
	begun := time.Now()
	for pause := time.Millisecond; ; pause = min(2*pause, 100*time.Millisecond) {
		err := call()
		if err == nil || !held(err) || time.Since(begun) > heldPatience {
			return err
		}
		time.Sleep(pause)
	}
}

// unsupported reports whether a file system has no locks.
func unsupported(err error) bool {
	return errors.Is(err, syscall.ENOSYS) || errors.Is(err, syscall.ENOLCK) || errors.Is(err, errors.ErrUnsupported)
}
