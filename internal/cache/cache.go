// Package cache reads and writes the token, registration and role-credential
// files that AWS CLI v2 and the SDKs share, under their names and in their
// shapes, so that a sign-in by one of them serves all.
//
// It never decides to refresh and never asks the network. A file is replaced
// whole and keeps the keys that fob does not know; reading never creates
// anything. What cannot be read as JSON counts as absent: a damaged cache
// costs a request or a sign-in, never more.
package cache

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/fobcli/fob/internal/paths"
)

// Store is the caches of one person. It holds no state of its own: a copy is
// the same store, and all methods are safe for use by many goroutines and, as
// each file is replaced whole, by many processes.
type Store struct {
	Paths paths.Paths
	// Command is what this process is doing, such as "fob exec", for those who
	// wait for a lock that it holds. Optional.
	Command string
	// Sleep waits until another tool has finished writing a file that looks
	// damaged. Nil waits in real time; tests pass one that does not.
	Sleep func(time.Duration)
}

// ErrAbsent means that there is no such entry. errors.Is takes it for
// fs.ErrNotExist too.
var ErrAbsent error = absent{}

type absent struct{}

func (absent) Error() string        { return "no such entry in the cache" }
func (absent) Is(target error) bool { return target == fs.ErrNotExist }

// CorruptError means that there is a file under the entry's name which is not
// what it should be: half written, emptied, or no JSON. errors.Is takes it for
// ErrAbsent, and whoever can tell a person warns with it.
type CorruptError struct {
	Path string
	Err  error // what is wrong with it; never shows the file's content
}

func (e *CorruptError) Error() string { return fmt.Sprintf("%s: %v", e.Path, e.Err) }

// Unwrap returns what is wrong, and ErrAbsent.
func (e *CorruptError) Unwrap() []error { return []error{e.Err, ErrAbsent} }

// Warning returns the damage that err tells of, or nil when there is none:
// an absent entry is nothing to warn about.
func Warning(err error) *CorruptError {
	var c *CorruptError
	errors.As(err, &c)
	return c
}
