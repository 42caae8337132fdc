//go:build unix

package fsx

import (
	"errors"
	"os"
	"syscall"
)

// ReadAtMost is ReadFile with a limit of the caller's, in bytes. It opens the
// file itself, because os.Open registers with the runtime's poller, which costs a
// process that lives to read three files a noticeable part of its time.
func ReadAtMost(path string, limit int64) ([]byte, error) {
	fd, err := openToRead(path)
	if err != nil {
		return nil, newError("read", path, err)
	}
	f := os.NewFile(uintptr(fd), path)
	defer func() { _ = f.Close() }() // all was read, or the error says so
	return readAll(f, path, limit)
}

func openToRead(path string) (fd int, err error) {
	for {
		fd, err = syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
		if !errors.Is(err, syscall.EINTR) {
			return fd, err
		}
	}
}
