package fsx_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/fsx"
)

func TestLockExcludesAndIsFreedByUnlock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fob", "locks", "x.lock")
	var wg sync.WaitGroup
	var inside atomic.Int32
	for range 8 {
		wg.Go(func() {
			unlock, err := fsx.Lock(t.Context(), path)
			if err != nil {
				t.Error(err)
				return
			}
			defer unlock()
			if n := inside.Add(1); n != 1 {
				t.Errorf("%d hold the lock", n)
			}
			runtime.Gosched()
			inside.Add(-1)
		})
	}
	wg.Wait()
	wantMode(t, path, 0o600)
	wantMode(t, filepath.Dir(path), 0o700)
	wantMode(t, filepath.Dir(filepath.Dir(path)), 0o700)
}

// Processes exclude each other by the system's lock, and by a lease where two
// systems share the folder.
func TestProcessesExcludeEachOther(t *testing.T) {
	for name, shared := range map[string]bool{"a lock": false, "a lease": true} {
		t.Run(name, func(t *testing.T) {
			const processes = 6
			file := filepath.Join(t.TempDir(), "count")
			if err := os.WriteFile(file, []byte("0"), 0o600); err != nil {
				t.Fatal(err)
			}
			if shared {
				if err := fsx.MarkShared(filepath.Join(filepath.Dir(file), "locks")); err != nil {
					t.Fatal(err)
				}
			}
			var wg sync.WaitGroup
			for range processes {
				wg.Go(func() {
					cmd := exec.Command(os.Args[0])
					cmd.Env = append(os.Environ(), counter+"="+file)
					if out, err := cmd.CombinedOutput(); err != nil {
						t.Errorf("%v\n%s", err, out)
					}
				})
			}
			wg.Wait()
			if b, err := os.ReadFile(file); err != nil || string(b) != strconv.Itoa(processes*counts) {
				t.Errorf("counted to %s, %v; want %d", b, err, processes*counts)
			}
		})
	}
}

func TestWaitingForALockEndsWithTheContext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.lock")
	unlock, err := fsx.Lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := fsx.Lock(ctx, path); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

// Whoever waits for over a second learns who it is that holds the lock; on
// every system, as it stands in a file of its own.
func TestWhoWaitsIsToldWhoHoldsTheLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.lock")
	unlock, err := fsx.LockAs(t.Context(), path, "fob exec", nil)
	if err != nil {
		t.Fatal(err)
	}
	var told []fsx.Holder
	second, err := fsx.LockAs(t.Context(), path, "fob whoami", func(h fsx.Holder) {
		told = append(told, h)
		unlock()
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(told) != 1 || told[0].PID != os.Getpid() || told[0].What != "fob exec" || time.Since(told[0].Since) > time.Hour {
		t.Errorf("told %+v", told)
	}
	if text := told[0].String(); !strings.Contains(text, strconv.Itoa(os.Getpid())+" (fob exec), since ") {
		t.Error(text)
	}
	second()
	if h := fsx.HolderOf(path); h.PID != 0 || h.String() != "another process" {
		t.Errorf("a lock that is free is held by %s", h)
	}
}

func TestWhoDoesNotWaitIsTurnedAwayAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.lock")
	unlock, ok, err := fsx.TryLock(path, "")
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	if _, ok, err := fsx.TryLock(path, ""); ok || err != nil {
		t.Errorf("a lock that is held was taken: %v, %v", ok, err)
	}
	unlock()
	again, ok, err := fsx.TryLock(path, "")
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	again()
}

// The lock ends with its process, whatever ends that; its name stays behind in
// the file of the holder until the next one writes there.
func TestTheLockOfAKilledProcessIsFree(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.lock")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self)
	c.Env = append(os.Environ(), holdChild+"="+path)
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := fsx.TryLock(path, ""); ok || err != nil {
		t.Errorf("the child does not hold it: %v, %v", ok, err)
	}
	if h := fsx.HolderOf(path); h.PID != c.Process.Pid {
		t.Errorf("holder %+v, want the child %d", h, c.Process.Pid)
	}
	_ = c.Process.Kill()
	_ = c.Wait()
	unlock, err := fsx.Lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	unlock()
}
