package interop_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// The program of Linux and that of Windows share one ~/.aws, as in WSL: under
// wine, too, the locks of the one know nothing of the other's. Leases exclude
// both, so no edit is lost and a token is renewed once.
func TestTheLinuxAndTheWindowsProgramShareOneFolder(t *testing.T) {
	t.Parallel()
	w := newWindows(t)
	w.vars["HOME"], w.vars["BROWSER"] = w.home, self(t)
	w.write(".aws/fob/locks/shared", "for both\n")
	w.setUp()

	const edits = 6
	both := func(n int, linux, windows func(i int) ran) (all []ran) {
		all = make([]ran, 2*n)
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() { all[2*i] = linux(i) })
			wg.Go(func() { all[2*i+1] = windows(i) })
		}
		wg.Wait()
		for i, r := range all {
			if r.code != 0 {
				t.Errorf("process %d failed with %d: %s", i, r.code, r.stderr)
			}
		}
		return all
	}
	set := func(program ...string) func(i int) ran {
		return func(i int) ran {
			return w.run(nil, append(program, "configure", "set", fmt.Sprintf("mine_%d_%d", len(program), i), "kept", "--profile", "edited")...)
		}
	}
	both(edits, set(fobPath), set(w.loader, w.exe))
	for _, side := range []int{1, 2} { // the length of the program's words
		for i := range edits {
			if key := fmt.Sprintf("mine_%d_%d = kept", side, i); !strings.Contains(w.read(".aws/config"), key) {
				t.Errorf("%s was lost", key)
			}
		}
	}

	w.advance(70 * time.Minute)
	w.sandbox.ResetCalls()
	ask := func(program ...string) func(i int) ran {
		return func(int) ran {
			return w.run(nil, append(program, "credential-process", "--profile", "my-dev-account")...)
		}
	}
	answers := both(4, ask(fobPath), ask(w.loader, w.exe))
	for i, r := range answers {
		if r.text() != answers[0].text() {
			t.Errorf("process %d was given other keys", i)
		}
	}
	if n := w.sandbox.Calls()["CreateToken"].Total; n != 1 {
		t.Errorf("the token was renewed %d times, want once", n)
	}
}
