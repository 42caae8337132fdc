package vend

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/wire"
)

// A service that keeps the previous refresh token until its successor is used
// loses nothing when an answer is lost: the same token is redeemed once more.
func TestALostAnswerIsAskedForAgainOnce(t *testing.T) {
	for name, lose := range map[string]func(*fakeAWS){
		"the connection broke": func(a *fakeAWS) { a.lose["CreateToken"] = 1 },
		"half an answer":       func(a *fakeAWS) { a.broke["CreateToken"] = `{"accessToken": "tok` },
		"a proxy's page":       func(a *fakeAWS) { a.broke["CreateToken"] = `<html>Welcome to the hotel</html>` },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, devText)
			w.overWire(wire.Options{})
			w.signedIn(-time.Minute)
			lose(w.aws)
			if got := w.get("dev"); got.AccessKeyID != "ASIAROLE1" || w.aws.count("CreateToken") != 2 {
				t.Errorf("got %+v, calls %v", got, w.aws.calls)
			}
			tok, err := w.Store.Token(corp)
			if err != nil || tok.RefreshToken.Reveal() != "refresh-2-secret" {
				t.Errorf("saved: %v, %v", tok.RefreshToken.Reveal(), err)
			}
			if left, _ := filepath.Glob(filepath.Join(w.Store.Paths.Own, "renewals", "*")); len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}

// Where a second use ends the session, fob says just that, and goes on saying
// it until somebody signs in.
func TestALostAnswerThatEndsTheSessionSaysSo(t *testing.T) {
	w := newWorld(t, devText)
	w.overWire(wire.Options{})
	w.signedIn(-time.Minute)
	w.aws.strict, w.aws.lose["CreateToken"] = true, 1
	f := faultOf(t, w, "dev")
	if f.Code != fault.SignIn || f.Remedy != "fob login corp" || !strings.Contains(f.Summary, "the answer to its refresh was lost on the way") {
		t.Errorf("got %+v", f)
	}
	f = faultOf(t, w, "dev")
	if f.Code != fault.SignIn || !strings.Contains(f.Summary, "a refresh was interrupted at ") {
		t.Errorf("the second time: %+v", f)
	}
	w.signedIn(time.Hour) // the person signs in again
	if got := w.get("dev"); got.AccessKeyID != "ASIAROLE1" {
		t.Errorf("got %+v", got)
	}
}

