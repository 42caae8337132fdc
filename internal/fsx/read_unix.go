//go:build unix

package fsx

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// ReadFile is os.ReadFile: nobody stands in the way of a reader here. It opens
// the file by itself, for os.Open begins to watch over what may keep one
// waiting, and a process that lives to read three files feels that.
func ReadFile(path string) ([]byte, error) {
	fd, err := openToRead(path)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	f := os.NewFile(uintptr(fd), path)
	defer func() { _ = f.Close() }() // all was read, or the error tells
	var size int64
	if info, err := f.Stat(); err == nil {
		size = info.Size() // a hint: a pipe has none
	}
	data := bytes.NewBuffer(make([]byte, 0, min(size, 64<<20)+bytes.MinRead))
	_, err = data.ReadFrom(f)
	return data.Bytes(), err
}

func openToRead(path string) (fd int, err error) {
	for {
		fd, err = syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
		if !errors.Is(err, syscall.EINTR) {
			return fd, err
		}
	}
}
