package vend

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/wire"
)

// Credentials that are good for a while are given without an error, without a
// word and without asking over and over where nobody answers.
func TestWhereTheNetworkIsGoneGoodCredentialsComeAtOnce(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(time.Hour)
	w.cached(10 * time.Minute)
	w.aws.broken["GetRoleCredentials"] = 500
	for range 5 {
		if got := w.get("dev"); got.AccessKeyID != "ASIACACHED" {
			t.Errorf("got %+v", got)
		}
	}
	if w.aws.total() != 1 || len(w.warnings) != 0 {
		t.Errorf("calls %v, warnings %q", w.aws.calls, w.warnings)
	}
	w.clock.advance(2 * time.Minute)
	delete(w.aws.broken, "GetRoleCredentials")
	if got := w.get("dev"); got.AccessKeyID != "ASIAROLE2" {
		t.Errorf("a minute later it was not tried again: %+v", got)
	}
}

// The note was written before the clock was set back.
func TestAPostponementFarAheadDoesNotCount(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(time.Hour)
	w.cached(10 * time.Minute)
	w.Store.Postpone(devRole.LockName(), noon.Add(24*time.Hour))
	if got := w.get("dev"); got.AccessKeyID != "ASIAROLE1" {
		t.Errorf("got %+v", got)
	}
}

// Nobody waits for another process as long as what it has is good.
func TestGoodCredentialsDoNotWaitForALock(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(time.Hour)
	w.cached(10 * time.Minute)
	unlock, err := w.Store.Lock(t.Context(), devRole.LockName(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if got := w.get("dev"); got.AccessKeyID != "ASIACACHED" || w.aws.total() != 0 {
		t.Errorf("got %+v, calls %v", got, w.aws.calls)
	}
}

func TestWhoWaitsForAnotherProcessIsToldForWhom(t *testing.T) {
	w := newWorld(t, devText)
	w.signedIn(time.Hour)
	other := w.Store
	other.Command = "fob exec"
	unlock, err := other.Lock(t.Context(), devRole.LockName(), nil)
	if err != nil {
		t.Fatal(err)
	}
	told := make(chan string, 1)
	w.Vendor.Warn = func(text string) {
		told <- text
		unlock()
	}
	w.get("dev")
	if text := <-told; !strings.Contains(text, "(fob exec), since ") || !strings.Contains(text, "the credentials of Admin in 111122223333") {
		t.Error(text)
	}
}

func TestCredentialsLastAsLongAsTheyWereAskedFor(t *testing.T) {
	for name, tc := range map[string]struct {
		min, cached time.Duration
		want        string // empty: an error
		calls       int
	}{
		"the cache's are good enough":      {20 * time.Minute, 30 * time.Minute, "ASIACACHED", 0},
		"the cache's are not":              {40 * time.Minute, 30 * time.Minute, "ASIAROLE1", 1},
		"AWS gives none that are":          {2 * time.Hour, 30 * time.Minute, "", 1},
		"less than is usual":               {time.Minute, 16 * time.Minute, "ASIACACHED", 0},
		"an hour, which is what AWS gives": {time.Hour, 59 * time.Minute, "ASIAROLE1", 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, devText)
			w.signedIn(8 * time.Hour)
			w.cached(tc.cached)
			w.MinTTL = tc.min
			if tc.want != "" {
				if got := w.get("dev"); got.AccessKeyID != tc.want {
					t.Errorf("got %+v", got)
				}
			} else if f := faultOf(t, w, "dev"); f.Remedy != "--min-ttl 1h0m0s" || f.Code != 0 {
				t.Errorf("got %+v", f)
			}
			if w.aws.total() != tc.calls {
				t.Errorf("calls %v", w.aws.calls)
			}
		})
	}
	w := newWorld(t, "")
	w.Explicit, w.MinTTL = false, time.Hour
	w.env["AWS_ACCESS_KEY_ID"], w.env["AWS_SECRET_ACCESS_KEY"] = "A", "S"
	if got := w.get("default"); got.AccessKeyID != "A" {
		t.Errorf("keys that do not expire last: %+v", got)
	}
	w.env["AWS_CREDENTIAL_EXPIRATION"] = noon.Add(10 * time.Minute).Format(time.RFC3339)
	if f := faultOf(t, w, "default"); !strings.Contains(f.Summary, "--min-ttl") {
		t.Errorf("got %+v", f)
	}
}

// A chain's lower steps need to last for the call alone.
func TestOnlyTheTopOfAChainHasToLast(t *testing.T) {
	w := newWorld(t, chain)
	w.signedIn(time.Hour)
	w.cached(16 * time.Minute)
	w.MinTTL = 50 * time.Minute
	w.get("b")
	if w.aws.count("GetRoleCredentials") != 0 || w.aws.count("AssumeRole") != 1 {
		t.Errorf("calls %v", w.aws.calls)
	}
}

// A service that does not answer is given up after a while, with its name.
func TestAQuestionWithoutAnAnswerEnds(t *testing.T) {
	w := newWorld(t, devText)
	c, err := wire.New(wire.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdle)
	over := make(chan struct{})
	t.Cleanup(func() { close(over) })
	w.Vendor.Wire = func(string) (wire.Doer, error) { return c, nil }
	w.aws.before = func(string) { <-over }
	w.RequestTimeout = 50 * time.Millisecond
	w.signedIn(time.Hour)
	f := faultOf(t, w, "dev")
	if !strings.Contains(f.Summary, "127.0.0.1") || !strings.Contains(f.Summary, "no answer within 50ms") {
		t.Errorf("got %q", f.Summary)
	}
	w.cached(time.Minute)
	if got := w.get("dev"); got.AccessKeyID != "ASIACACHED" || len(w.warnings) != 1 {
		t.Errorf("got %+v, warnings %q", got, w.warnings)
	}
}

