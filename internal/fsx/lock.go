package fsx

import (
	"context"
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
// and the system frees it when its holder dies. Where two systems share the
// folder, whose locks know nothing of each other, it is a lease; see lease.go.
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
		return nil, err
	}
	free, err := wait(ctx, path, attemptAt(path, trySystem(path)), tell)
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, newError("locked", path, err)
	}
	return hold(path, free, what), nil
}

// TryLock is Lock for who would rather go without than wait: ok is false when
// another holds it.
func TryLock(path, what string) (unlock func(), ok bool, err error) {
	if err := MkdirPrivate(filepath.Dir(path)); err != nil {
		return nil, false, err
	}
	free, ok, err := attemptAt(path, trySystem(path))()
	if err != nil {
		return nil, false, newError("locked", path, err)
	}
	if !ok {
		return nil, false, nil
	}
	return hold(path, free, what), true, nil
}

// attempt tries once to take a lock; ok is false when another holds it.
type attempt func() (free func(), ok bool, err error)

// attemptAt takes the lock at path by the system's own way, or by a lease
// where that excludes nobody.
func attemptAt(path string, system attempt) attempt {
	dir, lease := filepath.Dir(path), tryLease(path)
	return func() (func(), bool, error) {
		if IsShared(dir) { // it may have become so while we wait
			return lease()
		}
		if !onDrvFs(dir) {
			free, ok, err := system()
			if !unsupported(err) {
				return free, ok, err
			}
		}
		// The other system takes leases, too, once it sees the mark.
		if err := MarkShared(dir); err != nil {
			return nil, false, err
		}
		return lease()
	}
}

func trySystem(path string) attempt {
	l := flock.New(path, flock.SetPermissions(privateFile))
	return func() (func(), bool, error) {
		ok, err := l.TryLock()
		if !ok {
			_ = l.Close() // a file that was opened and not locked
		}
		return func() { _ = l.Close() }, ok, err // closing frees it; there is nothing to do about an error
	}
}

// hold signs a lock that was taken, and returns what frees it.
func hold(path string, free func(), what string) (unlock func()) {
	sign(path, what)
	return func() {
		unsign(path)
		free()
	}
}

// wait tries until the lock is free.
func wait(ctx context.Context, path string, try attempt, tell func(Holder)) (free func(), err error) {
	begun, pause := time.Now(), lockPoll
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if free, ok, err := try(); ok || err != nil {
			return free, err
		}
		if tell != nil && time.Since(begun) >= sayAfter {
			tell(HolderOf(path))
			tell = nil
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
		pause = min(pause*5/4, lockPollMost)
	}
}
