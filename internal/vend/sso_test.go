package vend

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/profile"
)

// faultOf returns the error that a profile leads to; it must be one for people
// and must not show a secret.
func faultOf(t *testing.T, w *world, name string) *fault.Error {
	t.Helper()
	v, err := w.Credentials(context.Background(), name)
	var f *fault.Error
	if !errors.As(err, &f) {
		t.Fatalf("%s: got %v and %v, want an error with a remedy", name, v.AccessKeyID, err)
	}
	if text := fmt.Sprint(f.Summary, f.Detail, f.Hint, f.Remedy, f.Err); strings.Contains(text, "-secret") {
		t.Errorf("%s: the error shows a secret: %s", name, text)
	}
	return f
}

func TestACacheHitAsksNobodyAndTakesNoLock(t *testing.T) {
	w := newWorld(t, devText)
	w.cached(16 * time.Minute) // and no sign-in at all
	got := w.get("dev")
	if got.AccessKeyID != "ASIACACHED" || got.AccountID != "111122223333" || got.Method != "sso" {
		t.Errorf("got %+v", got)
	}
	if w.aws.total() != 0 {
		t.Errorf("calls: %v", w.aws.calls)
	}
	if _, err := os.Stat(w.Store.Paths.Own); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a lock was taken: %v", err)
	}
	if len(w.warnings) != 0 {
		t.Errorf("warnings: %q", w.warnings)
	}
}

func TestTheFirstCallFetchesAndTheNextFindsIt(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(time.Hour)
	if got := w.get("dev"); got.AccessKeyID != "ASIAROLE1" || !got.Expiration.Equal(noon.Add(time.Hour)) {
		t.Errorf("got %+v", got)
	}
	if got := w.get("dev"); got.AccessKeyID != "ASIAROLE1" {
		t.Errorf("got %+v", got)
	}
	if w.aws.total() != 1 {
		t.Errorf("calls: %v", w.aws.calls)
	}
	text, err := os.ReadFile(w.Store.RolePath(devRole))
	if err != nil || !strings.HasPrefix(string(text), `{"ProviderType": "sso", "Credentials": {"AccessKeyId": "ASIAROLE1", `) {
		t.Errorf("the cache holds %s, %v", text, err)
	}
}

func TestLegacyProfilesShareTheSignInOfTheirStartURL(t *testing.T) {
	const start = "https://old.awsapps.com/start"
	w := newWorld(t, "[profile dev]\nsso_start_url = "+start+"\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = Admin\n")
	id := cache.SessionID{StartURL: start}
	if err := w.Store.SaveToken(id, cache.Token{StartURL: start, AccessToken: "t", ExpiresAt: noon.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if got := w.get("dev"); got.AccessKeyID != "ASIAROLE1" || got.Method != "sso" {
		t.Errorf("got %+v", got)
	}
	w.clock.advance(2 * time.Hour)
	if f := faultOf(t, w, "dev"); f.Code != fault.SignIn || f.Remedy != "fob login "+start {
		t.Errorf("got %+v", f)
	}
}

func TestHoweverManyAskAtOnceOneRefreshesAndFetches(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(-time.Minute)
	var wait sync.WaitGroup
	for range 30 {
		wait.Go(func() {
			if v, err := w.Credentials(context.Background(), "dev"); err != nil || v.AccessKeyID != "ASIAROLE1" {
				t.Errorf("got %v, %v", v.AccessKeyID, err)
			}
		})
	}
	wait.Wait()
	if w.aws.count("CreateToken") != 1 || w.aws.count("GetRoleCredentials") != 1 {
		t.Errorf("calls: %v", w.aws.calls)
	}
}

func TestARefreshKeepsWhatOthersWroteAndTheOldRefreshToken(t *testing.T) {
	w := newWorld(t, devText)
	w.aws.keep = true
	w.write(w.Store.TokenPath(corp), `{"theirs": 1, "accessToken": "old", "expiresAt": "2026-11-23T11:00:00Z", "refreshToken": "kept", "clientId": "i", "clientSecret": "s", "registrationExpiresAt": "2027-01-01T00:00:00Z"}`)
	w.get("dev")
	text, err := os.ReadFile(w.Store.TokenPath(corp))
	want := `{"startUrl": "https://corp.awsapps.com/start", "region": "eu-west-1", "accessToken": "token-1-secret", "expiresAt": "2026-11-23T13:00:00Z", ` +
		`"clientId": "i", "clientSecret": "s", "registrationExpiresAt": "2027-01-01T00:00:00Z", "refreshToken": "kept", "theirs": 1}`
	if err != nil || string(text) != want {
		t.Errorf("the file holds\n%s\nwant\n%s\n%v", text, want, err)
	}
}

func TestAFailingRefreshGoesOnWithATokenThatIsStillGood(t *testing.T) {
	for _, status := range []int{400, 500} {
		w := newWorld(t, devText)
		w.signedIn(4 * time.Minute)
		w.aws.broken["CreateToken"] = status
		if got := w.get("dev"); got.AccessKeyID != "ASIAROLE1" {
			t.Errorf("%d: got %+v", status, got)
		}
	}
}

func TestASignInThatIsOverSaysWhenAndWhatToType(t *testing.T) {
	for name, tc := range map[string]struct {
		prepare func(*world)
		want    string
	}{
		"never signed in":     {func(*world) {}, "there is no sign-in to corp yet"},
		"refused by AWS":      {func(w *world) { w.signedIn(-time.Hour); w.aws.broken["CreateToken"] = 400 }, "the sign-in to corp ended " + ended(noon.Add(-time.Hour), noon)},
		"registration is old": {func(w *world) { w.signedIn(-time.Hour); w.clock.advance(100 * 24 * time.Hour) }, "the sign-in to corp ended " + noon.Add(-time.Hour).Local().Format("on Mon 2 Jan at 15:04")},
		"revoked": {func(w *world) {
			w.signedIn(time.Hour)
			w.aws.dead["token-0-secret"], w.aws.broken["CreateToken"] = true, 400
		}, "AWS has ended the sign-in to corp"},
		"revoked, and the renewed one too": {func(w *world) {
			w.signedIn(time.Hour)
			w.aws.dead["token-0-secret"], w.aws.dead["token-1-secret"] = true, true
		}, "AWS has ended the sign-in to corp"},
		"no renewable token": {func(w *world) {
			w.write(w.Store.TokenPath(corp), `{"accessToken": "t", "expiresAt": "2026-11-23T11:00:00Z"}`)
		}, "the sign-in to corp ended " + ended(noon.Add(-time.Hour), noon)},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, devText)
			tc.prepare(w)
			f := faultOf(t, w, "dev")
			if f.Code != fault.SignIn || f.Remedy != "fob login corp" || f.Summary != tc.want {
				t.Errorf("got code %d, %q, remedy %q; want %q", f.Code, f.Summary, f.Remedy, tc.want)
			}
		})
	}
}

