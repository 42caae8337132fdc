package cache

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/fobcli/fob/internal/fsx"
)

// Lock waits until no other process or goroutine holds the lock of that name,
// and takes it. The lock ends with unlock or with the process. It is a file of
// its own in fob's folder, so it never stands in the way of a reader. The
// error is ctx's, or what the file system says.
func (s Store) Lock(ctx context.Context, name string) (unlock func(), err error) {
	path := filepath.Join(s.Paths.Own, "locks", sha1Hex([]byte(name))+".lock")
	unlock, err = fsx.Lock(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return unlock, nil
}
