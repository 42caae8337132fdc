package home

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
)

// AddProgram puts the program at path into Bin under another name, and returns
// where it is now.
//
// It is a hard link, or a copy where that cannot be: a symbolic link would let
// the program see its old name as its own path, and it goes by its name. On
// Windows it is always a copy, because no name of a running program can be
// removed, and this one runs while the home is removed.
func (h *Home) AddProgram(name, path string) (string, error) {
	to := h.Program(name)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if runtime.GOOS != "windows" && os.Link(path, to) == nil {
		return to, nil
	}
	if err := copyProgram(path, to); err != nil {
		return "", fmt.Errorf("put %s into the private home: %w", name, err)
	}
	return to, nil
}

// Program is where a program of the home is.
func (h *Home) Program(name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(h.Bin(), name)
}

func copyProgram(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()                                     // it was only read
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o700) // #nosec G302 -- a program
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
