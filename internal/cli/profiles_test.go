package cli

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const manyKinds = `[default]
region = eu-west-1
[profile dev]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = ReadOnly
sso_account_name = DeveloperAccount
region = us-east-1
s3 =
  addressing_style = path
[profile old]
sso_start_url = https://old.awsapps.com/start
sso_region = us-east-1
sso_account_id = 444455556666
sso_role_name = Admin
[profile cross]
role_arn = arn:aws:iam::444455556666:role/R
source_profile = dev
[profile proc]
credential_process = vault
[profile "my prof"]
sso_session = my-sso
[sso-session my-sso]
sso_start_url = https://my-company.awsapps.com/start
sso_region = us-east-1
`

func TestProfilesForPeople(t *testing.T) {
	e := newSessionEnv(t, manyKinds)
	e.vars["AWS_PROFILE"] = "dev"
	if err := e.run(t, "profiles"); err != nil {
		t.Fatal(err)
	}
	want := strings.TrimLeft(`
PROFILE | ACCOUNT | ROLE | SESSION
default |  |  | 
dev | 111122223333 DeveloperAccount | ReadOnly | my-sso
old | 444455556666 | Admin | https://old.awsapps.com/start
cross |  | arn:aws:iam::444455556666:role/R | from dev
proc |  |  | by a process
my prof |  |  | my-sso
`, "\n")
	if d := cmp.Diff(want, e.out.String()); d != "" {
		t.Error(d)
	}
}

// The JSON is a contract: fields are added, never renamed.
func TestProfilesAsJSON(t *testing.T) {
	e := newSessionEnv(t, "[profile dev]\nsso_session = my-sso\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\nregion = us-east-1\ns3 =\n  addressing_style = path\n")
	keys := "[dev]\naws_session_token = hunter2\n[keys]\naws_access_key_id = AKIAX\naws_secret_access_key = hunter2\n"
	if err := os.WriteFile(e.Paths.Credentials, []byte(keys), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := e.run(t, "profiles", "-o", "json"); err != nil {
		t.Fatal(err)
	}
	want := `[
  {
    "name": "dev",
    "source": [
      "CONFIG",
      "CREDENTIALS"
    ],
    "kind": "sso-session",
    "sso_session": "my-sso",
    "account_id": "111122223333",
    "role_name": "ReadOnly",
    "region": "us-east-1",
    "current": false,
    "properties": {
      "aws_session_token": "****************",
      "region": "us-east-1",
      "s3": {
        "addressing_style": "path"
      },
      "sso_account_id": "111122223333",
      "sso_role_name": "ReadOnly",
      "sso_session": "my-sso"
    }
  },
  {
    "name": "keys",
    "source": [
      "CREDENTIALS"
    ],
    "kind": "static",
    "sso_session": "",
    "account_id": "",
    "role_name": "",
    "region": "",
    "current": false,
    "properties": {
      "aws_access_key_id": "AKIAX",
      "aws_secret_access_key": "****************"
    }
  }
]
`
	got := strings.NewReplacer(e.Paths.Credentials, "CREDENTIALS", e.Paths.Config, "CONFIG").Replace(e.out.String())
	if strings.Contains(got, "hunter2") {
		t.Fatalf("a secret is shown:\n%s", got)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestProfilesOtherForms(t *testing.T) {
	e := newSessionEnv(t, manyKinds)
	for line, want := range map[string]string{
		"configure list-profiles":                    "default\ndev\nold\ncross\nproc\nmy prof\n",
		"configure list-profiles --output json":      "default\ndev\nold\ncross\nproc\nmy prof\n",
		"configure list-profiles --profile nope":     "default\ndev\nold\ncross\nproc\nmy prof\n",
		"profiles --query [?kind=='process'].name":   "proc\n",
		"profiles -o json --query [0].region":        "\"eu-west-1\"\n",
		"profiles -o json --query length(@)":         "6\n",
		"profiles --query [?sso_session!=''].[name]": "dev\nmy prof\n",
	} {
		if err := e.run(t, strings.Fields(line)...); err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		if d := cmp.Diff(want, e.out.String()); d != "" {
			t.Errorf("%s: %s", line, d)
		}
	}
}

func TestNoProfilesSayHowToGetOne(t *testing.T) {
	e := newSessionEnv(t, "")
	if err := e.run(t, "profiles"); err != nil || !strings.Contains(e.out.String(), "\n  fob configure sso\n") {
		t.Errorf("%v\n%s", err, e.out.String())
	}
	if err := e.run(t, "profiles", "-o", "json"); err != nil || e.out.String() != "[]\n" {
		t.Errorf("%v\n%s", err, e.out.String())
	}
	if err := e.run(t, "configure", "list-profiles"); err != nil || e.out.String() != "" {
		t.Errorf("%v\n%s", err, e.out.String())
	}
}

func TestRoleAndUser(t *testing.T) {
	for arn, want := range map[string][2]string{
		"arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_AdministratorAccess_1a2b/you@example.com": {"AdministratorAccess", "you@example.com"},
		"arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_My_Set_1a2b/you":                          {"My_Set", "you"},
		"arn:aws:sts::111122223333:assumed-role/Deploy/botocore-session-1":                               {"Deploy", "botocore-session-1"},
		"arn:aws:iam::111122223333:user/path/ada":                                                        {"", "path/ada"},
		"arn:aws:iam::111122223333:root":                                                                 {"", ""},
	} {
		if role, user := roleAndUser(arn); role != want[0] || user != want[1] {
			t.Errorf("%s: %q, %q", arn, role, user)
		}
	}
}
