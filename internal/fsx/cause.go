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

// The causes.
var (
	diskFull   = Cause{"the disk is full", "Free some space on the disk of"}
	overQuota  = Cause{"your disk quota is used up", "Free some space, or ask for more quota, on the disk of"}
	readOnly   = Cause{"the file system is read-only", "Make the file system writable that holds"}
	permission = Cause{"permission denied", "Check the owner and permissions of"}
	inUse      = Cause{"another program has the file open", "Close the program that is using"}
	tooMany    = Cause{"too many files are open", "Close some programs, or raise the limit (ulimit -n), before you use"}
	notAFolder = Cause{"a file is in the way of a folder", "Rename the file that is in the way of"}
	isAFolder  = Cause{"it is a folder", "Rename the folder"}
	ioError    = Cause{"the disk reports an error", "Check the disk of"}
	tooLarge   = Cause{"it is too large", "Check what is in"}
)

// ErrTooLarge means that a file is larger than anything that fob reads.
var ErrTooLarge = errors.New("it is too large")

// CauseOf finds the known cause in err's tree. ok is false where there is none:
// then err itself is all there is to say.
func CauseOf(err error) (c Cause, ok bool) {
	if errors.Is(err, ErrTooLarge) {
		return tooLarge, true
	}
	var number syscall.Errno
	if errors.As(err, &number) {
		if c, ok := causeOf(runtime.GOOS, number); ok {
			return c, true
		}
	}
	if errors.Is(err, fs.ErrPermission) {
		return permission, true
	}
	return Cause{}, false
}

// causeOf translates an error number of an operating system. The numbers of
// Linux and macOS agree for all but the quota.
// Sources: errno(3), macOS <sys/errno.h>, Windows "System Error Codes".
func causeOf(goos string, number syscall.Errno) (Cause, bool) {
	table := map[syscall.Errno]Cause{
		1: permission, 5: ioError, 13: permission, 20: notAFolder, 21: isAFolder,
		23: tooMany, 24: tooMany, 26: inUse, 28: diskFull, 30: readOnly,
	}
	switch goos {
	case "linux":
		table[122] = overQuota
	case "darwin":
		table[69] = overQuota
	case "windows":
		table = map[syscall.Errno]Cause{
			4: tooMany, 5: permission, 19: readOnly, 32: inUse, 33: inUse, 39: diskFull, 112: diskFull,
			1117: ioError, 1224: inUse, 1295: overQuota, 1314: permission, 267: notAFolder,
		}
	}
	c, ok := table[number]
	return c, ok
}
