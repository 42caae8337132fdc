package cli

import (
	"encoding/json"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
)

func statusEnv(t *testing.T) *sessionEnv {
	e := newSessionEnv(t, twoSessions)
	e.signedIn(t, cache.SessionID{Name: "my-sso"}, 42*time.Minute, "hunter2")
	e.signedIn(t, cache.SessionID{Name: "client"}, -26*time.Hour, "")
	e.signedIn(t, cache.SessionID{StartURL: "https://old.awsapps.com/start"}, -time.Hour, "hunter2")
	e.signedIn(t, cache.SessionID{StartURL: "https://stray.awsapps.com/start"}, 7*time.Hour+42*time.Minute, "")
	return e
}

func TestStatusForPeople(t *testing.T) {
	e := statusEnv(t)
	e.vars["AWS_PROFILE"], e.vars["AWS_ACCESS_KEY_ID"] = "prod", "AKIA"
	if err := e.run(t, "status"); err != nil {
		t.Fatal(err)
	}
	const out = "SESSION | SIGNED IN | ACCESS UNTIL | RENEWS\n" +
		"my-sso | yes | 11:20, in 42 min | yes\n" +
		"client | no | ended yesterday 08:38 | fob login client\n" +
		"https://old.awsapps.com/start | yes | ended 09:38 | at the next use\n" +
		"https://stray.awsapps.com/start (not in the config) | yes | 18:20, in 7 h 42 min | no\n" +
		"\nThis shell uses profile prod (AWS_PROFILE), which signs in with my-sso.\n"
	const talk = "Warning: AWS_ACCESS_KEY_ID is set and wins over the profile. Clear it:\n  fob use prod\n"
	if diff := cmp.Diff([2]string{out, talk}, [2]string{e.out.String(), e.err.String()}); diff != "" {
		t.Error(diff)
	}
}

// Without a profile there is none that could be used to clear the keys.
func TestStatusTellsNobodyToUseAProfileThatIsNotThere(t *testing.T) {
	for name, chosen := range map[string]string{"none is chosen": "", "it is gone": "gone"} {
		t.Run(name, func(t *testing.T) {
			e := statusEnv(t)
			e.vars["AWS_PROFILE"], e.vars["AWS_ACCESS_KEY_ID"] = chosen, "AKIA"
			if err := e.run(t, "status"); err != nil {
				t.Fatal(err)
			}
			if want := "Clear it:\n  fob use PROFILE\n"; !strings.HasSuffix(e.err.String(), want) {
				t.Errorf("it does not end with %q:\n%s", want, &e.err)
			}
		})
	}
}

func TestStatusForScripts(t *testing.T) {
	e := statusEnv(t)
	if err := e.run(t, "status", "client", "-o", "json"); err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := json.Unmarshal(e.out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	const doc = `{"sessions":[{"session":"client","name":"client","start_url":"https://client.awsapps.com/start","region":"eu-west-1",
		"configured":true,"state":"expired","signed_in":false,"access_until":"2026-11-22T08:38:00Z","renewable":false,"remedy":"fob login client"}],
		"profile":{"name":"default","source":"default","exists":false,"session":null,"origin":null},
		"lasting":[],"written":[],"warnings":[]}`
	if err := json.Unmarshal([]byte(doc), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" || e.err.Len() > 0 {
		t.Errorf("%s%s", diff, &e.err)
	}
}

func TestStatusNeverShowsASecret(t *testing.T) {
	e := statusEnv(t)
	for _, words := range [][]string{{"status"}, {"status", "-o", "json"}, {"status", "--query", "sessions[]"}} {
		if err := e.run(t, words...); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(e.out.String()+e.err.String(), "hunter2") {
			t.Errorf("%v shows a secret", words)
		}
	}
}

func TestStatusOfWhatIsNotThere(t *testing.T) {
	e := newSessionEnv(t, twoSessions)
	if err := e.run(t, "status", "clinet"); fault.CodeOf(err) != fault.Usage {
		t.Errorf("error is %v", err)
	}
	e = newSessionEnv(t, "")
	if err := e.run(t, "status"); err != nil || !strings.HasPrefix(e.out.String(), "No session is set up yet. Set one up:\n  fob configure sso\n") {
		t.Errorf("%v\n%s", err, &e.out)
	}
}

func TestWhichProfileIsInForce(t *testing.T) {
	session := "my-sso"
	for want, p := range map[string]profileInForce{
		"No profile is selected, so default is used.\n":                                         {Name: "default", Source: "default", Exists: true},
		"No profile is selected, and there is no default one. Select one:\n  fob use PROFILE\n": {Name: "default", Source: "default"},
		"AWS_PROFILE selects profile x, which does not exist. See which do:\n  fob profiles\n":  {Name: "x", Source: "AWS_PROFILE"},
		"Profile x (--profile), which signs in with my-sso.\n":                                  {Name: "x", Source: "--profile", Exists: true, Session: &session},
		"This shell uses profile x (AWS_DEFAULT_PROFILE).\n":                                    {Name: "x", Source: "AWS_DEFAULT_PROFILE", Exists: true},
	} {
		if got := profileSentence(p); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestStatusWarnsOfCacheFilesThatOthersCanRead(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has access lists in place of modes")
	}
	e := statusEnv(t)
	e.vars["AWS_PROFILE"] = "prod"
	path := e.Store().TokenPath(cache.SessionID{Name: "my-sso"})
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := e.run(t, "status"); err != nil {
		t.Fatal(err)
	}
	warning := "other users of this machine can read or write " + e.Paths.Short(path)
	if want := "Warning: " + warning + ". Make it private:\n  fob login\n"; e.err.String() != want {
		t.Errorf("got %q, want %q", &e.err, want)
	}
	if err := e.run(t, "status", "-o", "json"); err != nil {
		t.Fatal(err)
	}
	var got struct{ Warnings []string }
	if err := json.Unmarshal(e.out.Bytes(), &got); err != nil || !slices.Contains(got.Warnings, warning) {
		t.Errorf("%v: %q", err, got.Warnings)
	}
}
