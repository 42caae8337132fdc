package sandboxapp

import (
	"os"
	"path/filepath"
	"testing"
)

const robotsOrg = `
users: [{userName: ada}]
accounts: [{accountId: "111122223333", name: A}]
iamUsers:
- arn: arn:aws:iam::111122223333:user/robot
  accessKeyId: AKIAEXAMPLEROBOT2345
  secretAccessKey: exampleSecretOfTheRobot0123456789abcdefg
  mfaSerial: arn:aws:iam::111122223333:mfa/robot
  mfaSeed: JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
iamRoles:
- {arn: "arn:aws:iam::111122223333:role/Build", trust: [{subjects: ["repo:corp/*:main"]}]}
`

func TestCodesTokensAndAssumedRolesByCommand(t *testing.T) {
	needSh(t)
	b := newBench(t)
	file := filepath.Join(t.TempDir(), "org.yaml")
	write(t, file, robotsOrg)
	b.run("exec", "--org", file, "--", "sh", "-ec", `
		fob-sandbox assumed-roles
		fob-sandbox mfa-code | grep -E '^[0-9]{6}$'
		fob-sandbox mfa-code arn:aws:iam::111122223333:mfa/robot | grep -E '^[0-9]{6}$'
		fob-sandbox web-identity-token repo:corp/app:main > ~/token
		AWS_ROLE_ARN=arn:aws:iam::111122223333:role/Build AWS_ROLE_SESSION_NAME=ci AWS_WEB_IDENTITY_TOKEN_FILE=$HOME/token \
			AWS_REGION=us-east-1 fob whoami -o json
		fob-sandbox assumed-roles
		fob-sandbox assumed-roles -o json
		! fob-sandbox mfa-code arn:aws:iam::111122223333:mfa/nobody`).wants(t, 0,
		"No role is assumed.\n", `"arn": "arn:aws:sts::111122223333:assumed-role/Build/ci"`,
		"arn:aws:sts::111122223333:assumed-role/Build/ci\n  by               repo:corp/app:main\n",
		`"by": "repo:corp/app:main"`, `there is no MFA device "arn:aws:iam::111122223333:mfa/nobody"`)
}

// The lines are those of docs/sandbox.md.
func TestProgramsFindTheKeysOfContainersAndMachines(t *testing.T) {
	needSh(t)
	const aws = "/usr/bin/aws"
	if _, err := os.Stat(aws); err != nil {
		t.Skip("NO AWS CLI AT " + aws + ": whether it finds the keys of containers and machines was not looked at")
	}
	b := newBench(t)
	file := filepath.Join(t.TempDir(), "org.yaml")
	write(t, file, robotsOrg+`
containers: [{name: web, role: "arn:aws:iam::111122223333:role/Build", authorizationToken: only-for-web}]
ec2Instance: {role: "arn:aws:iam::111122223333:role/Build"}
`)
	b.run("exec", "--org", file, "--", "sh", "-ec", `
		export AWS_DEFAULT_REGION=us-east-1
		(export AWS_CONTAINER_CREDENTIALS_FULL_URI=$AWS_ENDPOINT_URL/containers/web
		export AWS_CONTAINER_AUTHORIZATION_TOKEN=only-for-web
		`+aws+` sts get-caller-identity)
		export AWS_EC2_METADATA_DISABLED=false
		export AWS_EC2_METADATA_SERVICE_ENDPOINT=$AWS_ENDPOINT_URL/
		`+aws+` sts get-caller-identity`).wants(t, 0,
		"arn:aws:sts::111122223333:assumed-role/Build/web", "arn:aws:sts::111122223333:assumed-role/Build/i-0123456789abcdef0")
}
