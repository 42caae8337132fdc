package sandboxapp

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestExecHandsOnTheExitCodeAndFlags(t *testing.T) {
	needSh(t)
	b := newBench(t)
	b.run("exec", "--", "sh", "-c", "exit 7").wants(t, 7)
	b.run("exec", "sh", "-c", `echo "$@"`, "x", "--org", "--help").wants(t, 0, "--org --help\n")
	b.run("exec", "--", "no-such-program").wants(t, 127, `"no-such-program" was not found`)
	b.run("exec", "--", "sh", "-c", "kill -9 $$").wants(t, 137)
	b.run("exec", "--", "sh", "-c", "mkdir -p ~/a/b && touch ~/a/b/c && chmod 500 ~/a/b; exit 3").wants(t, 3)
}

func TestExecInheritsNothingOfAWS(t *testing.T) {
	needSh(t)
	b := newBench(t)
	b.env = append(b.env, "AWS_PROFILE=outside", "AWS_ACCESS_KEY_ID=AKIAOUTSIDE", "AWS_SECRET_ACCESS_KEY=outside", "AWS_CA_BUNDLE=/outside.pem",
		"AWS_REGION=outside", "AWS_CONFIG_FILE=/outside", "AWS_ENDPOINT_URL=https://outside", "AWS_ENDPOINT_URL_DYNAMODB=https://outside",
		"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true", "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://outside", "_AWS_CLI_PROFILE_CHAIN=outside",
		"FOB_DEBUG=outside", "FOB_SANDBOX_USER=outside", "BROWSER=/outside", "BOTO_CONFIG=/outside", "XDG_CONFIG_HOME=/outside", "ZDOTDIR=/outside",
		"BASH_ENV=/outside", "HISTFILE=/outside", "FOB_PLAIN=1", "HTTP_PROXY=http://proxy:1", "NO_PROXY=corp", "EDITOR=vi")
	r := b.run("exec", "--", "env")
	r.wants(t, 0)
	got := map[string]string{}
	var aws []string
	for line := range strings.Lines(r.stdout) {
		name, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), "=")
		got[name] = value
		if strings.HasPrefix(name, "AWS_") {
			aws = append(aws, name)
		}
		if strings.Contains(value, "outside") {
			t.Errorf("inherited: %s", line)
		}
	}
	slices.Sort(aws)
	if want := "AWS_EC2_METADATA_DISABLED AWS_ENDPOINT_URL AWS_ENDPOINT_URL_S3 AWS_ENDPOINT_URL_SSO AWS_ENDPOINT_URL_SSO_OIDC AWS_ENDPOINT_URL_STS"; strings.Join(aws, " ") != want {
		t.Errorf("AWS's variables are %q", aws)
	}
	origin := got["AWS_ENDPOINT_URL"]
	for name, want := range map[string]string{
		"AWS_ENDPOINT_URL_SSO": origin, "AWS_ENDPOINT_URL_SSO_OIDC": origin, "AWS_ENDPOINT_URL_STS": origin, "AWS_ENDPOINT_URL_S3": origin,
		"FOB_SANDBOX_CONTROL": origin + "/control/", "FOB_SANDBOX_HOME": got["HOME"], "USERPROFILE": got["HOME"],
		"XDG_CONFIG_HOME": filepath.Join(got["HOME"], ".config"), "NO_PROXY": "127.0.0.1,localhost,corp", "no_proxy": "127.0.0.1,localhost",
		"HTTP_PROXY": "http://proxy:1", "EDITOR": "vi", "FOB_PLAIN": "1",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	if !strings.HasPrefix(origin, "http://127.0.0.1:") || got["FOB_SANDBOX_SECRET"] == "" || !strings.Contains(got["BROWSER"], browserName) {
		t.Errorf("origin %q, secret %q, browser %q", origin, got["FOB_SANDBOX_SECRET"], got["BROWSER"])
	}
	if _, err := os.Stat(got["HOME"]); err == nil || got["HOME"] == b.home {
		t.Errorf("the private home %s is not private or is there still", got["HOME"])
	}
}

