package login

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/wire"
)

const twoSessions = `
[sso-session my-sso]
sso_start_url = https://my-company.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
[sso-session client]
sso_start_url = https://client.awsapps.com/start
sso_region = eu-west-1
[profile dev]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = Admin
[profile theirs]
sso_session = client
sso_account_id = 777788889999
sso_role_name = ReadOnly
[profile deep]
role_arn = arn:aws:iam::444455556666:role/Deep
source_profile = dev
[profile deeper]
role_arn = arn:aws:iam::444455556666:role/Deeper
source_profile = deep
external_id = x-1
[profile elsewhere]
role_arn = arn:aws:iam::444455556666:role/Else
source_profile = theirs
`

const oneSession = `
[sso-session my-sso]
sso_start_url = https://my-company.awsapps.com/start
sso_region = us-east-1
`

var client = profile.Session{Name: "client", StartURL: "https://client.awsapps.com/start", Region: "eu-west-1"}

func viewOf(config string) *awsconfig.View {
	return awsconfig.Files{ConfigPath: "config", Config: []byte(config)}.View()
}

// fill signs in to both sessions and caches roles of both: by name of a file
// and whether it belongs to my-sso.
func fill(t *testing.T, w *world) (mine, others []string) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	keys := func(lasts time.Duration) ident.Credentials {
		return ident.Credentials{AccessKeyID: "ASIA", SecretAccessKey: "s", SessionToken: "t", Expiration: now.Add(lasts)}
	}
	must(w.Store.SaveToken(corp.ID(), token("0", time.Hour, "r")))
	theirs := token("9", 2*time.Hour, "")
	theirs.StartURL, theirs.Region = client.StartURL, client.Region
	must(w.Store.SaveToken(client.ID(), theirs))
	role := func(s profile.Session, a ident.AccountID, r ident.RoleName, lasts time.Duration) string {
		id := cache.RoleID{Session: s.ID(), Account: a, Role: r}
		must(w.Store.SaveRole(id, keys(lasts)))
		return w.Store.RolePath(id)
	}
	assumed := func(arn, externalID string) string {
		id := cache.AssumeID{RoleARN: arn, ExternalID: externalID}
		must(w.Store.SaveAssumed(id, cache.Assumed{Credentials: keys(30 * time.Minute), ARN: strings.Replace(arn, ":role/", ":assumed-role/", 1) + "/me"}))
		return w.Store.AssumedPath(id)
	}
	mine = []string{
		w.Store.TokenPath(corp.ID()),
		role(corp, "111122223333", "Admin", time.Hour),
		role(corp, "111122223333", "ReadOnly", 3*time.Hour), // a role of another session's profile
		role(corp, "222233334444", "Admin", -time.Hour),     // an account that stands in no profile
		assumed("arn:aws:iam::444455556666:role/Deep", ""),
		assumed("arn:aws:iam::444455556666:role/Deeper", "x-1"),
	}
	others = []string{
		w.Store.TokenPath(client.ID()),
		role(client, "777788889999", "ReadOnly", time.Hour),
		assumed("arn:aws:iam::444455556666:role/Else", ""),
	}
	return mine, others
}

func exists(t *testing.T, want bool, paths ...string) {
	t.Helper()
	for _, p := range paths {
		if _, err := os.Stat(p); (err == nil) != want {
			t.Errorf("%s: there is %t, want %t", p, err == nil, want)
		}
	}
}

func TestSignOutOfOneSessionLeavesTheOthersAlone(t *testing.T) {
	w := newWorld(t)
	mine, others := fill(t, w)
	r, err := w.SignOut(t.Context(), viewOf(twoSessions), corp, SignOutOptions{})
	want := Receipt{Session: corp, Ending: Ended, Token: true, Roles: 5, KeysUntil: now.Add(3 * time.Hour)}
	if diff := cmp.Diff(want, r); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	exists(t, false, mine...)
	exists(t, true, others...)
	if calls := w.aws.called("/logout"); len(calls) != 1 || calls[0].Token != "access-0" {
		t.Errorf("called %v", calls)
	}
	again, err := w.SignOut(t.Context(), viewOf(twoSessions), corp, SignOutOptions{})
	if diff := cmp.Diff(Receipt{Session: corp}, again); err != nil || diff != "" {
		t.Errorf("the second time: %v\n%s", err, diff)
	}
}

