package fsx

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// lockPoll is how often a waiter looks whether the lock is free. The holder
// works for milliseconds to seconds, so nobody notices the pause.
const lockPoll = 10 * time.Millisecond

// Lock takes the lock that is the file at path, and waits for it until ctx
// ends. It excludes other processes and other goroutines of this one alike,
// and the system frees it when its holder dies.
//
// The file (0600) and its directory (0700) are made when missing; the file is
// never deleted, as another process may be waiting on it, and never holds
// data. unlock may be called once.
//
// Errors: ctx's own when it ended first, else what the system said.
func Lock(ctx context.Context, path string) (unlock func(), err error) {
	if err := MkdirPrivate(filepath.Dir(path)); err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	l := flock.New(path, flock.SetPermissions(privateFile))
	if _, err := l.TryLockContext(ctx, lockPoll); err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return func() { _ = l.Close() }, nil // closing frees it; there is nothing to do about an error
}