// killedRenewal leaves the files as a fob does that is killed in a renewal:
// before the answer came, or after it was noted.
func (w *world) killedRenewal(answer *cache.Token) {
	w.t.Helper()
	old, err := w.Store.Token(corp)
	if err != nil {
		w.t.Fatal(err)
	}
	note, err := w.Store.BeginRenewal(corp, old, w.clock.Now())
	if err == nil && answer != nil {
		err = note.Answered(*answer)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	note.Close()
	w.aws.spent[old.RefreshToken.Reveal()] = true
}

func TestAnAnswerThatAKilledFobHadIsNotLost(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(-time.Minute)
	w.aws.strict = true
	answer, _ := w.Store.Token(corp)
	answer.AccessToken, answer.RefreshToken, answer.ExpiresAt = "token-k-secret", "refresh-k-secret", noon.Add(time.Hour)
	w.killedRenewal(&answer)
	if got := w.get("dev"); got.AccessKeyID != "ASIAROLE1" || w.aws.count("CreateToken") != 0 {
		t.Errorf("got %+v, calls %v", got, w.aws.calls)
	}
	if tok, err := w.Store.Token(corp); err != nil || tok.RefreshToken.Reveal() != "refresh-k-secret" {
		t.Errorf("saved: %v, %v", tok.RefreshToken.Reveal(), err)
	}

	// Hours later it is renewed with what the killed one had brought.
	w.clock.advance(3 * time.Hour)
	w.get("dev")
	if w.aws.count("CreateToken") != 1 || !w.aws.spent["refresh-k-secret"] {
		t.Errorf("calls %v, spent %v", w.aws.calls, w.aws.spent)
	}
}

func TestAnOldAnswerOfAKilledFobIsRenewedFurther(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(-time.Minute)
	answer, _ := w.Store.Token(corp)
	answer.AccessToken, answer.RefreshToken, answer.ExpiresAt = "token-k-secret", "refresh-k-secret", noon.Add(time.Hour)
	w.killedRenewal(&answer)
	w.clock.advance(3 * time.Hour)
	w.get("dev")
	if w.aws.count("CreateToken") != 1 || !w.aws.spent["refresh-k-secret"] {
		t.Errorf("calls %v, spent %v", w.aws.calls, w.aws.spent)
	}
}

func TestARenewalThatWasKilledBeforeItsAnswerIsTriedAgain(t *testing.T) {
	for _, strict := range []bool{false, true} {
		w := newWorld(t, devText)
		w.signedIn(-time.Minute)
		w.aws.strict = strict
		w.killedRenewal(nil)
		w.clock.advance(time.Minute)
		if !strict {
			if got := w.get("dev"); got.AccessKeyID != "ASIAROLE1" {
				t.Errorf("got %+v", got)
			}
			continue
		}
		for range 2 {
			f := faultOf(t, w, "dev")
			want := "a refresh was interrupted " + ended(noon, noon) + " before its answer was saved"
			if f.Code != fault.SignIn || !strings.Contains(f.Summary, want) {
				t.Errorf("got %+v, want %q", f, want)
			}
		}
	}
}

// A plain refusal, and a service that is down, are no renewals that were
// broken off.
func TestARenewalThatFailedIsNoBrokenOne(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(-time.Minute)
	for _, status := range []int{500, 429, 400, 400} {
		w.aws.broken["CreateToken"] = status
		_, err := w.Credentials(context.Background(), "dev")
		if err == nil || strings.Contains(err.Error(), "interrupted") || strings.Contains(err.Error(), "lost") {
			t.Errorf("%d: %v", status, err)
		}
		if code := fault.CodeOf(err); (code == fault.SignIn) != (status == 400) {
			t.Errorf("%d: code %d, %v", status, code, err)
		}
	}
}

// Ctrl-C in the moment of the answer does not throw it away.
func TestAnInterruptionDoesNotLoseAnAnswerThatCame(t *testing.T) {
	w := newWorld(t, devText)
	w.overWire(wire.Options{})
	w.signedIn(-time.Minute)
	ctx, interrupt := context.WithCancel(t.Context())
	w.Vendor.Now = func() time.Time {
		if w.aws.count("CreateToken") > 0 {
			interrupt() // the first look at the clock after the answer
		}
		return w.clock.Now()
	}
	if _, err := w.Credentials(ctx, "dev"); err == nil {
		t.Error("it was not interrupted")
	}
	if tok, err := w.Store.Token(corp); err != nil || tok.RefreshToken.Reveal() != "refresh-1-secret" {
		t.Errorf("saved: %v, %v", tok.RefreshToken.Reveal(), err)
	}
}

// Where the token's file cannot be replaced after all, the new token is not
// lost: its note serves the next run.
func TestATokenThatCannotBeSavedIsKeptInItsNote(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(-time.Minute)
	path := w.Store.TokenPath(corp)
	aside := filepath.Join(t.TempDir(), "token")
	w.aws.strict = true
	w.aws.before = func(operation string) {
		if operation == "CreateToken" { // a folder in the file's place: the rename fails
			if err := errors.Join(os.Rename(path, aside), os.MkdirAll(filepath.Join(path, "x"), 0o700)); err != nil {
				t.Error(err)
			}
		}
	}
	if got := w.get("dev"); got.AccessKeyID != "ASIAROLE1" || len(w.warnings) != 1 {
		t.Errorf("got %+v, warnings %q", got, w.warnings)
	}
	if err := errors.Join(os.RemoveAll(path), os.Rename(aside, path)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Store.DeleteRole(devRole); err != nil {
		t.Fatal(err)
	}
	w.get("dev")
	tok, err := w.Store.Token(corp)
	if err != nil || tok.RefreshToken != "refresh-1-secret" || w.aws.count("CreateToken") != 1 {
		t.Errorf("calls %v, token %q, %v", w.aws.calls, tok.RefreshToken.Reveal(), err)
	}
}

// A refresh token is not spent where its successor could not be saved. Until it
// expires, the access token is used; then the error says what stands in the way.
func TestARefreshTokenIsNotSpentWhereItsSuccessorCannotBeSaved(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil  func(*world) error
		reason string
	}{
		"the token's file is read-only": {
			func(w *world) error { return os.Chmod(w.Store.TokenPath(corp), 0o400) }, "~/.aws/sso/cache cannot be written: permission denied",
		},
		"there is no folder for the note": {
			func(w *world) error {
				dir := filepath.Join(w.Store.Paths.Own, "renewals")
				return errors.Join(os.MkdirAll(w.Store.Paths.Own, 0o700), os.RemoveAll(dir), os.WriteFile(dir, nil, 0o600))
			}, "~/.aws/fob cannot be written: a file is in the way of a folder",
		},
		"there is no folder for the lock": { // without it, another process could use the same refresh token
			func(w *world) error {
				dir := filepath.Join(w.Store.Paths.Own, "locks")
				return errors.Join(os.MkdirAll(w.Store.Paths.Own, 0o700), os.RemoveAll(dir), os.WriteFile(dir, nil, 0o600))
			}, "~/.aws/fob cannot be written: a file is in the way of a folder",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, devText)
			w.signedIn(2 * time.Minute)
			if err := tc.spoil(w); err != nil {
				t.Fatal(err)
			}
			w.get("dev")
			w.clock.advance(3 * time.Hour)
			for range 2 {
				f := faultOf(t, w, "dev")
				if f.Code == fault.SignIn || !strings.Contains(f.Summary, tc.reason) {
					t.Errorf("code %d: %v", f.Code, f)
				}
			}
			if n := w.aws.count("CreateToken"); n != 0 {
				t.Errorf("%d calls of CreateToken", n)
			}
		})
	}
}

