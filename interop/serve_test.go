package interop_test

import (
	"bufio"
	"context"
	"encoding/json"
	"strings"
	"testing"
)

// withoutProfile drops the profile's name from a client's command: what it then
// finds is what the environment offers.
func withoutProfile(argv []string, profile string) []string {
	var rest []string
	for i, word := range argv {
		if word == profile || word == "--profile" && i+1 < len(argv) && argv[i+1] == profile {
			continue
		}
		rest = append(rest, word)
	}
	return rest
}

// Every SDK asks the server that `fob exec --server` starts for one program.
func TestEveryClientAsksTheServer(t *testing.T) {
	w := newWorld(t)
	w.write(".aws/config", guideConfig)
	w.fob("login", session)
	const profile = "my-prod-account"
	for _, c := range append([]client{awsCLI}, sdks...) {
		if c.only != "" {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			v := *w
			v.t = t
			more, argv := c.argv(t, profile)
			r := v.must(more, append([]string{fobPath, "exec", "--server", "-p", profile, "--"}, withoutProfile(argv, profile)...)...)
			if id, err := c.who(r.stdout); err != nil || id.Account != prodAccount || !strings.Contains(id.Arn, "_"+readOnly+"_") {
				t.Errorf("%v %+v\n%s", err, id, r)
			}
		})
	}
}

// A server that runs for itself: what it prints is what a program needs, and
// after a sign-out there is nothing to be had.
func TestServeGivesUntilTheSignOut(t *testing.T) {
	w := newWorld(t)
	w.write(".aws/config", guideConfig)
	w.fobFails(3, "serve", "-p", "my-dev-account") // nobody is asked here, and nothing is served
	w.fob("login", session)

	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	c := w.command(ctx, nil, fobPath, "serve", "-p", "my-*", "--each", "--allow", "ReadOnly", "-o", "json")
	stdout, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Grants []struct{ Profile, URL, Token string }
	}
	if err := json.NewDecoder(bufio.NewReader(stdout)).Decode(&answer); err != nil || len(answer.Grants) != 1 || answer.Grants[0].Profile != "my-prod-account" {
		t.Fatalf("%v: it serves %+v, want my-prod-account alone", err, answer.Grants)
	}
	vars := []string{
		"AWS_CONTAINER_CREDENTIALS_FULL_URI=" + answer.Grants[0].URL,
		"AWS_CONTAINER_AUTHORIZATION_TOKEN=" + answer.Grants[0].Token,
		roleVar + "=" + roleGo,
		"AWS_REGION=us-east-1",
	}
	if r := w.must(vars, self(t)); !strings.Contains(r.stdout, prodAccount) {
		t.Errorf("%s", r)
	}
	w.fob("logout")
	for { // what it holds in memory ends within a second, and ends by itself
		if r := w.run(vars, self(t)); r.code != 0 {
			if !strings.Contains(r.stderr, "fob login "+session) {
				t.Errorf("the client is not told what to type: %s", r)
			}
			break
		}
	}
	stop()
	_ = c.Wait() // it was killed
}

func TestExecWithAServerEndsAsItsProgramDoes(t *testing.T) {
	w := newWorld(t)
	w.write(".aws/config", guideConfig)
	w.fob("login", session)
	script := `test -n "$AWS_CONTAINER_CREDENTIALS_FULL_URI" && test -z "$AWS_ACCESS_KEY_ID$AWS_PROFILE" && read line && echo "$line $AWS_REGION" && exit 9`
	c := w.command(t.Context(), []string{"AWS_PROFILE=other", "AWS_ACCESS_KEY_ID=left"}, fobPath, "exec", "--server", "-p", "my-dev-account", "--", "sh", "-c", script)
	c.Stdin = strings.NewReader("in\n")
	out, _ := c.Output()
	if c.ProcessState.ExitCode() != 9 || string(out) != "in us-east-1\n" {
		t.Errorf("exit code %d, %q", c.ProcessState.ExitCode(), out)
	}
}
