package interop_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// kills is how often a writer dies in each of the proofs below.
const kills = 200

// Whoever kills `fob configure set` finds the old file or the new one, never
// anything between.
func TestKilledConfigWriterLeavesTheOldFileOrTheNew(t *testing.T) {
	w := newWorld(t)
	w.write(".aws/config", "# kept as it is\n"+guideConfig)
	set := func(region string) []string {
		return []string{fobPath, "configure", "set", "region", region, "--profile", "my-dev-account"}
	}
	lasts := w.lasting(set("us-east-2"))
	old := w.read(".aws/config")
	changed := 0
	for i := range kills {
		region := fmt.Sprintf("eu-test-%d", i)
		want := regexp.MustCompile(`(?m)^region = (us-east-2|eu-test-\d+)$`).ReplaceAllString(old, "region = "+region)
		w.kill(lasts, set(region))
		switch got := w.read(".aws/config"); got {
		case old:
		case want:
			old, changed = want, changed+1
		default:
			t.Fatalf("kill %d left\n%s", i, got)
		}
	}
	t.Logf("%d of %d killed writers had written already", changed, kills)
	w.fob("configure", "set", "region", "eu-west-1", "--profile", "my-dev-account") // no lock is left held
	w.noLitter(".aws", "config", "fob", "sso", "cli", "models")
}

// Whoever kills a renewal finds a whole token, and the next renewal works.
func TestKilledRenewalLeavesAWholeToken(t *testing.T) {
	w := newWorld(t)
	w.setUp()
	argv := []string{fobPath, "credential-process", "--profile", "my-dev-account"}
	w.forceRenewal()
	lasts := w.lasting(argv)
	renewed := 0
	for i := range kills {
		w.forceRenewal()
		before := w.token()
		w.kill(lasts, argv)
		var token struct{ AccessToken, RefreshToken, ExpiresAt string }
		got := w.token()
		if err := json.Unmarshal([]byte(got), &token); err != nil || token.AccessToken == "" || token.RefreshToken == "" || token.ExpiresAt == "" {
			t.Fatalf("kill %d left a broken token: %v\n%s", i, err, redact(got))
		}
		if got != before {
			renewed++
		}
		for _, f := range w.roleFiles() {
			if b, err := os.ReadFile(f); err != nil || !json.Valid(b) {
				t.Fatalf("kill %d left broken keys: %v\n%s", i, err, redact(string(b)))
			}
		}
	}
	t.Logf("%d of %d killed renewals had saved their token already", renewed, kills)
	w.forceRenewal()
	w.fob("whoami", "--profile", "my-dev-account")

	// What the dead had begun to write holds tokens and keys as well.
	w.fob("logout", "--all")
	w.noLitter(".aws/cli/cache")
	w.noLitter(".aws/sso/cache", w.registration())
}

// registration is the file of the client that signed in, which stays: it leads
// to nothing without a person. Source: AWS CLI, the name's hash.
func (w *world) registration() string {
	return sha1Hex(`{"region": "us-east-1", "scopes": ["sso:account:access"], "session_name": "`+session+
		`", "startUrl": "`+startURL+`", "tool": "botocore"}`) + ".json"
}

// lasting is how long a command takes when nobody kills it: the middle of some.
func (w *world) lasting(argv []string) time.Duration {
	w.t.Helper()
	start := time.Now()
	const times = 3
	for range times {
		w.must(nil, argv...)
	}
	return time.Since(start) / times
}

// kill starts a command and kills it at a random moment of its life.
func (w *world) kill(lasts time.Duration, argv []string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Duration(rand.Int64N(int64(lasts)*5/4)))
	defer cancel()
	c := w.command(ctx, nil, argv...) // its context kills it with SIGKILL
	_ = c.Run()                       // dying is what it is here for
}

// forceRenewal makes the token and all keys of this home look as if they had
// ended. The sandbox takes the refresh token all the same, so that no clock has
// to pass 200 hours.
func (w *world) forceRenewal() {
	w.t.Helper()
	past := regexp.MustCompile(`("expiresAt"\s*:\s*")[^"]+`)
	ended := past.ReplaceAllString(w.token(), "${1}2020-01-01T00:00:00Z")
	w.write(".aws/sso/cache/"+sha1Hex(session)+".json", ended)
	for _, f := range w.roleFiles() {
		if err := os.Remove(f); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) roleFiles() []string {
	w.t.Helper()
	files, err := filepath.Glob(w.path(".aws", "cli", "cache", "*.json"))
	if err != nil {
		w.t.Fatal(err)
	}
	return files
}

// noLitter fails the test when the folder holds a name that is not known.
func (w *world) noLitter(dir string, known ...string) {
	w.t.Helper()
	entries, err := os.ReadDir(w.path(filepath.FromSlash(dir)))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.Contains(" "+strings.Join(known, " ")+" ", " "+e.Name()+" ") {
			w.t.Errorf("%s was left in %s", e.Name(), dir)
		}
	}
}
