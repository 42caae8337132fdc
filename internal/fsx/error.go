package fsx

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/fobcli/fob/internal/fault"
)

// Error is an operation that failed on a file. Path is the one that the user
// knows, never that of a temporary file.
type Error struct {
	Op   string // what cannot be done: "read", "written", "locked", "created" or "removed"
	Path string
	Err  error
}

// Error says what could not be done and why, without a path twice.
func (e *Error) Error() string {
	return fmt.Sprintf("%s cannot be %s: %s", e.Path, e.Op, Reason(e.Err))
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// newError is an Error about path; nil when err is nil. What err says about a
// path is left out: it is this one, or that of a temporary file.
func newError(op, path string, err error) error {
	if err == nil {
		return nil
	}
	if inner := (*Error)(nil); errors.As(err, &inner) {
		return err // such as a directory that cannot be created: that is the cause
	}
	return &Error{Op: op, Path: path, Err: bare(err)}
}

// bare returns the cause below an error that names a file.
func bare(err error) error {
	switch e := err.(type) { //nolint:errorlint // the outermost one alone: text around it stays
	case *fs.PathError:
		return bare(e.Err)
	case *os.LinkError:
		return bare(e.Err)
	case *os.SyscallError:
		return bare(e.Err)
	}
	return err
}

// Reason says why a file operation failed, without naming the file: the known
// cause, or else err's own words.
func Reason(err error) string {
	if c, ok := CauseOf(err); ok {
		return c.Reason
	}
	if e, ok := errors.AsType[*Error](err); ok {
		err = e.Err
	}
	return bare(err).Error()
}

// Explain turns an error of the file system into one for people, where its
// cause is known and it names a file. short writes the path; nil writes all of
// it.
func Explain(err error, short func(path string) string) (f *fault.Error, ok bool) {
	cause, ok := CauseOf(err)
	if !ok {
		return nil, false
	}
	op, path := operation(err)
	if path == "" {
		return nil, false
	}
	if short != nil {
		path = short(path)
	}
	return &fault.Error{
		Summary: fmt.Sprintf("%s cannot be %s: %s", path, op, cause.Reason),
		Detail:  []string{cause.Advice(path)},
		Err:     err,
	}, true
}

// PathOf returns the file that an error is about; empty where it names none.
func PathOf(err error) string {
	_, path := operation(err)
	return path
}

// operation returns what failed on which file.
func operation(err error) (op, path string) {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Op, e.Path
	}
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return participle(e.Op), e.Path
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return participle(e.Op), e.New
	}
	return "", ""
}

// participle turns the name of a system call, as package os gives it, into a
// word that completes "cannot be …".
func participle(op string) string {
	switch op {
	case "read", "readdirent", "fdopendir", "readdir", "readlink":
		return "read"
	case "write", "sync", "truncate", "ftruncate":
		return "written"
	case "mkdir", "create", "symlink":
		return "created"
	case "remove", "unlinkat", "rmdir":
		return "removed"
	case "rename":
		return "renamed"
	case "chmod", "chown":
		return "changed"
	case "open":
		return "opened"
	}
	return "used"
}