func TestATokenThatThePortalRefusesIsRenewedOnce(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(time.Hour)
	w.aws.dead["token-0-secret"] = true
	if got := w.get("dev"); got.AccessKeyID != "ASIAROLE2" {
		t.Errorf("got %+v", got)
	}
	if w.aws.count("CreateToken") != 1 || w.aws.count("GetRoleCredentials") != 2 {
		t.Errorf("calls: %v", w.aws.calls)
	}
}

func TestARoleThatIsNotAssignedNamesProfileAccountAndRole(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(time.Hour)
	w.aws.broken["GetRoleCredentials"] = 403
	f := faultOf(t, w, "dev")
	text := fmt.Sprint(f.Summary, f.Detail, f.Remedy)
	for _, part := range []string{`"dev"`, "111122223333", "Admin", "~/.aws/config line 6", "fob configure sso --profile dev"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q lacks %q", text, part)
		}
	}
	if f.Code != fault.NoAccess {
		t.Errorf("code %d", f.Code)
	}
}

func TestCredentialsThatRunOutAreRenewedAheadAndGivenAsLongAsTheyAreGood(t *testing.T) {
	for name, tc := range map[string]struct {
		left    time.Duration
		down    bool
		want    string
		calls   int
		warning bool
	}{
		"a quarter of an hour":      {15 * time.Minute, false, "ASIACACHED", 0, false},
		"less":                      {15*time.Minute - time.Second, false, "ASIAROLE1", 1, false},
		"less, and AWS is down":     {10 * time.Minute, true, "ASIACACHED", 1, false},
		"a minute, and AWS is down": {time.Minute, true, "ASIACACHED", 1, true},
		"a minute":                  {time.Minute, false, "ASIAROLE1", 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, devText)
			w.signedIn(time.Hour)
			w.cached(tc.left)
			if tc.down {
				w.aws.broken["GetRoleCredentials"] = 500
			}
			if got := w.get("dev"); got.AccessKeyID != tc.want {
				t.Errorf("got %+v", got)
			}
			if w.aws.total() != tc.calls || len(w.warnings) > 0 != tc.warning {
				t.Errorf("calls %v, warnings %q", w.aws.calls, w.warnings)
			}
		})
	}
}

func TestARenewalThatCanWaitDoesNotTouchTheToken(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(-time.Minute)
	w.cached(10 * time.Minute)
	if got := w.get("dev"); got.AccessKeyID != "ASIACACHED" || w.aws.total() != 0 {
		t.Errorf("got %+v, calls %v", got, w.aws.calls)
	}
}

