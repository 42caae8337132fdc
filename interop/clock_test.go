package interop_test

import (
	"time"

	"github.com/fobcli/fob/internal/sandboxapp/home"
)

// advance lets d pass: in the sandbox, and in the cache files of this home. So
// every client sees what it would have seen after d.
func (w *world) advance(d time.Duration) {
	w.t.Helper()
	w.sandbox.Advance(d)
	if _, err := home.Age(w.home, d); err != nil {
		w.t.Fatal(err)
	}
}
