package vend

import (
	"context"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox"
	"github.com/fobcli/fob/internal/sandbox/org"
)

// robotOrg is a user with a device, and a role that wants it.
const robotOrg = `iamUsers:
  - arn: arn:aws:iam::111122223333:user/robot
    accessKeyId: AKIAEXAMPLEROBOT2345
    secretAccessKey: exampleSecretOfTheRobot0123456789abcdefg
    mfaSerial: arn:aws:iam::111122223333:mfa/robot
    mfaSeed: JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
iamRoles:
  - arn: arn:aws:iam::444455556666:role/Careful
    trust: [{principals: ["arn:aws:iam::111122223333:user/robot"], mfa: true}]
`

const robotProfiles = `[profile careful]
role_arn = arn:aws:iam::444455556666:role/Careful
source_profile = robot
mfa_serial = arn:aws:iam::111122223333:mfa/robot
[profile careless]
role_arn = arn:aws:iam::444455556666:role/Careful
source_profile = robot
[profile robot]
aws_access_key_id = AKIAEXAMPLEROBOT2345
aws_secret_access_key = exampleSecretOfTheRobot0123456789abcdefg
`

// A role that wants a device gets its code, once; without, STS says no; and a
// wrong code is no better.
func TestARoleThatWantsAnMFADeviceGetsItsCode(t *testing.T) {
	w, s := inSandbox(t, sandbox.WithOrg(strings.Replace(org.Sample(), "iamRoles:\n", robotOrg, 1)))
	w.write(w.Store.Paths.Config, robotProfiles)
	if f := faultOf(t, w, "careless"); f.Code != fault.NoAccess {
		t.Errorf("without a device: %+v", f)
	}
	if f := faultOf(t, w, "careful"); f.Code != fault.Usage {
		t.Errorf("with nobody to ask: %+v", f)
	}
	asked, code := 0, "000000"
	w.AskMFA = func(_ context.Context, serial string) (ident.Secret, error) {
		asked++
		if good, ok := s.MFACode(serial); ok && code == "" {
			return ident.Secret(good), nil
		}
		return ident.Secret(code), nil
	}
	if f := faultOf(t, w, "careful"); f.Code != fault.NoAccess || asked != 1 {
		t.Errorf("with a wrong code, asked %d times: %+v", asked, f)
	}
	code = ""
	for range 2 {
		if got := w.get("careful"); got.AccountID != "444455556666" {
			t.Errorf("got %+v", got)
		}
	}
	if asked != 2 {
		t.Errorf("asked %d times in all", asked)
	}
}