// Half an answer, or a proxy's page in place of one, is asked for once more;
// what comes twice is an error and no credentials.
func TestWhatIsNoAnswerIsAskedForAgainOnce(t *testing.T) {
	for _, text := range []string{`{"roleCredentials": {"accessKeyId": "A`, "<html>", `{}`, `{"roleCredentials": {"accessKeyId": 1}}`} {
		w := newWorld(t, devText)
		w.signedIn(time.Hour)
		w.aws.broke["GetRoleCredentials"] = text
		if got := w.get("dev"); got.AccessKeyID != "ASIAROLE2" {
			t.Errorf("%s: got %+v", text, got)
		}
	}
	w := newWorld(t, chain)
	w.signedIn(time.Hour)
	w.aws.broke["AssumeRole"] = "<AssumeRoleResponse><AssumeRoleResult/>"
	if got := w.get("b"); got.AccessKeyID != "ASIASTS2" {
		t.Errorf("got %+v", got)
	}
	w = newWorld(t, devText)
	w.signedIn(time.Hour)
	w.aws.before = func(string) { w.aws.broke["GetRoleCredentials"] = "<html>" }
	if _, err := w.Credentials(context.Background(), "dev"); err == nil || w.aws.count("GetRoleCredentials") != 2 || strings.Contains(err.Error(), "html") {
		t.Errorf("got %v, calls %v", err, w.aws.calls)
	}
}

// A clock that is wrong is found by the answers' Date, told once, and reckoned
// with: for what has ended, and for signatures.
func TestAWrongClockIsFoundToldAndReckonedWith(t *testing.T) {
	for _, off := range []time.Duration{2 * time.Hour, -2 * time.Hour} {
		w := newWorld(t, chain)
		var told []string
		clock := &wire.Clock{System: w.clock.Now, Warn: func(text string) { told = append(told, text) }}
		w.Now = clock.Now
		w.overWire(wire.Options{Clock: clock})
		w.aws.date = off
		w.signedIn(8 * time.Hour)
		if off < 0 {
			w.aws.life = -time.Hour // by this machine's clock; an hour by AWS's
		} else {
			w.aws.life = 3 * time.Hour
		}
		if got := w.get("b"); got.AccessKeyID != "ASIASTS1" {
			t.Errorf("got %+v", got)
		}
		if len(told) != 1 || !strings.Contains(told[0], map[bool]string{true: "2h0m0s behind", false: "2h0m0s ahead"}[off > 0]) {
			t.Errorf("told %q", told)
		}
		if name := w.aws.forms[0]["RoleSessionName"]; name == "fob-session-1795435200" {
			t.Errorf("the role was assumed by the wrong clock: %s", name)
		}
	}
}

// Where STS is the first to answer, its refusal tells the time, and the call
// is signed anew.
func TestASignatureByAWrongClockIsMadeAnew(t *testing.T) {
	w := newWorld(t, "[profile a]\nrole_arn = "+roleA+"\nsource_profile = k\n[profile k]\naws_access_key_id = AK\naws_secret_access_key = SK\n")
	clock := &wire.Clock{System: w.clock.Now}
	w.Now = clock.Now
	w.overWire(wire.Options{Clock: clock})
	w.aws.date, w.aws.life = time.Hour, 2*time.Hour
	w.aws.broken["AssumeRole"] = http.StatusForbidden
	w.aws.before = func(string) { // from the second call on
		w.aws.mu.Lock()
		defer w.aws.mu.Unlock()
		delete(w.aws.broken, "AssumeRole")
	}
	if got := w.get("a"); got.AccessKeyID != "ASIASTS2" || !strings.HasSuffix(w.aws.forms[1]["RoleSessionName"], "1795438800") {
		t.Errorf("got %+v, asked %v", got, w.aws.forms)
	}
	if _, err := w.Store.DeleteAssumed(cache.AssumeID{RoleARN: roleA}); err != nil {
		t.Fatal(err)
	}
	// A refusal that has nothing to do with the clock is not repeated.
	w.aws.broken["AssumeRole"], w.aws.before = http.StatusForbidden, nil
	before := w.aws.count("AssumeRole")
	if f := faultOf(t, w, "a"); f.Code != fault.NoAccess || w.aws.count("AssumeRole") != before+1 {
		t.Errorf("got %+v, calls %v", f, w.aws.calls)
	}
}

// An answer with an old Date, be it the service's own, must not make keys good
// again that have expired by this machine's clock; and a clock that AWS corrects
// forward ends those that look good here.
func TestExpiredCredentialsStayExpiredWhateverADateSays(t *testing.T) {
	for name, off := range map[string]time.Duration{"in the past": -48 * time.Hour, "in the future": 48 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, devText)
			clock := &wire.Clock{System: w.clock.Now}
			w.Now, w.MachineNow = clock.Now, w.clock.Now
			w.overWire(wire.Options{Clock: clock})
			w.signedIn(time.Hour)
			left := -2 * time.Hour // over
			if off > 0 {
				left = 4 * time.Minute // good, and to be refreshed
			}
			w.cached(left)
			w.aws.date, w.aws.broken["GetRoleCredentials"] = off, http.StatusForbidden
			v, err := w.Credentials(context.Background(), "dev")
			if err == nil {
				t.Errorf("got credentials that end %s", v.Expiration)
			}
		})
	}
}