// Keys that live shorter than the renewal is ahead would else be fetched anew
// by each of those who waited for the lock.
func TestWhoWaitedTakesShortLivedKeysThatAnotherFetchedMeanwhile(t *testing.T) {
	w := newWorld(t, devText)
	short := ident.Credentials{AccessKeyID: "ASIASHORT", SecretAccessKey: "s", Expiration: noon.Add(10 * time.Minute)}
	loads := 0
	e, err := w.newRequest("dev")
	if err != nil {
		t.Fatal(err)
	}
	got, err := e.credentials(context.Background(), entry{
		what: "keys", lock: "keys",
		load: func() (ident.Credentials, error) {
			if loads++; loads == 1 {
				return ident.Credentials{}, cache.ErrAbsent // when it came; while it waited, they were saved
			}
			return short, nil
		},
		fetch: func(context.Context, bool) (ident.Credentials, error) {
			t.Error("it fetched")
			return short, nil
		},
	})
	if err != nil || got.AccessKeyID != "ASIASHORT" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestDamagedCachesAreToldAndHeal(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(time.Hour)
	w.write(w.Store.RolePath(devRole), `{"Credentials": {"AccessKeyId": "A", "Secr`)
	if got := w.get("dev"); got.AccessKeyID != "ASIAROLE1" {
		t.Errorf("got %+v", got)
	}
	if len(w.warnings) == 0 || !strings.Contains(w.warnings[0], "~/.aws/cli/cache/") {
		t.Errorf("warnings: %q", w.warnings)
	}
	w.warnings = nil
	w.get("dev")
	if len(w.warnings) != 0 {
		t.Errorf("it did not heal: %q", w.warnings)
	}
	w.write(w.Store.TokenPath(corp), "")
	w.clock.advance(time.Hour)
	if f := faultOf(t, w, "dev"); f.Code != fault.SignIn || len(w.warnings) == 0 {
		t.Errorf("got %+v, warnings %q", f, w.warnings)
	}
}

func TestWhereNothingCanBeWrittenCredentialsAreGivenAllTheSame(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(time.Hour)
	w.write(w.Store.Paths.Own, "in the way")                    // no locks
	w.write(filepath.Dir(w.Store.Paths.CLICache), "in the way") // no role credentials
	if got := w.get("dev"); got.AccessKeyID != "ASIAROLE1" {
		t.Errorf("got %+v", got)
	}
	if len(w.warnings) != 2 {
		t.Errorf("warnings: %q", w.warnings)
	}
}

func TestALaterTokenOfAnotherToolIsNotOverwritten(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(-time.Minute)
	later := cache.Token{AccessToken: "theirs", ExpiresAt: noon.Add(8 * time.Hour)}
	w.aws.before = func(operation string) {
		if operation == "CreateToken" {
			if err := w.Store.SaveToken(corp, later); err != nil {
				t.Error(err)
			}
		}
	}
	w.get("dev")
	if got, err := w.Store.Token(corp); err != nil || got.AccessToken != "theirs" {
		t.Errorf("the cache holds %v, %v", got.AccessToken.Reveal(), err)
	}
}

func TestCredentialsThatAreOverOnArrivalPointToTheClock(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(time.Hour)
	w.aws.life = -time.Minute
	if f := faultOf(t, w, "dev"); !strings.Contains(f.Summary, "clock") {
		t.Errorf("got %q", f.Summary)
	}
}

func TestASessionWithoutARoleGivesATokenAndNoCredentials(t *testing.T) {
	w := newWorld(t, sessionText+"[profile dev]\nsso_session = corp\n")
	w.signedIn(time.Hour)
	if f := faultOf(t, w, "dev"); f.Code != fault.NoCredentials {
		t.Errorf("got %+v", f)
	}
	tok, err := w.Token(context.Background(), profile.Session{Name: "corp", StartURL: corp.StartURL, Region: "eu-west-1"})
	if err != nil || tok.AccessToken.Reveal() != "token-0-secret" {
		t.Errorf("got %v, %v", tok.AccessToken.Reveal(), err)
	}
}

func TestAnAccountThatIsNoneIsToldBeforeTheCall(t *testing.T) {
	w := newWorld(t, strings.ReplaceAll(devText, "111122223333", "1111-2222-3333"))
	w.signedIn(time.Hour)
	f := faultOf(t, w, "dev")
	if w.aws.total() != 0 || len(f.Detail) != 1 || !strings.Contains(f.Detail[0], "~/.aws/config line 6: sso_account_id") {
		t.Errorf("got %+v", f)
	}
}

func TestAnInterruptionEndsTheWaitForALock(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(time.Hour)
	unlock, err := w.Store.Lock(context.Background(), devRole.LockName(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := w.Credentials(ctx, "dev"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestSecretsOfCredentialsDoNotPrint(t *testing.T) {
	v := Vended{Credentials: ident.Credentials{AccessKeyID: "AK", SecretAccessKey: "k-secret", SessionToken: "t-secret"}}
	if text := fmt.Sprintf("%v %+v %#v", v, v, v); strings.Contains(text, "-secret") {
		t.Error(text)
	}
}
