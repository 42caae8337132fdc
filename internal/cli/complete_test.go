package cli

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
)

const completable = `[sso-session my-sso]
sso_start_url = https://my-company.awsapps.com/start
sso_region = us-east-1
[profile my-dev-account]
sso_session = my-sso
sso_account_id = 111122223333
sso_account_name = DeveloperAccount
sso_role_name = AdministratorAccess
region = us-east-1
[profile my-prod-account]
sso_session = my-sso
sso_account_id = 444455556666
sso_role_name = ReadOnly
[profile cross]
role_arn = arn:aws:iam::444455556666:role/R
source_profile = my-dev-account
[profile -x]
region = eu-west-1
`

// complete runs completion as fish asks for it, and gives the answer's lines
// with | for the tab before the tip.
func (s *sessionEnv) complete(t *testing.T, words ...string) string {
	t.Helper()
	s.out.Reset()
	if err := Execute(t.Context(), s.Env, append([]string{"complete", "fish", "fob"}, words...)); err != nil {
		t.Fatal(err)
	}
	if s.err.Len() > 0 {
		t.Errorf("%q: on stderr: %s", words, s.err.String())
	}
	return strings.ReplaceAll(strings.TrimSuffix(s.out.String(), "\n"), "\t", "|")
}

func TestWhatMayFollowIsOffered(t *testing.T) {
	const dev, prod = "my-dev-account|DeveloperAccount 111122223333, AdministratorAccess", "my-prod-account|444455556666, ReadOnly"
	for line, want := range map[string]string{
		"log":                             "login|Sign in, once for all profiles of a session\nlogout|End a session, and remove its token and role credentials",
		"use my-":                         dev + "\n" + prod,
		"use PROD":                        prod,
		"use CROSS":                       "cross|arn:aws:iam::444455556666:role/R",
		"use my-dev-account ":             "",
		"use nothing-like-it":             "",
		"use -- -":                        "-x|",
		"use -x":                          "--|then one of: -x",
		"explain my-p":                    prod,
		"-p my-d":                         dev,
		"--profile my-d":                  dev,
		"--profile=my-d":                  "--profile=" + dev,
		"-pmy-d":                          "-p" + dev,
		"-p my-dev-account use my-p":      prod,
		"--region us-east-1 login my":     "my-sso|https://my-company.awsapps.com/start",
		"login --sso-session ":            "my-sso|https://my-company.awsapps.com/start",
		"logout --lo":                     "--local|remove the files without contacting the server",
		"logout --local --lo":             "",
		"sso ":                            "login|the same as fob login\nlogout|the same as fob logout --all",
		"sso login --sso-session m":       "my-sso|https://my-company.awsapps.com/start",
		"sts g":                           "get-caller-identity|the same as fob whoami",
		"configure list-p":                "list-profiles|the same as fob profiles",
		"profiles -o j":                   "json|",
		"sts get-caller-identity -o t":    "text|",
		"--region eu-c":                   "eu-central-1|\neu-central-2|",
		"configure sso --sso-account-id ": "111122223333|DeveloperAccount\n444455556666|",
		"configure sso --sso-role-name ":  "AdministratorAccess|111122223333\nReadOnly|444455556666",
		"configure sso --sso-account-id 444455556666 --sso-role-name ": "ReadOnly|444455556666",
		"configure sso --output ya":                                    "yaml|\nyaml-stream|",
		"configure get -p my-dev-account reg":                          "region|",
		"configure get --sso-session my-sso sso_s":                     "sso_start_url|",
		"configure unset -p -x ":                                       "region|",
		"configure set out":                                            "output|",
		"configure set region eu-c":                                    "eu-central-1|\neu-central-2|",
		"configure set -p q sso_account_id 1":                          "111122223333|DeveloperAccount",
		"configure set source_profile cr":                              "cross|arn:aws:iam::444455556666:role/R",
		"init z":                                                       "zsh|",
		"use --shell fi":                                               "fish|",
		"help configure und":                                           "undo|Take back fob's last change of the shared files",
		"help exit":                                                    "exit-codes|What the exit codes mean",
		"exec -p my-prod-account,cr":                                   "my-prod-account,cross|arn:aws:iam::444455556666:role/R",
		"roles --account-id 4":                                         "444455556666|",
		"configure credential-process cross my-p":                      prod,
		"sandbox to":                                                   "tour|",
	} {
		t.Run(line, func(t *testing.T) {
			if d := cmp.Diff(strings.TrimSuffix("list\n"+want, "\n"), newSessionEnv(t, completable).complete(t, strings.Split(line, " ")...)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestOtherKindsOfAnswers(t *testing.T) {
	for line, want := range map[string]string{
		"--ca-bundle ":                      "files",
		"login --ca-bundle=x":               "files",
		"exec -- ":                          "command 3",
		"exec -p my-dev-account -- ls -":    "command 5",
		"exec l":                            "command 2",
		"exec ls ":                          "command 2",
		"-p my-dev-account exec -- aws s3 ": "command 5",
		"sandbox exec -- aws ":              "command 4",
	} {
		if got := newSessionEnv(t, completable).complete(t, strings.Split(line, " ")...); got != want {
			t.Errorf("%s: got %q, want %q", line, got, want)
		}
	}
}

// Behind a program named aws, only the profile is fob's business.
func TestTheProfileOfTheAWSCLIIsOffered(t *testing.T) {
	s := newSessionEnv(t, completable)
	for line, want := range map[string]string{
		"aws s3 ls --profile cr":        "list\ncross\tarn:aws:iam::444455556666:role/R\n",
		"/usr/bin/aws --profile=cr":     "list\n--profile=cross\tarn:aws:iam::444455556666:role/R\n",
		"aws --region us":               "list\n",
		"C:\\bin\\aws.exe --profile cr": "list\ncross\tarn:aws:iam::444455556666:role/R\n",
	} {
		s.out.Reset()
		if err := Execute(t.Context(), s.Env, append([]string{"complete", "fish"}, strings.Split(line, " ")...)); err != nil || s.out.String() != want {
			t.Errorf("%s: got %q, %v", line, s.out.String(), err)
		}
	}
}

// Files that cannot be read, or cannot be read to the end, are no reason to
// write into the person's line.
func TestCompletionIsSilentWhenFilesAreWrong(t *testing.T) {
	s := newSessionEnv(t, "[profile a]\nregion = x\nno key here\n[profile b]\n")
	if got := s.complete(t, "use", ""); got != "list\na|\nb|" {
		t.Errorf("a damaged file: got %q", got)
	}
	s.Files = func() (awsconfig.Files, error) { return awsconfig.Files{}, fmt.Errorf("no permission") }
	for _, line := range []string{"use ", "login ", "configure set ", "configure sso --sso-account-id "} {
		if got := s.complete(t, strings.Split(line, " ")...); !strings.HasPrefix(got, "list") {
			t.Errorf("no permission: got %q", got)
		}
	}
}

// A TAB reads the two shared files once, whatever is asked for.
func TestCompletionReadsTheFilesOnce(t *testing.T) {
	s := newSessionEnv(t, completable)
	read, reads := s.Files, 0
	s.Files = func() (awsconfig.Files, error) {
		reads++
		return read()
	}
	for _, line := range []string{"use m", "-p m", "login ", "configure get -p my-dev-account r", "configure sso --sso-role-name ", "configure set -p cross source_profile "} {
		reads = 0
		if got := s.complete(t, strings.Split(line, " ")...); reads != 1 || got == "list" {
			t.Errorf("%s: %d reads, %q", line, reads, got)
		}
	}
}
