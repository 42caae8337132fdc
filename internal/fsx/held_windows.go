package fsx

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// How long a call is tried again while another process stands in its way.
// Readers hold a file for milliseconds, virus scanners and editors for longer.
// "Access denied" may also be what it says, so that is believed sooner when
// reading.
const (
	heldPatience   = 3 * time.Second
	deniedPatience = 300 * time.Millisecond
)

// rename moves from onto to. Windows refuses while another process has the
// target open, be it for reading, so that is tried again for a while.
func rename(from, to string) error {
	return patiently(heldPatience, func() error { return os.Rename(from, to) })
}

// insist calls again what fails because another process has a file open.
func insist(_ string, call func() error) error { return patiently(heldPatience, call) }

// unsupported reports whether a file system has no locks, or no access lists.
// That of WSL, seen from Windows as \\wsl.localhost, has no locks.
func unsupported(err error) bool {
	return errors.Is(err, windows.ERROR_INVALID_FUNCTION) || errors.Is(err, windows.ERROR_NOT_SUPPORTED)
}

// onDrvFs is about drives of Windows in WSL.
func onDrvFs(string) bool { return false }

// ReadAtMost is ReadFile with a limit of the caller's, in bytes. It tries again
// for a while when another process has locked the file, or is replacing it:
// then Windows refuses to open it.
func ReadAtMost(path string, limit int64) (data []byte, err error) {
	err = patiently(deniedPatience, func() error {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }() // all was read, or the error says so
		data, err = readAll(f, path, limit)
		return err
	})
	return data, newError("read", path, err)
}

// patiently calls again what fails because a file is held open: for denied when
// Windows says "access denied", else for heldPatience.
func patiently(denied time.Duration, call func() error) error {
	begun := time.Now()
	for pause := time.Millisecond; ; pause = min(2*pause, 100*time.Millisecond) {
		err := call()
		patience := heldPatience
		switch {
		case errors.Is(err, windows.ERROR_ACCESS_DENIED):
			patience = denied
		case !errors.Is(err, windows.ERROR_SHARING_VIOLATION) && !errors.Is(err, windows.ERROR_LOCK_VIOLATION):
			return err
		}
		if time.Since(begun) > patience {
			return err
		}
		time.Sleep(pause)
	}
}

// syncDir does nothing: Windows has no such call, and NTFS journals renames.
func syncDir(string) error { return nil }
