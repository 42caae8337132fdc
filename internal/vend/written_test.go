package vend

import (
	"testing"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
)

// lend writes the keys of dev into a section of the credentials file.
func (w *world) lend(section string, until time.Time) {
	w.t.Helper()
	keys := w.get("dev").Credentials
	keys.Expiration = until
	e := awsconfig.Editor{Paths: w.Store.Paths, Now: w.Now}
	if err := e.WriteKeys(w.t.Context(), []awsconfig.Keys{{Section: section, Profile: "dev", Session: "corp", Credentials: keys}}); err != nil {
		w.t.Fatal(err)
	}
}

func TestWrittenKeysEndAsTheyWereMeantTo(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(time.Hour)
	w.lend("default", noon.Add(time.Hour))
	if got := w.get("default"); !got.Expiration.Equal(noon.Add(time.Hour)) || got.Method != "shared-credentials-file" {
		t.Errorf("got %s until %s", got.Method, got.Expiration)
	}
	w.clock.advance(time.Hour)
	if f := faultOf(t, w, "default"); f.Remedy != "fob credentials write dev --as default" || f.Code != fault.Failed && f.Code != 0 {
		t.Errorf("%v, remedy %q", f, f.Remedy)
	}
}

// The keys beside a sign-in are a copy for others: a role on top of the
// profile goes on with what renews.
func TestARoleOnTopDoesNotStandOnWrittenKeys(t *testing.T) {
	w := newWorld(t, devText+"[profile top]\nrole_arn = arn:aws:iam::444455556666:role/R\nsource_profile = dev\n")
	w.signedIn(10 * time.Hour)
	w.lend("dev", noon.Add(time.Hour))
	w.clock.advance(2 * time.Hour)
	if got := w.get("top"); got.Method != "assume-role" {
		t.Errorf("got %+v", got)
	}
	if got := w.aws.count("GetRoleCredentials"); got != 2 {
		t.Errorf("%d role credentials were fetched, want those for writing and those for the role", got)
	}
}
