package interop_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/sandbox"
	"github.com/fobcli/fob/internal/sandbox/org"
)

// stampede starts n processes at once, each asking for one of the profiles,
// and fails the test unless all of one profile get the same keys.
func (w *world) stampede(n int, profiles ...string) {
	w.t.Helper()
	answers := make([]ran, n)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			answers[i] = w.run(nil, fobPath, "credential-process", "--profile", profiles[i%len(profiles)])
		})
	}
	all.Wait()
	for i, r := range answers {
		if r.code != 0 || r.stdout != answers[i%len(profiles)].stdout {
			w.t.Errorf("process %d of %d differs or failed, exit code %d: %s", i, n, r.code, r.stderr)
		}
	}
}

// made fails the test unless exactly so many calls were made since the last
// reset.
func (w *world) made(tokens, credentials int) {
	w.t.Helper()
	calls := w.sandbox.Calls()
	if got := calls["CreateToken"].Total; got != tokens {
		w.t.Errorf("CreateToken was called %d times, want %d", got, tokens)
	}
	if got := calls["GetRoleCredentials"].Total; got != credentials {
		w.t.Errorf("GetRoleCredentials was called %d times, want %d", got, credentials)
	}
}

// Twenty processes of an SDK start at once, an hour after the sign-in: one of
// them renews the token and fetches the keys, and all of them get those.
func TestTwentyAtOnceRenewOnce(t *testing.T) {
	w := newWorld(t)
	w.setUp()
	w.advance(70 * time.Minute)
	w.sandbox.ResetCalls()
	w.stampede(20, "my-dev-account")
	w.made(1, 1)
}

// Fifty at once, with nothing in the cache.
func TestFiftyAtOnceFetchOnce(t *testing.T) {
	w := newWorld(t)
	w.setUp()
	w.sandbox.ResetCalls()
	w.stampede(50, "my-dev-account")
	w.made(0, 1)
}

// Fifty at once, and the access token has ended too.
func TestFiftyAtOnceRenewAndFetchOnce(t *testing.T) {
	w := newWorld(t)
	w.setUp()
	w.advance(70 * time.Minute)
	w.sandbox.ResetCalls()
	w.stampede(50, "my-dev-account")
	w.made(1, 1)
}

// Five hundred processes over five roles make five calls.
func TestFiveHundredAtOnceFetchEachRoleOnce(t *testing.T) {
	w := newWorld(t, sandbox.WithOrg(strings.NewReplacer(
		"  - name: ReadOnly\n", "  - name: Third\n  - name: ReadOnly\n",
		"[ReadOnly, AdministratorAccess]", "[ReadOnly, AdministratorAccess, Third]",
	).Replace(org.Sample())))
	w.setUp()
	w.configure("dev-reader", devAccount, readOnly)
	w.configure("prod-admin", prodAccount, admin)
	w.configure("third", devAccount, "Third")
	profiles := []string{"my-dev-account", "my-prod-account", "dev-reader", "prod-admin", "third"}
	w.sandbox.ResetCalls()
	w.stampede(500, profiles...)
	w.made(0, 5)
}
