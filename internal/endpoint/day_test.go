package endpoint_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/endpoint"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/sandbox"
	"github.com/fobcli/fob/internal/sandbox/org"
	"github.com/fobcli/fob/internal/sandboxapp/signedin"
	"github.com/fobcli/fob/internal/vend"
	"github.com/fobcli/fob/internal/wire"
)

// childVariable makes the test binary a sandbox, so that what that keeps does
// not count as memory of the server.
const childVariable = "FOB_TEST_SANDBOX"

// sandboxAsChild prints where it listens, and lets a minute pass for each line
// that it reads; it answers with the counts of what was asked so far.
func sandboxAsChild() int {
	var c clock
	c.at.Store(time.Now().UnixNano())
	o := org.Default()
	o.Lifetimes.Session = 48 * time.Hour
	s, err := sandbox.New(sandbox.Config{Org: o, Now: c.now})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = s.Close() }()
	fmt.Println(s.URL(), c.now().UnixNano())
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		c.advance(time.Minute)
		calls := s.Calls()
		fmt.Println(calls["CreateToken"].Total, calls["GetRoleCredentials"].Total)
	}
	return 0
}

// day is a server and a sandbox whose clocks go together.
type day struct {
	t      *testing.T
	clock  clock
	url    string
	to     io.Writer
	from   *bufio.Reader
	vendor *vend.Vendor
}

func newDay(t *testing.T) *day {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self)
	c.Env, c.Stderr = append(os.Environ(), childVariable+"=1"), os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		if err := c.Wait(); err != nil {
			t.Error(err)
		}
	})
	d := &day{t: t, to: in, from: bufio.NewReader(out)}
	var at int64
	d.read(&d.url, &at)
	d.clock.at.Store(at)
	d.openDoor()
	return d
}

// read reads a line of the sandbox.
func (d *day) read(to ...any) {
	d.t.Helper()
	line, err := d.from.ReadString('\n')
	if err == nil {
		_, err = fmt.Sscan(line, to...)
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// minute lets a minute pass everywhere.
func (d *day) minute() (refreshes, fetches int) {
	d.t.Helper()
	if _, err := io.WriteString(d.to, "\n"); err != nil {
		d.t.Fatal(err)
	}
	d.clock.advance(time.Minute)
	d.read(&refreshes, &fetches)
	return refreshes, fetches
}

const dayConfig = `[sso-session my-sso]
sso_start_url = https://my-company.awsapps.com/start
sso_region = us-east-1
[profile dev]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = AdministratorAccess
[profile prod]
sso_session = my-sso
sso_account_id = 444455556666
sso_role_name = ReadOnly
`

// openDoor makes a home in which a person has signed in.
func (d *day) openDoor() {
	d.t.Helper()
	env := paths.FromMap("", map[string]string{"HOME": d.t.TempDir(), "AWS_ENDPOINT_URL": d.url})
	p, err := paths.Locate(env)
	if err != nil {
		d.t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(p.Config), 0o700); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(p.Config, []byte(dayConfig), 0o600); err != nil {
		d.t.Fatal(err)
	}
	w, err := wire.New(wire.Options{Clock: &wire.Clock{System: d.clock.now}})
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(w.CloseIdle)
	d.vendor = &vend.Vendor{
		Store: cache.Store{Paths: p}, Env: env, Now: d.clock.now, Explicit: true,
		Files: func() (awsconfig.Files, error) { return awsconfig.Read(p) },
		Wire:  func(string) (wire.Doer, error) { return w, nil },
		Warn:  func(text string) { d.t.Error(text) },
	}
	id := cache.SessionID{Name: "my-sso", StartURL: "https://my-company.awsapps.com/start"}
	if err := signedin.Save(d.t.Context(), d.url, d.vendor.Store, id, d.clock.now); err != nil {
		d.t.Fatal(err)
	}
}

// memory is what is alive once all that is not was thrown away.
func memory() (heap uint64, goroutines int) {
	runtime.GC()
	runtime.GC() // the first one only moves what pools hold aside
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc, runtime.NumGoroutine()
}

func TestADayOfRenewalsHasNoFailedAnswerAndFlatMemory(t *testing.T) {
	d := newDay(t)
	source := func(ctx context.Context, name string) (ident.Credentials, error) {
		v, err := d.vendor.Credentials(ctx, name)
		return v.Credentials, err
	}
	profiles := []string{"dev", "prod"}
	s := serve(t, d.clock.now, source, profiles...)
	d.askAll(s.Grant, profiles)

	const minutes = 24 * 60
	answers, refreshes, fetches := 0, 0, 0
	var heap uint64
	var goroutines int
	for m := range minutes {
		refreshes, fetches = d.minute()
		answers += d.askAll(s.Grant, profiles)
		if m == minutes/4 { // it has seen all that there is by then
			heap, goroutines = memory()
		}
	}
	heapNow, goroutinesNow := memory()
	t.Logf("%d answers, %d refreshes, %d role credentials; %d KB, %d goroutines after six hours, %d KB, %d after a day",
		answers, refreshes, fetches, heap>>10, goroutines, heapNow>>10, goroutinesNow)
	if t.Failed() {
		return
	}
	// Tokens and keys last an hour. Keys are renewed 15 minutes ahead by a token
	// that lasts; where it does not, both are renewed 5 minutes ahead.
	if refreshes < 12 || refreshes > 24 || fetches < 2*24 || fetches > 2*32 {
		t.Errorf("%d refreshes and %d role credentials for two roles", refreshes, fetches)
	}
	// Thirty bytes kept of each answer would show, and one goroutine of each hour.
	if heapNow > heap+256<<10 || goroutinesNow > goroutines+8 {
		t.Errorf("memory grows: %d bytes and %d goroutines after six hours, %d and %d after a day", heap, goroutines, heapNow, goroutinesNow)
	}
}

// askAll asks for each profile by four programs at once, and counts the
// answers, which have to be good for five minutes and more.
func (d *day) askAll(grant func(string) endpoint.Grant, profiles []string) (answers int) {
	d.t.Helper()
	var wait sync.WaitGroup
	for _, p := range profiles {
		for range 4 {
			answers++
			wait.Go(func() {
				a := get(d.t, grant(p))
				end, err := time.Parse(time.RFC3339, a.body["Expiration"])
				if a.status != http.StatusOK || err != nil || end.Sub(d.clock.now()) < 5*time.Minute || !strings.HasPrefix(a.body["AccessKeyId"], "ASIA") {
					d.t.Errorf("status %d, until %s at %s: %s", a.status, a.body["Expiration"], d.clock.now(), a.body["Message"])
				}
			})
		}
	}
	wait.Wait()
	return answers
}
