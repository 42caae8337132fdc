package cache

import (
	"context"
	"path/filepath"

	"github.com/fobcli/fob/internal/fsx"
)

// Lock waits until no other process or goroutine holds the lock of that name,
// and takes it. The lock ends with unlock or with the process. It is a file of
// its own in fob's folder, so it never stands in the way of a reader. Whoever
// waits for over a second is told by tell, which may be nil, who holds it. The
// error is ctx's, or what the file system says.
func (s Store) Lock(ctx context.Context, name string, tell func(fsx.Holder)) (unlock func(), err error) {
	return fsx.LockAs(ctx, s.lockPath(name), s.Command, tell)
}

// TryLock is Lock for who would rather go without than wait.
func (s Store) TryLock(name string) (unlock func(), ok bool, err error) {
	return fsx.TryLock(s.lockPath(name), s.Command)
}

func (s Store) lockPath(name string) string {
	return filepath.Join(s.Paths.Own, "locks", sha1Hex([]byte(name))+".lock")
}
