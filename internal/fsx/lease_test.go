package fsx

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// sharedLock is a lock in a folder that two systems share.
func sharedLock(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "locks", "x.lock")
	if err := MarkShared(filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	return path
}

// wantAlone checks that nothing is left beside the mark.
func wantAlone(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if !slices.Equal(names, []string{sharedMark}) && !slices.Equal(names, []string{sharedMark, "x.lock.holder"}) {
		t.Errorf("the folder holds %v", names)
	}
}

func TestALeaseExcludesAndIsGivenBack(t *testing.T) {
	path := sharedLock(t)
	var wg sync.WaitGroup
	var inside, done atomic.Int32
	for range 8 {
		wg.Go(func() {
			unlock, err := Lock(t.Context(), path)
			if err != nil {
				t.Error(err)
				return
			}
			defer unlock()
			if n := inside.Add(1); n != 1 {
				t.Errorf("%d hold the lease", n)
			}
			inside.Add(-1)
			done.Add(1)
		})
	}
	wg.Wait()
	if done.Load() != 8 {
		t.Errorf("%d of 8 got it", done.Load())
	}
	wantAlone(t, path)
}

// However long a holder works, it is not robbed while it lives.
func TestALivingHolderKeepsItsLease(t *testing.T) {
	path := sharedLock(t)
	synctest.Test(t, func(t *testing.T) {
		unlock, err := Lock(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		go func() {
			time.Sleep(6 * leaseDead) // of the bubble's own clock
			unlock()
		}()
		again, err := Lock(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		again()
		if waited := time.Since(start); waited < 6*leaseDead {
			t.Errorf("the lease was taken after %s", waited)
		}
	})
	wantAlone(t, path)
}

func TestALeaseOfAnotherTurnsAwayAtOnce(t *testing.T) {
	path := sharedLock(t)
	unlock, ok, err := TryLock(path, "fob exec")
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	if _, ok, err := TryLock(path, ""); ok || err != nil {
		t.Errorf("a lease that is held was taken: %v, %v", ok, err)
	}
	if h := HolderOf(path); h.What != "fob exec" {
		t.Errorf("it is held by %+v", h)
	}
	unlock()
}

// A folder may become a shared one while somebody waits for its lock.
func TestWhoWaitsSeesTheMark(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.lock")
	unlock, err := Lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if err := MarkShared(filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	lease, err := Lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	lease()
}

// What a killed process left behind, its lease or even its taking of another
// dead one's, keeps others waiting for a while and no longer.
func TestADeadHoldersLeaseIsTaken(t *testing.T) {
	for name, tc := range map[string]struct {
		left []string
		wait time.Duration
	}{
		"a lease":                      {[]string{".lease"}, leaseDead},
		"and a half-finished takeover": {[]string{".lease", ".lease-end"}, 2 * leaseDead},
	} {
		t.Run(name, func(t *testing.T) {
			path := sharedLock(t)
			for _, l := range tc.left {
				if err := os.WriteFile(path+l, []byte("DEAD 7\n"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				var wg sync.WaitGroup
				var inside atomic.Int32
				for range 4 {
					wg.Go(func() {
						unlock, err := Lock(t.Context(), path)
						if err != nil {
							t.Error(err)
							return
						}
						if n := inside.Add(1); n != 1 {
							t.Errorf("%d hold the lease", n)
						}
						time.Sleep(leaseBeat) // of the bubble's own clock
						inside.Add(-1)
						unlock()
					})
				}
				wg.Wait()
				if waited := time.Since(start); waited < tc.wait || waited > tc.wait+leaseDead {
					t.Errorf("waited for %s, want a bit more than %s", waited, tc.wait)
				}
			})
			wantAlone(t, path)
		})
	}
}

func TestWaitingForALeaseEndsWithTheContext(t *testing.T) {
	path := sharedLock(t)
	unlock, err := Lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Lock(ctx, path); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

// Where the system has no locks, a lease is taken, and the folder is marked so
// that the other system takes leases as well.
func TestWithoutLocksThereAreLeases(t *testing.T) {
	path := filepath.Join(t.TempDir(), "locks", "x.lock")
	none := func() (func(), bool, error) { return nil, false, &fs.PathError{Op: "flock", Path: path, Err: noLocks} }
	free, ok, err := attemptAt(path, none)()
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	if _, err := os.Stat(path + ".lease"); err != nil || !IsShared(filepath.Dir(path)) {
		t.Errorf("no lease, or no mark: %v", err)
	}
	free()
	wantAlone(t, path)
	broken := func() (func(), bool, error) { return nil, false, syscall.EIO }
	if _, _, err := attemptAt(filepath.Join(t.TempDir(), "x.lock"), broken)(); !errors.Is(err, syscall.EIO) {
		t.Errorf("another error: %v", err)
	}
}
