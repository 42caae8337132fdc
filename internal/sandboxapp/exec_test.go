package sandboxapp

import (
	"bufio"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
)

func TestExecEndsWithTheCommandsOwnCodeAndLeavesNothing(t *testing.T) {
	posix(t)
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
			p := newPlace(t)
			if _, talk, code := p.run(append([]string{"exec", "--"}, tc.words...)...); code != tc.code {
				t.Errorf("exit code %d, want %d; it said: %s", code, tc.code, talk)
			}
			p.empty()
		})
	}
}

// A harness that loses patience sends SIGTERM: nothing may stay, neither the
// command nor the home.
func TestExecThatIsEndedEndsItsCommandAndLeavesNothing(t *testing.T) {
	posix(t)
	for name, signal := range map[string]syscall.Signal{"SIGTERM": syscall.SIGTERM, "SIGINT": syscall.SIGINT, "SIGHUP": syscall.SIGHUP} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t)
			c := p.command("exec", "--", "sh", "-c", "echo ready; exec sleep 600")
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
			p.empty()
		})
	}
}

func TestNothingOfAWSComesInFromOutside(t *testing.T) {
	posix(t)
	p := newPlace(t,
		"AWS_ACCESS_KEY_ID=AKIAOUTSIDE", "AWS_SECRET_ACCESS_KEY=outside", "AWS_SESSION_TOKEN=outside", "AWS_PROFILE=outside",
		"AWS_REGION=eu-west-1", "AWS_CA_BUNDLE=/outside.pem", "AWS_ENDPOINT_URL=https://outside.example", "AWS_ENDPOINT_URL_STS=https://outside.example",
		"AWS_CONFIG_FILE=/outside/config", "AWS_SHARED_CREDENTIALS_FILE=/outside/credentials", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true",
		"AWS_CONTAINER_CREDENTIALS_FULL_URI=http://outside.example", "AWS_WEB_IDENTITY_TOKEN_FILE=/outside/token",
		"HTTPS_PROXY=http://proxy.example:3128", "NO_PROXY=corp.example", "BROWSER=/outside/browser", "BASH_ENV=/outside/rc",
		"FOB_HOOK=bash", "MY_OWN=kept")
	out, talk, code := p.run("exec", "--", "env")
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, talk)
	}
	vars := map[string]string{}
	var aws []string
	for line := range strings.Lines(out) {
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
	if vars["HOME"] == p.home || !strings.HasPrefix(vars["HOME"], p.temp) || vars["USERPROFILE"] != vars["HOME"] {
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
	posix(t)
	other := t.TempDir()
	if err := os.WriteFile(other+"/fob", []byte("#!/bin/sh\necho another fob\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	p := newPlace(t, "PATH="+other+":"+os.Getenv("PATH"))
	out, talk, code := p.run("exec", "--", "fob", "version")
	if code != 0 || strings.Contains(out, "another fob") {
		t.Errorf("exit code %d: %s%s", code, out, talk)
	}
}

func TestASignInGoesByItselfAndTimeCanPass(t *testing.T) {
	posix(t)
	p := newPlace(t)
	out, talk, code := p.run("exec", "--configured", "--", "sh", "-c", `
		fob login && fob sts get-caller-identity --profile my-dev-account && fob s3 ls --profile my-prod-account || exit 90
		fob-sandbox advance 9h || exit 91
		fob sts get-caller-identity --profile my-dev-account; test $? = 3 || exit 92
		fob login && fob sts get-caller-identity --profile my-prod-account || exit 93
		fob-sandbox end-session you@example.com && fob-sandbox calls -o json || exit 94`)
	if code != 0 {
		t.Fatalf("exit code %d:\n%s\n%s", code, out, talk)
	}
	contains(t, out, `"Account": "111122223333"`, `"Account": "444455556666"`, "my-company-prod-logs",
		"9h have passed", "Ended ", `"CreateToken/authorization_code"`)
	contains(t, talk, "the sign-in to my-sso ended")
	p.empty()
}

// A client that is older than AWS_ENDPOINT_URL is the reason for ~/.aws/models.
func TestAnOldAWSCLIReachesTheSandboxToo(t *testing.T) {
	const aws = "/usr/bin/aws"
	version, err := exec.Command(aws, "--version").Output()
	if err != nil || !strings.HasPrefix(string(version), "aws-cli/2.") {
		t.Skipf("NOT TESTED: there is no AWS CLI v2 at %s", aws)
	}
	p := newPlace(t, "AWS_CA_BUNDLE=/outside.pem")
	out, talk, code := p.run("exec", "--configured", "--", "sh", "-c", strings.ReplaceAll(`
		AWS sso login --profile my-dev-account && AWS sts get-caller-identity --profile my-dev-account &&
		AWS s3 ls --profile my-prod-account && fob whoami --profile my-dev-account && AWS sso logout`, "AWS", aws))
	if code != 0 {
		t.Fatalf("exit code %d:\n%s\n%s", code, out, talk)
	}
	contains(t, out, `"Account": "111122223333"`, "my-company-prod-logs", "AdministratorAccess")
	p.empty()
}
