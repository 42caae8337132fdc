package vend

import (
	"os"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/fault"
)

func read(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestKeysInTheEnvironmentWinUnlessAProfileIsNamed(t *testing.T) {
	w := newWorld(t, "[default]\naws_access_key_id = AK\naws_secret_access_key = SK\n")
	w.env["AWS_ACCESS_KEY_ID"], w.env["AWS_SECRET_ACCESS_KEY"], w.env["AWS_SESSION_TOKEN"] = "AKENV", "SKENV", "T"
	w.env["AWS_CREDENTIAL_EXPIRATION"], w.env["AWS_ACCOUNT_ID"] = "2026-11-23T13:00:00Z", "111122223333"
	if got := w.get("default"); got.AccessKeyID != "AK" {
		t.Errorf("named: %+v", got)
	}
	w.Explicit = false
	got := w.get("default")
	if got.AccessKeyID != "AKENV" || got.Method != "env" || got.AccountID != "111122223333" || got.Expiration.IsZero() {
		t.Errorf("not named: %+v", got)
	}
	delete(w.env, "AWS_SECRET_ACCESS_KEY")
	if f := faultOf(t, w, "default"); !strings.Contains(f.Summary, "AWS_SECRET_ACCESS_KEY is missing") {
		t.Errorf("half of them: %q", f.Summary)
	}
	w.env["AWS_SECRET_ACCESS_KEY"], w.env["AWS_CREDENTIAL_EXPIRATION"] = "SKENV", "soon"
	if f := faultOf(t, w, "default"); !strings.Contains(f.Summary, "AWS_CREDENTIAL_EXPIRATION") {
		t.Errorf("no time: %q", f.Summary)
	}
}

func TestARoleOnTopOfWhereTheProgramRuns(t *testing.T) {
	const role = "[profile r]\nrole_arn = " + roleA + "\ncredential_source = "
	for name, tc := range map[string]struct {
		source string
		env    func(w *world)
		calls  map[string]int
		wantBy string // the access key that signed
	}{
		"environment": {"Environment", func(w *world) { w.env["AWS_ACCESS_KEY_ID"], w.env["AWS_SECRET_ACCESS_KEY"] = "AKENV", "s" }, nil, "AKENV"},
		"container":   {"EcsContainer", func(w *world) { w.env["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = w.aws.url + "/role" }, map[string]int{"/role": 1}, "ASIAPLACE"},
		"instance":    {"Ec2InstanceMetadata", func(w *world) { w.env["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = w.aws.url + "/" }, map[string]int{"/latest/api/token": 1, "/latest/meta-data/iam/security-credentials/instance-role": 1}, "ASIAPLACE"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, role+tc.source+"\n")
			tc.env(w)
			if got := w.get("r"); got.AccessKeyID != "ASIASTS1" {
				t.Errorf("got %+v", got)
			}
			for operation, n := range tc.calls {
				if w.aws.count(operation) != n {
					t.Errorf("calls: %v", w.aws.calls)
				}
			}
			if auth := w.aws.forms[0]["Authorization"]; !strings.Contains(auth, "Credential="+tc.wantBy+"/") {
				t.Errorf("signed by %s", auth)
			}
		})
	}
	for source, env := range map[string][2]string{"Environment": {}, "EcsContainer": {}, "Ec2InstanceMetadata": {"AWS_EC2_METADATA_DISABLED", "true"}} {
		w := newWorld(t, role+source+"\n")
		if env[0] != "" {
			w.env[env[0]] = env[1]
		}
		if f := faultOf(t, w, "r"); f.Code != fault.NoCredentials || f.Detail[0] != "  ~/.aws/config line 3: credential_source = "+source {
			t.Errorf("%s: %+v", source, f)
		}
	}
}

func TestWhoHasSaidNothingIsToldWhatToDo(t *testing.T) {
	w := newWorld(t, "")
	w.Explicit = false
	if f := faultOf(t, w, "default"); f.Code != fault.NoCredentials || f.Remedy != "fob configure sso" {
		t.Errorf("nothing there: %+v", f)
	}
	w = newWorld(t, devText)
	w.Explicit = false
	if f := faultOf(t, w, "default"); f.Code != fault.NoCredentials || f.Remedy != "fob use PROFILE" {
		t.Errorf("no default: %+v", f)
	}
	w.env["AWS_PROFILE"] = "dve"
	if f := faultOf(t, w, "dve"); f.Code != fault.NoProfile || strings.Join(f.Detail, "\n") != "Did you mean:\n  dev" {
		t.Errorf("mistyped: %+v", f)
	}
	w = newWorld(t, "[profile two words]\n")
	if f := faultOf(t, w, "two words"); f.Code != fault.NoProfile {
		t.Errorf("a name with a blank: %+v", f)
	}
	w = newWorld(t, "[profile dev]\nsso_session my-sso\n")
	if f := faultOf(t, w, "dev"); !strings.Contains(f.Summary, "~/.aws/config line 2") {
		t.Errorf("a file that does not parse: %+v", f)
	}
	w = newWorld(t, "[profile dev]\nregion = x\n")
	if f := faultOf(t, w, "dev"); f.Code != fault.NoCredentials {
		t.Errorf("no credentials: %+v", f)
	}
}