func TestTheOnlySessionOwnsEveryRole(t *testing.T) {
	w := newWorld(t)
	id := cache.RoleID{Session: corp.ID(), Account: "999988887777", Role: "InNoProfile"}
	keys := ident.Credentials{AccessKeyID: "ASIA", SecretAccessKey: "s", SessionToken: "t", Expiration: now.Add(time.Hour)}
	if err := errors.Join(w.Store.SaveRole(id, keys), w.Store.SaveToken(corp.ID(), token("0", time.Hour, "r"))); err != nil {
		t.Fatal(err)
	}
	r, err := w.SignOut(t.Context(), viewOf(oneSession), corp, SignOutOptions{})
	if err != nil || r.Roles != 1 {
		t.Errorf("got %+v, %v", r, err)
	}
	exists(t, false, w.Store.RolePath(id))
}

func TestHowASessionEnds(t *testing.T) {
	expired := token("0", -time.Minute, "r")
	void := expired
	void.RefreshToken = ""
	noRegion := token("0", time.Hour, "")
	noRegion.Region = ""
	lost := answer{err: &wire.TransportError{Host: "portal", Err: errors.New("no route")}}
	gone := answer{status: 401}
	for name, tc := range map[string]struct {
		kept    cache.Token
		logout  answer
		refresh answer
		local   bool
		ending  Ending
		calls   string
		wantErr string
		warns   bool
	}{
		"the server ends it":           {kept: token("0", time.Hour, "r"), logout: answer{status: 200}, ending: Ended, calls: "/logout"},
		"it was over":                  {kept: token("0", time.Hour, "r"), logout: gone, ending: WasOver, calls: "/logout"},
		"an expired token is renewed":  {kept: expired, logout: answer{status: 200}, ending: Ended, calls: "/token /logout"},
		"and refused":                  {kept: expired, logout: gone, refresh: refused("InvalidGrantException", "invalid_grant", "x"), ending: WasOver, calls: "/token /logout"},
		"and cannot be":                {kept: expired, refresh: lost, wantErr: "nothing was removed", calls: "/token"},
		"an expired one without a way": {kept: void, logout: gone, ending: WasOver, calls: "/logout"},
		"the network is gone":          {kept: token("0", time.Hour, "r"), logout: lost, wantErr: "nothing was removed", calls: "/logout"},
		"the server is ill":            {kept: token("0", time.Hour, "r"), logout: answer{status: 500}, wantErr: "nothing was removed", calls: "/logout"},
		"the server is throttling":     {kept: token("0", time.Hour, "r"), logout: answer{status: 429}, wantErr: "nothing was removed", calls: "/logout"},
		"the server refuses":           {kept: token("0", time.Hour, "r"), logout: answer{status: 400}, ending: NotAsked, calls: "/logout", warns: true},
		"only the files":               {kept: token("0", time.Hour, "r"), local: true, ending: NotAsked},
		"the session's region will do": {kept: noRegion, logout: answer{status: 200}, ending: Ended, calls: "/logout"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if tc.logout.status != 0 || tc.logout.err != nil {
				w.aws.on("/logout", tc.logout)
			}
			if tc.refresh.status != 0 || tc.refresh.err != nil {
				w.aws.on("/token", tc.refresh)
			}
			if err := w.Store.SaveToken(corp.ID(), tc.kept); err != nil {
				t.Fatal(err)
			}
			r, err := w.SignOut(t.Context(), viewOf(oneSession), corp, SignOutOptions{Local: tc.local})
			if got := w.aws.paths(); got != tc.calls {
				t.Errorf("called %s, want %s", got, tc.calls)
			}
			exists(t, tc.wantErr != "", w.Store.TokenPath(corp.ID()))
			if tc.wantErr != "" {
				if f := told(t, err); !strings.Contains(f.Summary, tc.wantErr) || f.Remedy != "fob logout my-sso --local" {
					t.Errorf("told %+v", f)
				}
				return
			}
			if err != nil || r.Ending != tc.ending || !r.Token || (len(w.warnings) == 1) != tc.warns {
				t.Errorf("got %+v, %v, warned %q", r, err, w.warnings)
			}
		})
	}
}

