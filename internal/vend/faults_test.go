package vend

import (
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/sandbox"
)

// once are faults that one call gets: all of them are survived, with a
// service that keeps a refresh token until its successor is used.
var once = map[string]sandbox.Fault{
	"500":              {Kind: sandbox.Status, Status: 500},
	"502":              {Kind: sandbox.Status, Status: 502},
	"503":              {Kind: sandbox.Status, Status: 503},
	"429":              {Kind: sandbox.Status, Status: 429},
	"429 with a wait":  {Kind: sandbox.Throttle, RetryAfter: time.Second},
	"throttled":        {Kind: sandbox.Throttle},
	"reset":            {Kind: sandbox.Reset},
	"reset within":     {Kind: sandbox.ResetWithin},
	"garbage":          {Kind: sandbox.Garbage},
	"half an answer":   {Kind: sandbox.Truncated},
	"other types":      {Kind: sandbox.Mistyped},
	"slow bytes":       {Kind: sandbox.Slow, BytesPerSecond: 5000},
	"late":             {Kind: sandbox.Latency, Delay: 100 * time.Millisecond},
	"a lost answer":    {Kind: sandbox.Lost},
	"clock a day fast": {Kind: sandbox.Skew, Skew: 24 * time.Hour},
}

func set(t *testing.T, s *sandbox.Server, f sandbox.Fault) {
	t.Helper()
	if _, err := s.Fault(f); err != nil {
		t.Fatal(err)
	}
}

// Whatever goes wrong once on the way to AWS, credentials come, and what is
// saved can be renewed hours later.
func TestEachFaultThatHappensOnceIsSurvived(t *testing.T) {
	for name, f := range once {
		for _, operation := range []string{"GetRoleCredentials", "CreateToken/refresh_token", "AssumeRole"} {
			t.Run(name+" at "+operation, func(t *testing.T) {
				t.Parallel()
				w, s := inSandbox(t)
				w.signInBy(mySSO, "sso:account:access")
				w.pass(s, 2*time.Hour)
				one := f // three run at once
				one.Operation, one.Count = operation, 1
				set(t, s, one)
				if got := w.get("cross"); got.AccountID != "444455556666" {
					t.Errorf("got %+v", got)
				}
				if left := s.Faults(); len(left) != 0 {
					t.Errorf("the fault was not met: %+v", left)
				}
				w.pass(s, 2*time.Hour)
				w.get("dev")
			})
		}
	}
}

// Where it does not end, what is still good is given, without an error; where
// nothing is, the error tells the truth and is no request to sign in.
func TestWhereAFaultDoesNotEndWhatIsGoodIsGiven(t *testing.T) {
	lasting := map[string]sandbox.Fault{"hang": {Kind: sandbox.Hang}}
	for name, f := range once {
		switch f.Kind {
		case sandbox.Slow, sandbox.Latency, sandbox.Skew: // those end well
		default:
			f.RetryAfter = 0
			lasting[name] = f
		}
	}
	for name, f := range lasting {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, s := inSandbox(t)
			if f.Kind == sandbox.Hang {
				w.RequestTimeout = 100 * time.Millisecond
			}
			w.signInBy(mySSO, "sso:account:access")
			first := w.get("dev")
			set(t, s, f)
			w.pass(s, 50*time.Minute) // ten minutes are left
			if got := w.get("dev"); got.AccessKeyID != first.AccessKeyID || len(w.warnings) > 0 {
				t.Errorf("got %+v, warnings %q", got, w.warnings)
			}
			w.pass(s, 8*time.Minute) // two are left
			if got := w.get("dev"); got.AccessKeyID != first.AccessKeyID || len(w.warnings) != 1 {
				t.Errorf("got %+v, warnings %q", got, w.warnings)
			}
			w.pass(s, 10*time.Minute)
			_, err := w.Credentials(t.Context(), "dev")
			if err == nil || fault.CodeOf(err) != fault.Failed {
				t.Errorf("code %d, %v", fault.CodeOf(err), err)
			}
			s.ClearFaults(0)
			w.RequestTimeout = 0
			w.reconnect()
			w.get("dev")
		})
	}
}

// Where reuse of a refresh token ends the session, a lost answer does: fob says
// just that, asks for one sign-in, and no process gets anything wrong.
func TestALostAnswerEndsAStrictSessionAndIsTold(t *testing.T) {
	w, s := inSandbox(t)
	if err := s.SetRotation(sandbox.RotationStrict); err != nil {
		t.Fatal(err)
	}
	w.signInBy(mySSO, "sso:account:access")
	w.pass(s, 2*time.Hour)
	set(t, s, sandbox.Fault{Kind: sandbox.Lost, Operation: "CreateToken/refresh_token", Count: 1})
	f := faultOf(t, w, "dev")
	if f.Code != fault.SignIn || f.Remedy != "fob login my-sso" || !strings.Contains(f.Summary, "the answer to its refresh was lost") {
		t.Errorf("got %+v", f)
	}
	w.signInBy(mySSO, "sso:account:access")
	w.pass(s, 2*time.Hour)
	w.get("dev") // strict sessions renew as well, when nothing is lost
}

// A clock that is wrong for good is found, told once, and reckoned with.
func TestASkewedServiceIsReckonedWith(t *testing.T) {
	for _, skew := range []time.Duration{6 * time.Hour, -6 * time.Hour} {
		w, s := inSandbox(t)
		w.signInBy(mySSO, "sso:account:access")
		set(t, s, sandbox.Fault{Kind: sandbox.Skew, Skew: skew})
		if got := w.get("cross"); got.AccountID != "444455556666" {
			t.Errorf("got %+v", got)
		}
		if len(w.warnings) != 1 || !strings.Contains(w.warnings[0], "clock is 6h0m0s") {
			t.Errorf("warnings %q", w.warnings)
		}
	}
}
