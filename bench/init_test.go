package main

import (
	"path/filepath"
	"testing"
)

// The budget of what runs before main in every fob process. It counts and does
// not time, so it holds on any machine. The Go runtime and net/http (which the
// slower ways need) take most of it; see docs/performance.md before raising it.
const (
	mostPackages    = 105
	mostAllocations = 360
	mostBytes       = 90_000
)

func TestStartUpStaysWithinItsBudget(t *testing.T) {
	dir := t.TempDir()
	p, err := buildAll(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	home, err := newHome(filepath.Join(dir, "home"), few)
	if err != nil {
		t.Fatal(err)
	}
	w, err := traceInit(t.Context(), subject{argv: vend(p, few), home: home})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d packages, %d allocations, %d bytes", w.Packages, w.Allocations, w.Bytes)
	if w.Packages > mostPackages || w.Allocations > mostAllocations || w.Bytes > mostBytes {
		t.Errorf("start-up: %d packages, %d allocations, %d bytes; the budget is %d, %d, %d",
			w.Packages, w.Allocations, w.Bytes, mostPackages, mostAllocations, mostBytes)
	}
}

func TestTraceOfTheRuntimeIsAddedUp(t *testing.T) {
	trace := "init internal/bytealg @0.006 ms, 0 ms clock, 0 bytes, 0 allocs\n" +
		"init runtime @0.02 ms, 0.03 ms clock, 1024 bytes, 3 allocs\nanother line\n"
	if got, want := parseInit([]byte(trace)), (initWork{Packages: 2, Bytes: 1024, Allocations: 3}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
