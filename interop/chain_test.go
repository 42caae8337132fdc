package interop_test

import (
	"strings"
	"testing"
)

// A role on top of a sign-in is the same role in the same account, whoever
// goes the way.
func TestEveryoneResolvesAChainAlike(t *testing.T) {
	t.Parallel()
	const role = "assumed-role/CrossAccountReader/"
	w := newWorld(t)
	w.setUp()
	w.write(".aws/config", w.read(".aws/config")+chainConfig+"\n"+legacyConfig)
	w.fob("login", "--profile", "old")

	for _, profile := range []string{"chain", "old-chain"} {
		for _, c := range append([]client{fobItself, awsCLI}, sdks...) {
			t.Run(profile+" by "+c.name, func(t *testing.T) {
				if c.only == "sso" {
					t.Skip("this provider knows no roles on top: nothing to compare")
				}
				if c.name == awsCLI.name && profile == "chain" {
					t.Skip("AWS CLI 2.9 assumes no role from an sso-session: an AWS CLI of 2.13 or later does")
				}
				v := *w
				v.t = t
				if id := v.whoami(c, profile); id.Account != prodAccount || !strings.Contains(id.Arn, role) {
					t.Errorf("%s is %+v", profile, id)
				}
			})
		}
	}
}

// Who assumed the role first leaves the keys where the other looks for them.
func TestFobAndTheAWSCLIShareAssumedRoles(t *testing.T) {
	t.Parallel()
	needAWS(t)
	w := newWorld(t)
	w.write(".aws/config", legacyConfig)
	w.fob("login", "--profile", "old")
	w.fob("credential-process", "--profile", "old-chain")
	before := w.sandbox.Calls()["AssumeRole"].Total
	if before != 1 {
		t.Fatalf("fob assumed the role %d times", before)
	}
	w.whoami(awsCLI, "old-chain")
	if n := w.sandbox.Calls()["AssumeRole"].Total - before; n != 0 {
		t.Errorf("the AWS CLI assumed the role again, %d times", n)
	}
}