// A sign-out may refresh the token to end the session. If the session is not
// ended then, the refresh token that came must not be lost.
func TestASignOutThatFailsKeepsTheRefreshedToken(t *testing.T) {
	w := newWorld(t)
	if err := w.Store.SaveToken(corp.ID(), token("0", -time.Minute, "r")); err != nil {
		t.Fatal(err)
	}
	w.aws.on("/logout", answer{status: 500})
	_, err := w.SignOut(t.Context(), viewOf(oneSession), corp, SignOutOptions{})
	if f := told(t, err); !strings.Contains(f.Summary, "nothing was removed") {
		t.Errorf("told %+v", f)
	}
	got, err := w.Store.Token(corp.ID())
	if err != nil || got.AccessToken != "access-1" || got.RefreshToken != "refresh-1" || !got.ValidAt(now, time.Hour) {
		t.Errorf("the token is %+v, %v", got, err)
	}
}

func TestASignOutSpendsNoRefreshTokenWhereItsSuccessorCannotBeSaved(t *testing.T) {
	w := newWorld(t)
	if err := w.Store.SaveToken(corp.ID(), token("0", -time.Minute, "r")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(w.Store.TokenPath(corp.ID()), 0o400); err != nil {
		t.Fatal(err)
	}
	_, err := w.SignOut(t.Context(), viewOf(oneSession), corp, SignOutOptions{})
	if f := told(t, err); !strings.Contains(f.Summary, "permission denied") || w.aws.paths() != "" {
		t.Errorf("told %+v, called %s", f, w.aws.paths())
	}
}

// spoiling is a service during whose answers something happens to the files.
type spoiling struct {
	wire.Doer
	spoil func()
}

func (s spoiling) Do(ctx context.Context, r wire.Request) (*wire.Response, error) {
	s.spoil()
	return s.Doer.Do(ctx, r)
}

func TestASignOutThatCannotRemoveTheTokenSaysSo(t *testing.T) {
	w := newWorld(t)
	path := w.Store.TokenPath(corp.ID())
	if err := w.Store.SaveToken(corp.ID(), token("0", time.Hour, "r")); err != nil {
		t.Fatal(err)
	}
	w.Wire = spoiling{w.aws, func() { // a folder that is not empty cannot be removed like a file
		if err := errors.Join(os.Remove(path), os.MkdirAll(filepath.Join(path, "x"), 0o700)); err != nil {
			t.Error(err)
		}
	}}
	_, err := w.SignOut(t.Context(), viewOf(oneSession), corp, SignOutOptions{})
	if f := told(t, err); !strings.HasPrefix(f.Summary, "the session my-sso has ended, but its token could not be removed: ") {
		t.Errorf("told %+v", f)
	}
}

func TestASignOutWithoutALockEndsNothing(t *testing.T) {
	w := newWorld(t)
	if err := errors.Join(w.Store.SaveToken(corp.ID(), token("0", time.Hour, "r")), os.MkdirAll(w.Store.Paths.Own, 0o700),
		os.WriteFile(filepath.Join(w.Store.Paths.Own, "locks"), nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	_, err := w.SignOut(t.Context(), viewOf(oneSession), corp, SignOutOptions{})
	want := "the session my-sso was not ended: ~/.aws/fob cannot be written: a file is in the way of a folder"
	if f := told(t, err); f.Summary != want || w.aws.paths() != "" {
		t.Errorf("told %+v, called %s", f, w.aws.paths())
	}
}

func TestADamagedTokenIsRemoved(t *testing.T) {
	w := newWorld(t)
	if err := w.Store.SaveToken(corp.ID(), token("0", time.Hour, "r")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.Store.TokenPath(corp.ID()), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := w.SignOut(t.Context(), viewOf(oneSession), corp, SignOutOptions{})
	if err != nil || !r.Token || r.Ending != NotSignedIn || w.aws.paths() != "" {
		t.Errorf("got %+v, %v", r, err)
	}
}

func TestSignOutOfAll(t *testing.T) {
	w := newWorld(t)
	mine, others := fill(t, w)
	// A token of a session that is not in the config, and a role of nobody's.
	stray := profile.Session{StartURL: "https://stray.awsapps.com/start", Region: "us-east-1"}
	tok := token("5", time.Hour, "")
	tok.StartURL = stray.StartURL
	keys := ident.Credentials{AccessKeyID: "ASIA", SecretAccessKey: "s", SessionToken: "t", Expiration: now.Add(4 * time.Hour)}
	nobody := cache.RoleID{Session: cache.SessionID{Name: "forgotten"}, Account: "111122223333", Role: "X"}
	if err := errors.Join(w.Store.SaveToken(stray.ID(), tok), w.Store.SaveRole(nobody, keys)); err != nil {
		t.Fatal(err)
	}
	got, err := w.SignOutAll(t.Context(), viewOf(twoSessions), SignOutOptions{})
	want := []Receipt{
		{Session: corp, Ending: Ended, Token: true, Roles: 5, KeysUntil: now.Add(3 * time.Hour)},
		{Session: client, Ending: Ended, Token: true, Roles: 2, KeysUntil: now.Add(time.Hour)},
		{Session: stray, Ending: Ended, Token: true},
		{Rest: true, Roles: 1, KeysUntil: now.Add(4 * time.Hour)},
	}
	for i := range got {
		got[i].Session.Where, got[i].Session.RegionAt, got[i].Session.Scopes = want[i].Session.Where, want[i].Session.RegionAt, want[i].Session.Scopes
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	exists(t, false, append(append(mine, others...), w.Store.TokenPath(stray.ID()), w.Store.RolePath(nobody))...)
}

func TestSignOutOfAllKeepsWhatCannotBeEnded(t *testing.T) {
	w := newWorld(t)
	mine, others := fill(t, w)
	w.aws.on("/logout", answer{err: &wire.TransportError{Host: "portal", Err: errors.New("no route")}}, answer{status: 200})
	got, err := w.SignOutAll(t.Context(), viewOf(twoSessions), SignOutOptions{})
	if f := told(t, err); !strings.Contains(f.Summary, "the session my-sso could not be ended") {
		t.Errorf("told %+v", f)
	}
	if len(got) != 1 || got[0].Session.Name != "client" {
		t.Errorf("receipts: %+v", got)
	}
	exists(t, true, mine...)
	exists(t, false, others...)
}

// A company's own start URL may have led to another region than the config
// says: the token's own counts.
func TestASessionIsEndedInTheRegionOfItsToken(t *testing.T) {
	for region, want := range map[ident.Region]ident.Region{"eu-west-1": "eu-west-1", "": "us-east-1"} {
		w := newWorld(t)
		var asked ident.Region
		w.Endpoint = func(s partition.Service, r ident.Region) (string, error) {
			asked = r
			return partition.Endpoint(s, r, false, false), nil
		}
		tok := token("0", time.Hour, "r")
		tok.Region = region
		if err := w.Store.SaveToken(corp.ID(), tok); err != nil {
			t.Fatal(err)
		}
		if _, err := w.SignOut(t.Context(), viewOf(oneSession), corp, SignOutOptions{}); err != nil || asked != want {
			t.Errorf("with the token's region %q: asked in %q, %v", region, asked, err)
		}
	}
}

// What a token file says is the region becomes part of a host name, and the
// token goes there.
func TestARegionInATokenFileLeadsNowhereElse(t *testing.T) {
	for _, region := range []string{"u@127.0.0.1:18121/?", "evil.example/", "evil.example#", "us-east-1.evil.example", "US-EAST-1", "-", "a\nb", "\u00fc"} {
		w := newWorld(t)
		w.aws.on("/logout", answer{status: 200})
		text, err := json.Marshal(map[string]string{
			"startUrl": "https://stray.awsapps.com/start", "region": region, "accessToken": "hunter2", "expiresAt": "2026-11-23T10:00:00Z",
			"clientId": "c", "clientSecret": "hunter2", "refreshToken": "hunter2", "registrationExpiresAt": "2027-01-01T00:00:00Z",
		})
		if err != nil {
			t.Fatal(err)
		}
		file := w.Store.TokenPath(cache.SessionID{StartURL: "https://stray.awsapps.com/start"})
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, text, 0o600)); err != nil {
			t.Fatal(err)
		}
		got, err := w.SignOutAll(t.Context(), viewOf(""), SignOutOptions{})
		if err != nil || len(got) != 1 || got[0].Ending != NotAsked || !got[0].Token {
			t.Errorf("%q: %+v, %v", region, got, err)
		}
		if called := w.aws.paths(); called != "" {
			t.Errorf("%q: called %s", region, called)
		}
		exists(t, false, file)
	}
}

func TestNothingToSignOutOf(t *testing.T) {
	w := newWorld(t)
	got, err := w.SignOutAll(t.Context(), viewOf(""), SignOutOptions{})
	if err != nil || got != nil {
		t.Errorf("got %+v, %v", got, err)
	}
	exists(t, false, w.Store.Paths.SSOCache, w.Store.Paths.CLICache) // looking creates nothing
}
