package sandboxapp

import (
	"path/filepath"
	"strings"
	"testing"
)

// Every example of the help works as it stands.
func TestTheExamplesOfFaultSetWork(t *testing.T) {
	needSh(t)
	b := newBench(t)
	b.run("exec", "--", "sh", "-ec", faultSetExample+"\n  fob-sandbox fault list\n  fob-sandbox fault list -o json\n  fob-sandbox fault clear 1 2\n  fob-sandbox fault clear\n  fob-sandbox fault list").wants(t, 0,
		"Set fault 1: latency=50ms for (every), all.\n",
		"Set fault 3: lost for CreateToken/refresh_token, next 1.\n",
		"Set fault 4: reset for (every), 30%.\n",
		"6    hang             (every)                     1h-2h                  0\n",
		"7    skew=-10m        (every)                     skip 1                 0\n",
		`"retryAfter": "2s"`, "Cleared 2 faults.\nCleared 5 faults.\nNo fault is set.\n")
}

func TestFaultsReachTheProgramsInside(t *testing.T) {
	needSh(t)
	b := newBench(t)
	b.run("exec", "--configured", "--", "sh", "-ec", `
		fob login my-sso
		fob-sandbox fault set status=403 --operation GetRoleCredentials --count 1
		rc=0; fob sts get-caller-identity --profile my-dev-account || rc=$?
		fob-sandbox calls
		fob sts get-caller-identity --profile my-dev-account
		exit $rc`).wants(t, 4, "GetRoleCredentials                     1       1  1 status\n", "assumed-role/AWSReservedSSO_AdministratorAccess_")
}

func TestRotationByFlagAndByCommand(t *testing.T) {
	needSh(t)
	b := newBench(t)
	b.run("exec", "--rotation", "strict", "--", "sh", "-ec", `
		fob-sandbox rotation; fob-sandbox rotation off; fob-sandbox rotation`).wants(t, 0, "strict\noff\noff\n")
	file := filepath.Join(t.TempDir(), "org.yaml")
	write(t, file, "users: [{userName: ada}]\nrefreshTokenRotation: off\n")
	b.run("exec", "--org", file, "--", "sh", "-c", "fob-sandbox rotation").wants(t, 0, "off\n")
}

func TestWrongFaultsAreUsageErrors(t *testing.T) {
	b := newBench(t)
	for want, words := range map[string][]string{
		`there is no fault "rain"`:                                   {"fault", "set", "rain=1"},
		"the fault latency needs a value: latency=50ms":              {"fault", "set", "latency"},
		"latency=soon cannot be read: want latency=50ms or the like": {"fault", "set", "latency=soon"},
		"the fault reset takes no value":                             {"fault", "set", "reset=1"},
		`there is no operation "Fly"`:                                {"fault", "set", "reset", "--operation", "Fly"},
		"the fault skew needs a value: skew=-10m":                    {"fault", "set", "skew"},
		`share "often"`: {"fault", "set", "reset", "--share", "often"},
		"burst means nothing for the fault throttle": {"fault", "set", "throttle", "--burst", "3"},
		`rotation "daily": want off, grace, strict`:  {"rotation", "daily"},
		`--rotation: rotation "daily"`:               {"exec", "--rotation", "daily", "--", "true"},
		`--output "xml"`:                             {"fault", "list", "-o", "xml"},
		"unknown command":                            {"fault", "fly"},
	} {
		r := b.run(words...)
		r.wants(t, 2, want)
		if strings.Contains(r.stderr, "please report") {
			t.Errorf("%v: %s", words, r.stderr)
		}
	}
}
