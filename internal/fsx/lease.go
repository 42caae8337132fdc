package fsx

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// A lease is a lock that needs nothing of the system but that a file which is
// there cannot be made again. It is for folders that two systems share, such
// as Windows and the Linux in WSL: flock and LockFileEx know nothing of each
// other, and \\wsl.localhost has no LockFileEx at all.
//
// Whoever made the file holds the lease, and shows signs of life in it. It is
// taken from a holder that has shown none for leaseDead, by the waiter's own
// clock: the clocks of two systems differ. So a killed holder keeps the others
// waiting for that long, and a process that was stopped for longer may find
// that another has taken its place.
const (
	leaseBeat = time.Second
	leaseDead = 10 * time.Second
)

// sharedMark is the file among locks that says: two systems use them.
const sharedMark = "shared"

const sharedText = "This folder is used from two systems, such as Windows and WSL. Their locks do\n" +
	"not exclude each other, so fob takes leases here as long as this file is there.\n"

// MarkShared makes the locks in a folder leases, for every process that takes
// one from now on.
func MarkShared(dir string) error {
	if IsShared(dir) {
		return nil
	}
	if err := MkdirPrivate(dir); err != nil {
		return err
	}
	return ReplaceFile(filepath.Join(dir, sharedMark), []byte(sharedText), privateFile)
}

// UnmarkShared makes the locks in a folder the system's own again.
func UnmarkShared(dir string) error { return Remove(filepath.Join(dir, sharedMark)) }

// IsShared reports whether the locks in a folder are leases.
func IsShared(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, sharedMark))
	return err == nil
}

// tryLease tries to take the lease of path. It remembers from one attempt to
// the next how long the holder has shown no sign of life.
func tryLease(path string) attempt {
	holder, breaker := watch{file: path + ".lease"}, watch{file: path + ".lease-end"}
	return func() (func(), bool, error) {
		f, err := makeNew(holder.file)
		if err == nil {
			return live(f), true, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, false, err
		}
		if holder.isDead() {
			holder.end(&breaker)
		}
		return nil, false, nil
	}
}

// makeNew makes a file that is not there; the error is fs.ErrExist when it is.
// One that is just being removed, and still open elsewhere, cannot be made for
// a moment.
func makeNew(file string) (f *os.File, err error) {
	err = insist(filepath.Dir(file), func() error {
		f, err = os.OpenFile(file, os.O_RDWR|os.O_CREATE|os.O_EXCL, privateFile)
		return err
	})
	return f, err
}

// live shows signs of life until the lease is given back. They are written
// through the open file: where the lease has been taken from this process, they
// never reach the file of the new holder.
func live(f *os.File) (free func()) {
	id, stop, stopped := rand.Text(), make(chan struct{}), make(chan struct{})
	beat(f, id, 0)
	go func() {
		defer close(stopped)
		pulse := time.NewTicker(leaseBeat)
		defer pulse.Stop()
		for n := 1; ; n++ {
			select {
			case <-stop:
				return
			case <-pulse.C:
				beat(f, id, n)
			}
		}
	}()
	return func() {
		close(stop)
		<-stopped
		_ = f.Close()
		if b, err := os.ReadFile(f.Name()); err == nil && len(b) >= len(id) && string(b[:len(id)]) == id {
			_ = removeHeld(f.Name()) // else it ends by itself, after leaseDead
		}
	}
}

// beat writes a sign of life. One that cannot be written is missing, no more.
func beat(f *os.File, id string, n int) {
	_, _ = f.WriteAt(fmt.Appendf(nil, "%s %d\n", id, n), 0)
	_ = f.Sync()
}

// watch looks for signs of life in a file.
type watch struct {
	file string
	seen string
	at   time.Time // since when it has been so
}

// isDead reports whether the file has been the same for leaseDead.
func (w *watch) isDead() bool {
	b, err := os.ReadFile(w.file)
	if err != nil {
		w.at = time.Time{}
		return false
	}
	if w.at.IsZero() || string(b) != w.seen {
		w.seen, w.at = string(b), time.Now()
	}
	return time.Since(w.at) >= leaseDead
}

// end takes the lease from a dead holder. Only one waiter at a time does so,
// and only if it is the dead one's still: else it would take it from the next.
func (w *watch) end(breaker *watch) {
	f, err := makeNew(breaker.file)
	if err != nil {
		if errors.Is(err, fs.ErrExist) && breaker.isDead() {
			_ = removeHeld(breaker.file) // of a waiter that died just here
		}
		return
	}
	if b, err := os.ReadFile(w.file); err == nil && string(b) == w.seen {
		_ = removeHeld(w.file)
	}
	_ = f.Close()
	_ = removeHeld(breaker.file)
}

// removeHeld removes a file that others may just be reading.
func removeHeld(file string) error {
	return insist(filepath.Dir(file), func() error { return os.Remove(file) })
}
