package fsx

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// A waiter looks whether the lock is free, often at first and then less: the
// holder works for milliseconds to seconds, and hundreds may be waiting.
const (
	lockPoll     = 5 * time.Millisecond
	lockPollMost = 40 * time.Millisecond
)

// sayAfter is how long somebody waits before being told for whom.
const sayAfter = time.Second

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
	return LockAs(ctx, path, "", nil)
}

// LockAs is Lock for who says what it is doing, such as "fob exec": whoever
// waits for the lock for over a second is told, once, who holds it. tell may
// be nil.
func LockAs(ctx context.Context, path, what string, tell func(Holder)) (unlock func(), err error) {
	if err := MkdirPrivate(filepath.Dir(path)); err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	l := flock.New(path, flock.SetPermissions(privateFile))
	if err := wait(ctx, l, tell); err != nil {
		_ = l.Close() // a file that was opened and not locked
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return hold(l, what), nil
}

// TryLock is Lock for who would rather go without than wait: ok is false when
// another holds it.
func TryLock(path, what string) (unlock func(), ok bool, err error) {
	if err := MkdirPrivate(filepath.Dir(path)); err != nil {
		return nil, false, fmt.Errorf("lock %s: %w", path, err)
	}
	l := flock.New(path, flock.SetPermissions(privateFile))
	if ok, err = l.TryLock(); !ok {
		_ = l.Close()
		if err != nil {
			err = fmt.Errorf("lock %s: %w", path, err)
		}
		return nil, false, err
	}
	return hold(l, what), true, nil
}

// hold signs a lock that was taken, and returns what frees it.
func hold(l *flock.Flock, what string) (unlock func()) {
	sign(l.Path(), what)
	return func() {
		unsign(l.Path())
		_ = l.Close() // closing frees it; there is nothing to do about an error
	}
}

// wait takes l as soon as it is free.
func wait(ctx context.Context, l *flock.Flock, tell func(Holder)) error {
	begun, pause := time.Now(), lockPoll
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if ok, err := l.TryLock(); ok || err != nil {
			return err
		}
		if tell != nil && time.Since(begun) >= sayAfter {
			tell(HolderOf(l.Path()))
			tell = nil
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(pause*5/4, lockPollMost)
	}
}
