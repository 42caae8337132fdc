package sandboxapp

import (
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
