package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/fault"
)

const manyProfiles = twoSessions + `
[profile prod-b]
aws_access_key_id = AKIAB
aws_secret_access_key = s
region = eu-west-1
[profile prod-c]
aws_access_key_id = AKIAC
aws_secret_access_key = s
[profile one,two]
aws_access_key_id = AKIA12
aws_secret_access_key = s
[profile none]
region = us-east-1
`

// newEachEnv is a world in which every program says who runs it, on both
// streams and without a last line end, and fails for prod-c.
func newEachEnv(t *testing.T) *sessionEnv {
	t.Helper()
	s := newVendEnv(t, manyProfiles)
	s.prodKeys(t)
	s.vars["AWS_PROFILE"] = "left"
	say := func(env []string, stdout, stderr io.Writer) int {
		i := slices.IndexFunc(env, func(v string) bool { return strings.HasPrefix(v, "AWS_ACCESS_KEY_ID=") })
		fmt.Fprintf(stdout, "first\nkey %s", env[i][len("AWS_ACCESS_KEY_ID="):])
		fmt.Fprint(stderr, "note\n")
		if slices.ContainsFunc(env, func(v string) bool { return strings.HasPrefix(v, "AWS_PROFILE=") }) {
			return 99
		}
		if env[i] == "AWS_ACCESS_KEY_ID=AKIAC" {
			return 42
		}
		return 0
	}
	s.Run = func(_ context.Context, _, env []string, stdout, stderr io.Writer) (int, error) {
		return say(env, stdout, stderr), nil
	}
	s.Exec = func(_ context.Context, _, env []string) (int, error) { return say(env, s.Stdout, s.Stderr), nil }
	return s
}

func lines(b *bytes.Buffer) []string {
	all := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	slices.Sort(all) // programs run side by side, in no order
	return all
}

func TestExecRunsOnceInEachProfile(t *testing.T) {
	s := newEachEnv(t)
	err := Execute(t.Context(), s.Env, []string{"exec", "-p", "prod-?,keys,prod-b", "--each", "--", "tool"})
	if code := Exit(0); !errors.As(err, &code) || code != 42 {
		t.Errorf("%v, want the worst exit code, 42", err)
	}
	want := []string{"keys   | first", "keys   | key AKIA", "prod-b | first", "prod-b | key AKIAB", "prod-c | first", "prod-c | key AKIAC"}
	if diff := cmp.Diff(want, lines(&s.out)); diff != "" {
		t.Error(diff)
	}
	want = []string{"  prod-c  exit code 42", "Done in 2 profiles, failed in 1:", "keys   | note", "prod-b | note", "prod-c | note"}
	if diff := cmp.Diff(want, lines(&s.err)); diff != "" {
		t.Error(diff)
	}
}

func TestExecInSeveralProfilesAsJSON(t *testing.T) {
	s := newEachEnv(t)
	err := Execute(t.Context(), s.Env, []string{"exec", "-p", "prod-b,none", "-o", "json", "--", "tool"})
	if code := Exit(0); !errors.As(err, &code) || fault.Code(code) != fault.NoCredentials {
		t.Errorf("%v, want 7", err)
	}
	want := `[
  {
    "profile": "prod-b",
    "exit_code": 0,
    "stdout": "first\nkey AKIAB",
    "stderr": "note\n",
    "error": null,
    "remedy": null
  },
  {
    "profile": "none",
    "exit_code": 7,
    "stdout": "",
    "stderr": "",
    "error": "the profile \"none\" names no credentials (~/.aws/config line 32)",
    "remedy": "fob configure sso --profile none"
  }
]
`
	if diff := cmp.Diff(want, s.out.String()); diff != "" {
		t.Error(diff)
	}
	if want := "Done in 1 profile, failed in 1:\n  none  exit code 7\n"; s.err.String() != want {
		t.Errorf("stderr: %s", s.err.String())
	}
}

func TestExecTellsWhyItDidNotRunInAProfile(t *testing.T) {
	s := newEachEnv(t)
	err := Execute(t.Context(), s.Env, []string{"exec", "-p", "prod-b,theirs", "--", "tool"})
	if code := Exit(0); !errors.As(err, &code) || code == 0 {
		t.Errorf("%v", err)
	}
	if text := s.err.String(); !strings.Contains(text, "theirs | Error: ") || !strings.Contains(text, "theirs |   fob configure sso --profile theirs") {
		t.Errorf("stderr: %s", text)
	}
}

// No SDK sees such a name: the error says so of the one name, not of two others.
func TestANameWithACommaIsOneProfile(t *testing.T) {
	s := newEachEnv(t)
	err := Execute(t.Context(), s.Env, []string{"exec", "-p", "one,two", "--", "tool"})
	if err == nil || !strings.Contains(err.Error(), `"one,two" is invisible to SDKs`) {
		t.Errorf("got %v", err)
	}
}

func TestExecInSeveralProfilesHasALimit(t *testing.T) {
	s := newEachEnv(t)
	var mu sync.Mutex
	now, most := 0, 0
	both := make(chan struct{}) // closed once two run at the same time
	s.Run = func(context.Context, []string, []string, io.Writer, io.Writer) (int, error) {
		mu.Lock()
		now++
		most = max(most, now)
		if now == 2 && most == 2 {
			select {
			case <-both:
			default:
				close(both)
			}
		}
		mu.Unlock()
		<-both
		mu.Lock()
		now--
		mu.Unlock()
		return 0, nil
	}
	if err := Execute(t.Context(), s.Env, []string{"exec", "-p", "prod-b,prod-c,keys,one,two", "--each", "--parallel", "2", "--", "tool"}); fault.CodeOf(err) != fault.NoProfile {
		t.Fatalf("one and two are no profiles: %v", err)
	}
	if err := Execute(t.Context(), s.Env, []string{"exec", "-p", "prod*,keys", "--each", "--parallel", "2", "--", "tool"}); err != nil {
		t.Fatal(err)
	}
	if most != 2 {
		t.Errorf("%d ran at once, want 2", most)
	}
}

func TestMistakesInAnExecOfSeveralProfiles(t *testing.T) {
	for words, code := range map[string]fault.Code{
		"exec --each -- tool":                        fault.Usage,
		"exec -p prod-* -- tool":                     fault.NoProfile,
		"exec -p qa-* --each -- tool":                fault.NoProfile,
		"exec -p prod-b,prod-c --parallel 0 -- tool": fault.Usage,
		"exec -p keys -o json -- tool":               fault.Usage,
	} {
		s := newEachEnv(t)
		if err := Execute(t.Context(), s.Env, strings.Fields(words)); fault.CodeOf(err) != code || s.out.Len() > 0 {
			t.Errorf("%s: %v", words, err)
		}
	}
}
