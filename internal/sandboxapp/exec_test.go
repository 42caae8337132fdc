package sandboxapp

import (
	"bufio"
	"os"
	"os/exec"
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
	if want := "AWS_DISABLE_HOST_PREFIX_INJECTION AWS_EC2_METADATA_DISABLED AWS_ENDPOINT_URL AWS_ENDPOINT_URL_S3 AWS_ENDPOINT_URL_SSO AWS_ENDPOINT_URL_SSO_OIDC AWS_ENDPOINT_URL_STS"; strings.Join(aws, " ") != want {
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
	b.run("exec", "--", "sh", "-c", `cd && find . -type f | grep -v '^./.aws/models/'; test ! -e .aws/config && echo empty`).wants(t, 0, "empty\n")
	b.run("exec", "--configured", "--", "sh", "-c", "cat ~/.aws/config").wants(t, 0,
		"[sso-session my-sso]\nsso_start_url = https://my-company.awsapps.com/start\n",
		"[profile my-dev-account]\nsso_session = my-sso\nsso_account_id = 111122223333\nsso_role_name = AdministratorAccess\n",
		"[profile my-prod-account]\n")
	b.run("exec", "--configured", "--generate", "accounts=30,roles=3", "--", "sh", "-c", "grep -c '^.profile ' ~/.aws/config").wants(t, 0, "90\n")
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

// needAWS is AWS CLI v2 from Debian, which is too old for AWS_ENDPOINT_URL.
func needAWS(t *testing.T) string {
	t.Helper()
	const aws = "/usr/bin/aws"
	out, err := exec.Command(aws, "--version").Output()
	if err != nil || !strings.HasPrefix(string(out), "aws-cli/2.") {
		t.Skip("NO AWS CLI v2 AT " + aws + ": what it sees in a private home was not looked at")
	}
	return aws
}

// What the sandbox does not have must not look like an answer of AWS, nor be
// asked of AWS itself.
func TestAnOldAWSCLIIsToldWhatTheSandboxDoesNotHave(t *testing.T) {
	needSh(t)
	aws := needAWS(t)
	wants := map[string][]string{
		"s3 ls s3://no-such-bucket":                    {"(NoSuchBucket)", "The specified bucket does not exist"},
		"s3 ls s3://my-company-dev-logs":               {"(NotImplemented)", "does not implement s3:ListObjectsV2"},
		"s3 ls s3://my-company-prod-logs":              {"(AccessDenied)"},
		"s3 cp s3://no-such-bucket/a%20b/c -":          {"404"},
		"s3api get-bucket-location --bucket no-such":   {"(NoSuchBucket)"},
		"s3api get-bucket-acl --bucket token":          {"(NoSuchBucket)"},
		"iam list-users":                               {"(UnknownOperationException)", "does not implement iam:ListUsers"},
		"ec2 describe-regions":                         {"(UnknownOperationException)", "does not implement ec2:DescribeRegions"},
		"lambda list-functions":                        {"(UnknownOperationException)", "does not implement lambda:GET /2015-03-31/functions/"},
		"dynamodb list-tables":                         {"(UnknownOperationException)", "does not implement dynamodb:ListTables"},
		"sqs list-queues":                              {"(UnknownOperationException)", "does not implement sqs:ListQueues"},
		"cloudformation list-stacks":                   {"(UnknownOperationException)", "does not implement cloudformation:ListStacks"},
		"route53 list-hosted-zones":                    {"(UnknownOperationException)", "does not implement route53:GET /2013-04-01/hostedzone"},
		"cloudwatch list-metrics":                      {"(UnknownOperationException)", "does not implement monitoring:ListMetrics"},
		"sts get-session-token":                        {"(UnknownOperationException)", "does not implement sts:GetSessionToken"},
		"sso-admin list-instances":                     {"(UnknownOperationException)", "does not implement sso:ListInstances"},
		"organizations list-accounts":                  {"(UnknownOperationException)", "does not implement organizations:ListAccounts"},
		"kinesis list-streams --region ap-southeast-2": {"(UnknownOperationException)", "does not implement kinesis:ListStreams"},
	}
	script := "fob login >/dev/null 2>&1; export AWS_PROFILE=my-dev-account\n"
	for command := range wants {
		script += "echo '== " + command + "'; " + aws + " " + command + " 2>&1; echo \"code $?\"\n"
	}
	r := newBench(t).run("exec", "--configured", "--", "sh", "-c", script+"echo '== counts'; fob-sandbox calls")
	answers := map[string]string{}
	for part := range strings.SplitSeq(r.stdout, "== ") {
		command, answer, _ := strings.Cut(part, "\n")
		answers[command] = answer
	}
	for command, want := range wants {
		answer := answers[command]
		if answer == "" || strings.Contains(answer, "code 0\n") {
			t.Errorf("aws %s succeeded or was not run:\n%s", command, answer)
		}
		for _, part := range want {
			if !strings.Contains(answer, part) {
				t.Errorf("aws %s does not say %q:\n%s", command, part, answer)
			}
		}
		if _, label, ok := strings.Cut(answer, "does not implement "); ok {
			label, _, _ = strings.Cut(label, ". ")
			if !strings.Contains(answers["counts"], label+" ") || strings.Count(r.stderr, "fob-sandbox: "+label+" is not implemented;") != 1 {
				t.Errorf("%s was not counted, or not told of once:\n%s\n%s", label, answers["counts"], r.stderr)
			}
		}
	}
}
