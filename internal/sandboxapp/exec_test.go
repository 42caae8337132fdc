package sandboxapp

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
)

func TestExecEndsWithTheCommandsOwnCodeAndLeavesNothing(t *testing.T) {
	needSh(t)
	for name, tc := range map[string]struct {
		words []string
		code  int
	}{
		"success":          {[]string{"true"}, 0},
		"a code":           {[]string{"sh", "-c", "exit 7"}, 7},
		"ended by signal":  {[]string{"sh", "-c", "kill -9 $$"}, 137},
		"no such command":  {[]string{"no-such-command-anywhere"}, 127},
		"locked directory": {[]string{"sh", "-c", "mkdir -p ~/a/b && touch ~/a/b/c && chmod 500 ~/a/b; exit 3"}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.run(append([]string{"exec", "--"}, tc.words...)...).wants(t, tc.code)
			b.empty()
		})
	}
}

// A harness that loses patience sends SIGTERM: nothing may stay, neither the
// command nor the home.
func TestExecThatIsEndedEndsItsCommandAndLeavesNothing(t *testing.T) {
	needSh(t)
	for name, signal := range map[string]syscall.Signal{"SIGTERM": syscall.SIGTERM, "SIGINT": syscall.SIGINT, "SIGHUP": syscall.SIGHUP} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			c := b.command(t.Context(), "exec", "--", "sh", "-c", "echo ready; exec sleep 600")
			out, err := c.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
				t.Fatalf("got %q, %v", line, err)
			}
			if err := c.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			_ = c.Wait() // the code says it
			if code := c.ProcessState.ExitCode(); code != 128+int(signal) {
				t.Errorf("exit code %d, want %d", code, 128+int(signal))
			}
			b.empty()
		})
	}
}

func TestNothingOfAWSComesInFromOutside(t *testing.T) {
	needSh(t)
	b := newBench(t,
		"AWS_ACCESS_KEY_ID=AKIAOUTSIDE", "AWS_SECRET_ACCESS_KEY=outside", "AWS_SESSION_TOKEN=outside", "AWS_PROFILE=outside",
		"AWS_REGION=eu-west-1", "AWS_CA_BUNDLE=/outside.pem", "AWS_ENDPOINT_URL=https://outside.example", "AWS_ENDPOINT_URL_STS=https://outside.example",
		"AWS_CONFIG_FILE=/outside/config", "AWS_SHARED_CREDENTIALS_FILE=/outside/credentials", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true",
		"AWS_CONTAINER_CREDENTIALS_FULL_URI=http://outside.example", "AWS_WEB_IDENTITY_TOKEN_FILE=/outside/token",
		"HTTPS_PROXY=http://proxy.example:3128", "NO_PROXY=corp.example", "BROWSER=/outside/browser", "BASH_ENV=/outside/rc",
		"FOB_HOOK=bash", "MY_OWN=kept")
	r := b.run("exec", "--", "env")
	r.wants(t, 0)
	vars := map[string]string{}
	var aws []string
	for line := range strings.Lines(r.stdout) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		vars[name] = value
		if strings.HasPrefix(name, "AWS_") {
			aws = append(aws, name)
		}
		if strings.Contains(value, "outside") {
			t.Errorf("came in from outside: %s", line)
		}
	}
	slices.Sort(aws)
	want := []string{
		"AWS_EC2_METADATA_DISABLED", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_SSO",
		"AWS_ENDPOINT_URL_SSO_OIDC", "AWS_ENDPOINT_URL_STS",
	}
	if !slices.Equal(aws, want) {
		t.Errorf("AWS's variables inside: %q, want %q", aws, want)
	}
	if vars["HOME"] == b.home || !strings.HasPrefix(vars["HOME"], b.tmp) || vars["USERPROFILE"] != vars["HOME"] {
		t.Errorf("HOME is %s, USERPROFILE %s", vars["HOME"], vars["USERPROFILE"])
	}
	for _, name := range []string{"NO_PROXY", "no_proxy"} {
		contains(t, vars[name], "127.0.0.1", "localhost")
	}
	contains(t, vars["NO_PROXY"], "corp.example")
	if vars["MY_OWN"] != "kept" || vars["HTTPS_PROXY"] != "http://proxy.example:3128" || vars["FOB_HOOK"] != "" {
		t.Errorf("MY_OWN=%q HTTPS_PROXY=%q FOB_HOOK=%q", vars["MY_OWN"], vars["HTTPS_PROXY"], vars["FOB_HOOK"])
	}
}

func TestFobInsideIsThisProgramWhateverFobStandsOnPATH(t *testing.T) {
	needSh(t)
	other := t.TempDir()
	if err := os.WriteFile(other+"/fob", []byte("#!/bin/sh\necho another fob\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, "PATH="+other+":"+os.Getenv("PATH"))
	r := b.run("exec", "--", "fob", "version")
	r.wants(t, 0)
	if strings.Contains(r.stdout, "another fob") {
		t.Error("the fob on PATH was run")
	}
}
