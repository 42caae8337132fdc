package fsx

import (
	"errors"
	"io/fs"
	"runtime"
	"syscall"
)

// Cause is a known reason why the file system refused something.
type Cause struct {
	// Reason completes "PATH cannot be written: …".
	Reason string
	// Remedy says what to do, as the beginning of a sentence; the caller adds
	// which path it is about.
	Remedy string
}

// Advice is what to do about the cause, as a sentence about path.
func (c Cause) Advice(path string) string { return c.Remedy + " " + path + ", then try again." }

// The causes.
var (
	diskFull    = Cause{"the disk is full", "Free some space on the disk of"}
	overQuota   = Cause{"your disk quota is used up", "Free some space, or ask for more quota, on the disk of"}
	readOnly    = Cause{"the file system is read-only", "Make the file system writable that holds"}
	permission  = Cause{"permission denied", "Check the owner and permissions of"}
	inUse       = Cause{"another program has the file open", "Close the program that is using"}
	tooMany     = Cause{"too many files are open", "Close some programs, or raise the limit (ulimit -n), before you use"}
	notAFolder  = Cause{"a file is in the way of a folder", "Rename the file that is in the way of"}
	isAFolder   = Cause{"it is a folder", "Rename the folder"}
	ioError     = Cause{"the disk reports an error", "Check the disk of"}
	notFound    = Cause{"there is no such file", "Check the name of"}
	badName     = Cause{"that is not a valid file name", "Check the name of"}
	linkLoop    = Cause{"too many symlinks, or a loop of them", "Check the symlinks of"}
	unreachable = Cause{"its drive does not respond", "Check the drive of"}
	tooLarge    = Cause{"it is too large", "Check what is in"}
)

// ErrTooLarge means that a file is larger than anything that fob reads.
var ErrTooLarge = errors.New("it is too large")

// CauseOf finds the known cause in err's tree. ok is false where there is none:
// then err itself is all there is to say.
func CauseOf(err error) (c Cause, ok bool) {
	switch {
	case errors.Is(err, ErrTooLarge):
		return tooLarge, true
	case errors.Is(err, errTooManyLinks):
		return linkLoop, true
	}
	var number syscall.Errno
	if errors.As(err, &number) {
		if c, ok := causeOf(runtime.GOOS, number); ok {
			return c, true
		}
	}
	switch {
	case errors.Is(err, fs.ErrPermission):
		return permission, true
	case errors.Is(err, fs.ErrNotExist):
		return notFound, true
	}
	return Cause{}, false
}

// causeOf translates an error number of an operating system. The numbers that
// Linux and macOS share are those of the first Unix systems.
// Sources: errno(3), macOS <sys/errno.h>, Windows "System Error Codes".
func causeOf(goos string, number syscall.Errno) (Cause, bool) {
	table := map[syscall.Errno]Cause{
		1: permission, 2: notFound, 5: ioError, 13: permission, 16: inUse, 20: notAFolder, 21: isAFolder,
		23: tooMany, 24: tooMany, 26: inUse, 28: diskFull, 30: readOnly,
	}
	own := map[syscall.Errno]Cause{
		36: badName, 40: linkLoop, 110: unreachable, 112: unreachable, 116: unreachable, 122: overQuota,
	}
	switch goos {
	case "darwin":
		own = map[syscall.Errno]Cause{
			60: unreachable, 62: linkLoop, 63: badName, 64: unreachable, 69: overQuota, 70: unreachable,
		}
	case "windows":
		table = map[syscall.Errno]Cause{
			2: notFound, 3: notFound, 4: tooMany, 5: permission, 15: unreachable, 19: readOnly, 21: unreachable,
			23: ioError, 32: inUse, 33: inUse, 39: diskFull, 53: unreachable, 64: unreachable, 67: unreachable,
			112: diskFull, 121: unreachable, 123: badName, 206: badName, 267: notAFolder,
		}
		own = map[syscall.Errno]Cause{
			1117: ioError, 1224: inUse, 1295: overQuota, 1314: permission, 1921: linkLoop,
		}
	}
	if c, ok := own[number]; ok {
		return c, true
	}
	c, ok := table[number]
	return c, ok
}
