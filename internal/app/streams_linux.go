package app

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// errClosed says that a stream was closed when the process was started.
var errClosed = errors.New("it is closed")

// usable reports that stdout was closed when the process was started, as
// `fob status >&-` does. Go's runtime puts /dev/null in the place of a stream
// that is closed, so its own state does not tell: it is /dev/null, open for
// reading and writing, as other programs may have handed it over on purpose.
// A shell does not: its >/dev/null is for writing alone. So stdout was closed
// where the parent has none either, or is a shell whose own one is another.
func usable(f *os.File) error {
	var st, null unix.Stat_t
	fd := f.Fd()
	if unix.Fstat(int(fd), &st) != nil || st.Mode&unix.S_IFMT != unix.S_IFCHR {
		return nil
	}
	if unix.Stat(os.DevNull, &null) != nil || st.Rdev != null.Rdev {
		return nil
	}
	flags, err := unix.FcntlInt(fd, unix.F_GETFL, 0)
	if err != nil || flags&unix.O_ACCMODE != unix.O_RDWR {
		return nil
	}
	parent := "/proc/" + strconv.Itoa(os.Getppid())
	target, err := os.Readlink(parent + "/fd/" + strconv.Itoa(int(fd)))
	if errors.Is(err, fs.ErrNotExist) {
		return errClosed
	}
	name, nameErr := os.ReadFile(parent + "/comm")
	if err != nil || nameErr != nil || target == os.DevNull {
		return nil
	}
	if slices.Contains(shells(), strings.TrimSpace(string(name))) {
		return errClosed
	}
	return nil
}

// shells are the names of the processes that shells run as.
func shells() []string {
	return []string{"sh", "ash", "bash", "busybox", "dash", "fish", "ksh", "ksh93", "mksh", "rbash", "yash", "zsh"}
}