func TestExecsHomeIsEmptyUnlessConfigured(t *testing.T) {
	needSh(t)
	b := newBench(t)
	b.run("exec", "--", "sh", "-c", `cd && find . -type f | sort; test ! -e .aws/config`).wants(t, 0,
		"./.aws/models/s3/2006-03-01/endpoint-rule-set-1.json\n./.aws/models/sso-oidc/2019-06-10/endpoint-rule-set-1.json\n"+
			"./.aws/models/sso/2019-06-10/endpoint-rule-set-1.json\n./.aws/models/sts/2011-06-15/endpoint-rule-set-1.json\n")
	b.run("exec", "--configured", "--", "sh", "-c", "cat ~/.aws/config").wants(t, 0,
		"[sso-session my-sso]\nsso_start_url = https://my-company.awsapps.com/start\n",
		"[profile my-dev-account]\nsso_session = my-sso\nsso_account_id = 111122223333\nsso_role_name = AdministratorAccess\n",
		"[profile my-prod-account]\n")
	b.run("exec", "--configured", "--generate", "accounts=30,roles=3", "--", "sh", "-c", "grep -c '^.profile ' ~/.aws/config").wants(t, 0, "90\n")
}

func TestModelsAreJSONThatNamesTheSandbox(t *testing.T) {
	needSh(t)
	r := newBench(t).run("exec", "--", "sh", "-c", `cat ~/.aws/models/s3/2006-03-01/*; echo; echo $AWS_ENDPOINT_URL`)
	text, origin, _ := strings.Cut(strings.TrimSpace(r.stdout), "\n}\n")
	var rules struct {
		Parameters map[string]any
		Rules      []struct {
			Conditions []any
			Endpoint   struct{ URL string }
			Type       string
		}
	}
	if err := json.Unmarshal([]byte(text+"\n}"), &rules); err != nil {
		t.Fatal(err)
	}
	if len(rules.Rules) != 1 || rules.Rules[0].Conditions == nil || rules.Rules[0].Endpoint.URL != strings.TrimSpace(origin) || len(rules.Parameters) != 12 {
		t.Errorf("got %+v for %s", rules, origin)
	}
}

// Signals reach the command, and everything is removed whatever ends it; the
// bench looks for leftovers.
func TestExecEndsCleanlyOnSignals(t *testing.T) {
	needSh(t)
	if signalOf("terminate") == os.Kill {
		t.Skip("Windows: signals cannot be sent to one process")
	}
	for name, tc := range map[string]struct {
		script string
		want   int
	}{
		"interrupt":            {`trap 'exit 42' INT; echo ready; while :; do sleep 0.05; done`, 42},
		"interrupt a deaf one": {`echo ready; exec sleep 60`, 130},
		"terminate":            {`trap 'exit 43' TERM; echo ready; while :; do sleep 0.05; done`, 43},
		"terminate a deaf one": {`echo ready; exec sleep 60`, 143},
		"hang up a deaf one":   {`echo ready; exec sleep 60`, 129},
	} {
		t.Run(name, func(t *testing.T) {
			c := newBench(t).command(t.Context(), "exec", "--", "sh", "-c", tc.script)
			out, err := c.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
				t.Fatal(line, err)
			}
			if err := c.Process.Signal(signalOf(name)); err != nil {
				t.Fatal(err)
			}
			_ = c.Wait() // its code is looked at below
			if got := c.ProcessState.ExitCode(); got != tc.want {
				t.Errorf("exit code %d, want %d", got, tc.want)
			}
		})
	}
}

// A real browser runs in the person's own environment: inside the private home
// it would set up a new profile.
func TestThePersonsOwnBrowserRunsOutsideOfThePrivateHome(t *testing.T) {
	needSh(t)
	b := newBench(t)
	note := filepath.Join(b.home, "note")
	script := filepath.Join(b.home, "browser")
	write(t, script, "#!/bin/sh\necho \"$HOME $AWS_PROFILE $1\" > "+note+".tmp; mv "+note+".tmp "+note+"\n")
	if err := os.Chmod(script, 0o700); err != nil {
		t.Fatal(err)
	}
	b.env = append(b.env, "BROWSER="+script, "AWS_PROFILE=mine")
	b.run("exec", "--browser", "--", "sh", "-c", `"$BROWSER" http://127.0.0.1:1/x; until test -e "$0"; do sleep 0.01; done`, note).wants(t, 0)
	if data, _ := os.ReadFile(note); string(data) != b.home+" mine http://127.0.0.1:1/x\n" {
		t.Errorf("the browser saw %q", data)
	}
}
