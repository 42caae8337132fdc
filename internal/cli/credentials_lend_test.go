package cli

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
)

// lendEnv has keys in the cache for prod, and a file with other keys.
func lendEnv(t *testing.T) *sessionEnv {
	t.Helper()
	s := newVendEnv(t, twoSessions+"region = eu-west-1\n")
	s.prodKeys(t)
	if err := os.WriteFile(s.Paths.Credentials, []byte(othersKeys), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

const othersKeys = "[mine]\naws_access_key_id = AKIAMINE\naws_secret_access_key = mine"

func (s *sessionEnv) credentials(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(s.Paths.Credentials)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestCredentialsAreWrittenListedAndTakenAway(t *testing.T) {
	s := lendEnv(t)
	s.vars["AWS_ACCESS_KEY_ID"], s.vars["AWS_SECRET_ACCESS_KEY"] = "AKIAENVIRONMENT", "hunter2" // nobody's profile
	const told = "  [default] for prod, until 11:38 (in 1 h)\n"
	for _, step := range []struct {
		words    []string
		out, err string
	}{
		{
			[]string{"credentials", "write", "prod", "--as", "default"},
			"Wrote keys into ~/.aws/credentials:\n" + told + "They are not renewed there: write them again then. Take them away:\n  fob credentials clear\n", "",
		},
		{
			[]string{"credentials", "list"},
			"Keys that fob wrote into ~/.aws/credentials:\n" + told + "They are not renewed there. Take them away:\n  fob credentials clear\n", "",
		},
		{[]string{"credentials", "list", "--query", "[0].[section,profile,access_key_id,until]"}, "default\tprod\tASIAPROD\t2026-11-23T11:38:00Z\n", ""},
		{[]string{"credentials", "clear"}, "Took the keys of [default] out of ~/.aws/credentials.\n", ""},
		{[]string{"credentials", "clear"}, "Nothing to take away from ~/.aws/credentials.\n", ""},
		{[]string{"credentials", "list"}, "fob has no keys in ~/.aws/credentials.\n", ""},
	} {
		if err := s.run(t, step.words...); err != nil {
			t.Fatalf("%v: %v", step.words, err)
		}
		if diff := cmp.Diff([2]string{step.out, step.err}, [2]string{s.out.String(), s.err.String()}); diff != "" {
			t.Errorf("%v: %s", step.words, diff)
		}
		if text := s.credentials(t); strings.Contains(step.words[1], "clear") && text != othersKeys {
			t.Errorf("after %v the file is %q", step.words, text)
		}
	}
}

func TestNoSecretIsShownOfWhatIsWritten(t *testing.T) {
	s := lendEnv(t)
	if err := s.run(t, "credentials", "write", "prod", "-o", "json"); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"sk/+", "st=="} {
		if strings.Contains(s.out.String()+s.err.String(), secret) {
			t.Errorf("it shows %q", secret)
		}
		if !strings.Contains(s.credentials(t), secret) {
			t.Errorf("%q is not in the file", secret)
		}
	}
	// In a profile that has a sign-in, the person is told what that leads to.
	if !strings.Contains(s.err.String(), "fob credentials write prod --as NAME") {
		t.Errorf("it says %q", s.err.String())
	}
}

func TestWhatHasNothingToLendIsRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		words []string
		code  fault.Code
		say   string
	}{
		"its own keys":            {[]string{"keys"}, fault.Failed, "has its keys in the files already"},
		"keys of the other file":  {[]string{"mine"}, fault.Failed, "has its keys in the files already"},
		"somebody's section":      {[]string{"prod", "--as", "mine"}, fault.Failed, "did not write"},
		"one section for many":    {[]string{"prod", "theirs", "--as", "x"}, fault.Usage, "--as names one section"},
		"no such profile":         {[]string{"prdo"}, fault.NoProfile, `"prdo"`},
		"a pattern like none":     {[]string{"x*"}, fault.NoProfile, `"x*"`},
		"a pattern of none":       {[]string{"key*"}, fault.Failed, "has its keys in the files already"},
		"no account and role":     {[]string{"theirs"}, fault.NoCredentials, "no account and role"},
		"a section of no reader":  {[]string{"prod", "--as", "a]b"}, fault.Usage, "bracket"},
		"a section for everybody": {[]string{"prod", "--as", "DEFAULT"}, fault.Usage, "[DEFAULT]"},
	} {
		t.Run(name, func(t *testing.T) {
			s := lendEnv(t)
			err := s.run(t, append([]string{"credentials", "write"}, tc.words...)...)
			if err == nil || fault.CodeOf(err) != tc.code || !strings.Contains(err.Error(), tc.say) {
				t.Errorf("code %d, %v; want code %d and %q", fault.CodeOf(err), err, tc.code, tc.say)
			}
			if text := s.credentials(t); text != othersKeys {
				t.Errorf("the file is %q", text)
			}
		})
	}
	s := lendEnv(t)
	if err := s.run(t, "credentials", "clear", "mine"); fault.RemedyOf(err) != "fob credentials list" {
		t.Errorf("got %v", err)
	}
}

