package login

import (
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/profile"
)

func TestStatuses(t *testing.T) {
	const config = twoSessions + `
[sso-session expired]
sso_start_url = https://expired.awsapps.com/start
sso_region = us-east-1
[sso-session asleep]
sso_start_url = https://asleep.awsapps.com/start
sso_region = us-east-1
[sso-session broken]
sso_start_url = https://broken.awsapps.com/start
sso_region = us-east-1
[profile old]
sso_start_url = https://old.awsapps.com/start
sso_region = us-east-1
sso_account_id = 111122223333
sso_role_name = Admin
`
	w := newWorld(t)
	save := func(s profile.Session, lasts time.Duration, refresh string) {
		t.Helper()
		tok := token("0", lasts, refresh)
		tok.StartURL = s.StartURL
		if err := w.Store.SaveToken(s.ID(), tok); err != nil {
			t.Fatal(err)
		}
	}
	named := func(name string) profile.Session { return profile.Session{Name: ident.SessionName(name)} }
	save(corp, time.Hour, "r")
	save(named("expired"), -time.Hour, "")
	save(named("asleep"), -time.Hour, "r")
	save(named("broken"), time.Hour, "r")
	save(profile.Session{StartURL: "https://old.awsapps.com/start"}, time.Hour, "")
	save(profile.Session{StartURL: "https://stray.awsapps.com/start"}, time.Hour, "")
	if err := os.WriteFile(w.Store.TokenPath(named("broken").ID()), []byte(`{"accessToken":"x"`), 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := Statuses(w.Store, viewOf(config), now)
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		Label      string
		State      State
		Renews     bool
		Configured bool
	}
	var got []row
	for _, st := range all {
		got = append(got, row{st.Session.Label(), st.State, st.Renews, st.Configured})
	}
	want := []row{
		{"my-sso", Active, true, true},
		{"client", SignedOut, false, true},
		{"expired", Expired, false, true},
		{"asleep", Renewable, true, true},
		{"broken", Damaged, false, true},
		{"https://old.awsapps.com/start", Active, false, true},
		{"https://stray.awsapps.com/start", Active, false, false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
