package fsx

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// renamePatience is how long rename waits for readers to let go of the file.
// They hold it for milliseconds; a virus scanner may for longer.
const renamePatience = 3 * time.Second

// keepOwner does nothing: a new file in the same directory inherits the access
// list that the old one had.
func keepOwner(*os.File, fs.FileInfo) error { return nil }

// rename moves from onto to. Windows refuses while another process has the
// target open, be it for reading, so that is tried again for a while.
func rename(from, to string) error {
	deadline := time.Now().Add(renamePatience)
	for pause := time.Millisecond; ; pause = min(2*pause, 100*time.Millisecond) {
		err := os.Rename(from, to)
		if err == nil || !isHeldOpen(err) || time.Now().After(deadline) {
			return err
		}
		time.Sleep(pause)
	}
}

func isHeldOpen(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) ||
		errors.Is(err, windows.ERROR_LOCK_VIOLATION) ||
		errors.Is(err, windows.ERROR_ACCESS_DENIED)
}

// syncDir does nothing: Windows has no such call, and NTFS journals renames.
func syncDir(string) error { return nil }
