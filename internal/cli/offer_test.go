package cli

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
)

// person sits at the terminal and answers every question alike.
type person struct {
	*sessionEnv
	yes   bool
	asked []string
}

func (p *person) Confirm(_ context.Context, text string, _ bool) (bool, error) {
	p.asked = append(p.asked, text)
	return p.yes, nil
}

func atTerminal(t *testing.T) *person {
	p := &person{sessionEnv: newVendEnv(t, twoSessions)}
	p.Interactive = func() bool { return true }
	p.Asker = func() Asker { return p }
	p.Exec = func(context.Context, []string, []string) (int, error) {
		t.Error("the program was run without credentials")
		return 0, nil
	}
	return p
}

// At a terminal the commands that a person types offer to sign in; who says no
// gets the error, and who has said --no-login is not asked.
func TestAtATerminalASignInIsOffered(t *testing.T) {
	for _, words := range []string{"exec -p prod -- prog", "whoami -p prod", "s3 ls -p prod", "token -p prod", "sts get-caller-identity --profile prod"} {
		p := atTerminal(t)
		if err := p.run(t, strings.Fields(words)...); fault.CodeOf(err) != fault.SignIn {
			t.Errorf("%s: %v", words, err)
		}
		if len(p.asked) != 1 || p.asked[0] != "There is no sign-in to my-sso yet. Sign in now?" {
			t.Errorf("%s: asked %q", words, p.asked)
		}
		verb, rest, _ := strings.Cut(words, " ")
		if verb == "sts" || verb == "s3" {
			continue // two words, and the same command or door
		}
		p = atTerminal(t)
		if err := p.run(t, append([]string{verb, "--no-login"}, strings.Fields(rest)...)...); fault.CodeOf(err) != fault.SignIn || len(p.asked) > 0 {
			t.Errorf("%s --no-login: %v, asked %q", words, err, p.asked)
		}
	}
}

// What programs start never asks, even where its streams are a terminal.
func TestWhatProgramsStartOffersNothing(t *testing.T) {
	for _, words := range []string{"credential-process -p prod", "configure export-credentials -p prod"} {
		p := atTerminal(t)
		if err := p.run(t, strings.Fields(words)...); fault.CodeOf(err) != fault.SignIn || len(p.asked) > 0 {
			t.Errorf("%s: %v, asked %q", words, err, p.asked)
		}
	}
}

func TestTheTokenOfASignInIsPrinted(t *testing.T) {
	const asJSON = "{\n  \"token\": \"hunter2\",\n  \"expiration\": \"2026-11-23T11:38:00Z\"\n}\n"
	for words, want := range map[string]string{
		"token my-sso":          "hunter2\n",
		"token -p prod":         "hunter2\n",
		"token -p prod -o json": asJSON,
		"token my-sso -o json":  asJSON,
	} {
		s := newVendEnv(t, twoSessions)
		s.signedIn(t, cache.SessionID{Name: "my-sso"}, time.Hour, "")
		if err := s.run(t, strings.Fields(words)...); err != nil || s.out.String() != want || s.err.Len() > 0 {
			t.Errorf("%s: %v, %q, stderr %q", words, err, s.out.String(), s.err.String())
		}
	}
	for words, code := range map[string]fault.Code{
		"token my-sso":    fault.SignIn,
		"token -p prod":   fault.SignIn,
		"token -p keys":   fault.NoCredentials,
		"token nosuch":    fault.Usage,
		"token -p nosuch": fault.NoProfile,
	} {
		s := newVendEnv(t, twoSessions)
		if err := s.run(t, strings.Fields(words)...); fault.CodeOf(err) != code || s.out.Len() > 0 {
			t.Errorf("%s: code %d, want %d: %v", words, fault.CodeOf(err), code, err)
		}
	}
}

func TestMinTTLReachesTheDoor(t *testing.T) {
	for _, words := range []string{"credential-process -p keys --min-ttl 10m", "configure export-credentials -p keys --min-ttl=10m"} {
		s := newVendEnv(t, twoSessions)
		if err := s.run(t, strings.Fields(words)...); err != nil || s.Global.MinTTL != 10*time.Minute {
			t.Errorf("%s: %v, %s", words, err, s.Global.MinTTL)
		}
	}
	s := newVendEnv(t, twoSessions)
	if err := s.run(t, "credential-process", "-p", "keys", "--min-ttl", "soon"); fault.CodeOf(err) != fault.Usage {
		t.Errorf("%v", err)
	}
	if _, hot := HotProfile([]string{"credential-process", "--profile", "keys", "--min-ttl", "10m"}); hot {
		t.Error("the hot way takes a flag that it does not know")
	}
}
