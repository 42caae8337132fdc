package interop_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// Every SDK finds its own way from what fob wrote to who it is, at STS.
func TestSDKsGetCredentialsFromWhatFobWrote(t *testing.T) {
	t.Parallel()
	for _, c := range sdks {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			c.argv(t, "") // skips before any work
			w.setUp()
			w.write(".aws/config", w.read(".aws/config")+"\n"+legacyConfig)
			w.fob("login", "--profile", "old")
			w.viaProcess("process", "my-prod-account")
			for profile, want := range map[string]identity{
				"my-dev-account":  {Account: devAccount, Arn: admin},
				"my-prod-account": {Account: prodAccount, Arn: readOnly},
				"old":             {Account: devAccount, Arn: readOnly},
				"process":         {Account: prodAccount, Arn: readOnly},
			} {
				if profile == "process" && c.only == "sso" {
					continue
				}
				if id := w.whoami(c, profile); id.Account != want.Account || !strings.Contains(id.Arn, want.Arn) {
					t.Errorf("%s is %+v, want %+v", profile, id, want)
				}
			}
		})
	}
}

// An hour on, the access token is over and the sign-in is not. The SDK renews
// the token and writes the file its own way; fob reads it, and renews the next.
func TestSDKsAndFobRenewEachOthersToken(t *testing.T) {
	t.Parallel()
	for _, c := range append([]client{awsCLI}, sdks...) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			c.argv(t, "")
			w.setUp()
			signIns := w.signIns()
			for round := range 2 {
				w.advance(70 * time.Minute)
				before := w.token()
				if id := w.whoami(c, "my-dev-account"); id.Account != devAccount {
					t.Fatalf("round %d: %+v", round, id)
				}
				after := w.token()
				if after == before || !regexp.MustCompile(c.wrote).MatchString(after) {
					t.Errorf("round %d: the client did not write the token file its way: %s", round, redact(after))
				}
				w.readsWhatTheyWrote()
				w.advance(70 * time.Minute)
				w.fob("whoami", "--profile", "my-dev-account")
			}
			if n := w.signIns() - signIns; n != 0 {
				t.Errorf("%d sign-ins more", n)
			}
		})
	}
}

// readsWhatTheyWrote proves that the token in the file is good for fob: it
// gets keys of another role with it and renews nothing.
func (w *world) readsWhatTheyWrote() {
	w.t.Helper()
	renewals := w.sandbox.Calls()["CreateToken"].Total
	w.fob("credential-process", "--profile", "my-prod-account")
	if n := w.sandbox.Calls()["CreateToken"].Total - renewals; n != 0 {
		w.t.Errorf("fob renewed a token that was good (%d times): %s", n, redact(w.token()))
	}
}

// token is the session's token file. Source: the name is the SHA-1 of "my-sso".
func (w *world) token() string {
	w.t.Helper()
	return w.read(".aws/sso/cache/" + sha1Hex(session) + ".json")
}