func TestAPatternLeavesOutWhatHasNothingToLend(t *testing.T) {
	s := lendEnv(t)
	if err := s.run(t, "credentials", "write", "keys*", "p*", "m*"); err != nil {
		t.Fatal(err)
	}
	files, err := s.Files()
	if err != nil || len(files.Written()) != 1 || files.Written()[0].Section != "prod" {
		t.Errorf("%v: %+v", err, files.Written())
	}
}

// lendTwo writes keys of two sessions, and of none.
func lendTwo(t *testing.T, s *sessionEnv) {
	t.Helper()
	var keys []awsconfig.Keys
	for section, session := range map[string]string{"a": "my-sso", "b": "client", "c": ""} {
		keys = append(keys, awsconfig.Keys{Section: section, Profile: "p", Session: session, Credentials: ident.Credentials{
			AccessKeyID: "ASIA", SecretAccessKey: "s", SessionToken: "t", Expiration: monday.Add(time.Hour),
		}})
	}
	if err := s.Editor().WriteKeys(t.Context(), keys); err != nil {
		t.Fatal(err)
	}
}

func TestSigningOutTakesTheKeysOfTheSessionAway(t *testing.T) {
	s := newSessionEnv(t, twoSessions)
	s.signedIn(t, cache.SessionID{Name: "my-sso", StartURL: "https://my-company.awsapps.com/start"}, time.Hour, "")
	lendTwo(t, s)
	if err := s.run(t, "logout", "my-sso"); err != nil {
		t.Fatal(err)
	}
	if got := s.out.String(); !strings.Contains(got, "my-sso: session ended at the server, token removed.\nTook the keys of [a] out of ~/.aws/credentials.\n") ||
		!strings.Contains(got, "Keys already handed out work until they expire (the last at 11:38).") {
		t.Errorf("it says %q", got)
	}
	// Without a sign-in, too: a sign-out that was broken off is taken up again.
	if err := s.run(t, "logout", "client"); err != nil || !strings.HasPrefix(s.out.String(), "client: not signed in.\nTook the keys of [b] out") {
		t.Errorf("%v, %q", err, s.out.String())
	}
	if err := s.run(t, "logout", "--all"); err != nil || !strings.HasPrefix(s.out.String(), "Took the keys of [c] out of ~/.aws/credentials.\n") {
		t.Errorf("%v, %q", err, s.out.String())
	}
	if text := s.credentials(t); text != "" {
		t.Errorf("left: %q", text)
	}
}

func TestStatusTellsWhatIsLent(t *testing.T) {
	s := newSessionEnv(t, twoSessions)
	lendTwo(t, s)
	if err := s.run(t, "status"); err != nil || !strings.Contains(s.out.String(), "[b] for p, until 11:38 (in 1 h)\n") {
		t.Errorf("%v, %q", err, s.out.String())
	}
}