// The note of a killed refresh holds the only copy of the new refresh token, so
// the next refresh must not overwrite it before the token file has it.
func TestTheOnlyCopyOfATokenIsNotOverwritten(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(-time.Minute)
	w.aws.strict = true
	answer, _ := w.Store.Token(corp)
	answer.AccessToken, answer.RefreshToken, answer.ExpiresAt = "token-k-secret", "refresh-k-secret", noon.Add(-time.Minute)
	w.killedRenewal(&answer)
	path := w.Store.TokenPath(corp)
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	faultOf(t, w, "dev")
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	w.get("dev")
	if w.aws.count("CreateToken") != 1 || !w.aws.spent["refresh-k-secret"] {
		t.Errorf("calls %v, spent %v", w.aws.calls, w.aws.spent)
	}
}

// A process that read the old token before it waited for the lock must read it
// again once it has the lock: the one that held it has refreshed the token.
func TestTheTokenIsReadAgainUnderTheLock(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(-time.Minute)
	w.aws.strict = true
	session := profile.Session{Name: corp.Name, StartURL: corp.StartURL, Region: "eu-west-1"}

	second := *w.Vendor
	hasRead := make(chan struct{})
	var once sync.Once
	second.Now = func() time.Time { // first called to judge the token that was read
		once.Do(func() { close(hasRead) })
		return w.clock.Now()
	}
	type result struct {
		token cache.Token
		err   error
	}
	results := make(chan result, 1)
	w.aws.before = func(operation string) {
		if operation != "CreateToken" || w.aws.count("CreateToken") > 1 {
			return
		}
		go func() {
			token, err := second.Token(t.Context(), session)
			results <- result{token, err}
		}()
		<-hasRead
	}
	first, err := w.Token(t.Context(), session)
	if err != nil {
		t.Fatal(err)
	}
	got := <-results
	if got.err != nil || got.token.AccessToken != first.AccessToken || w.aws.count("CreateToken") != 1 {
		t.Errorf("the second got %q, %v; calls %v", got.token.AccessToken.Reveal(), got.err, w.aws.calls)
	}
}

// A token is refreshed while it still lasts for five minutes, so that a call that
// begins with it also ends with it.
func TestATokenIsRefreshedBeforeItExpires(t *testing.T) {
	for left, refreshes := range map[time.Duration]int{
		tokenRefreshAhead: 0, tokenRefreshAhead - time.Second: 1, 4 * time.Minute: 1,
	} {
		w := newWorld(t, devText)
		w.signedIn(left)
		w.get("dev")
		if n := w.aws.count("CreateToken"); n != refreshes {
			t.Errorf("%s left: %d refreshes, want %d", left, n, refreshes)
		}
	}
}
