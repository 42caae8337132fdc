package cache

import (
	"context"
	"errors"
)

// Lock waits until no other process or goroutine holds the lock of that name,
// and takes it. The lock ends with unlock or with the process. It is a file of
// its own, so it never stands in the way of a reader. The error is ctx's, or
// what the file system says.
func (s Store) Lock(ctx context.Context, name string) (unlock func(), err error) {
	return nil, errors.ErrUnsupported
}

// LockName returns the name of the lock under which a session's token is
// refreshed and replaced.
func (id SessionID) LockName() string { return "token " + id.key() }

func (id SessionID) key() string {
	if id.Name != "" {
		return string(id.Name)
	}
	return string(id.StartURL)
}
