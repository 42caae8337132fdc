package interop_test

import (
	"sync"
	"testing"
	"time"
)

// Twenty processes of an SDK start at once, an hour after the sign-in: one of
// them renews the token and fetches the keys, and all of them get those.
func TestTwentyAtOnceRenewOnce(t *testing.T) {
	w := newWorld(t)
	w.setUp()
	w.advance(70 * time.Minute)
	w.sandbox.ResetCalls()

	const processes = 20
	answers := make([]ran, processes)
	var all sync.WaitGroup
	for i := range processes {
		all.Go(func() { answers[i] = w.run(nil, fobPath, "credential-process", "--profile", "my-dev-account") })
	}
	all.Wait()

	for i, r := range answers {
		if r.code != 0 || r.stdout != answers[0].stdout {
			t.Errorf("process %d of %d differs or failed, exit code %d: %s", i, processes, r.code, r.stderr)
		}
	}
	calls := w.sandbox.Calls()
	for _, op := range []string{"CreateToken", "GetRoleCredentials"} {
		if n := calls[op].Total; n != 1 {
			t.Errorf("%s was called %d times, want once", op, n)
		}
	}
}
