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
			if c.only == "sso" {
				continue // this provider knows no roles on top
			}
			if c.name == awsCLI.name && profile == "chain" && oldAWS() {
				continue // it assumes no role from an sso-session; those from 2.13 on do
			}
			t.Run(profile+" by "+c.name, func(t *testing.T) {
				v := *w
				v.t = t
				if id := v.whoami(c, profile); id.Account != prodAccount || !strings.Contains(id.Arn, role) {
					t.Errorf("%s is %+v", profile, id)
				}
			})
		}
	}
}

// oldAWS reports whether the AWS CLI is Debian 12's.
func oldAWS() bool {
	_, version := findAWS()
	return strings.HasPrefix(version, "aws-cli/2.9.")
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
