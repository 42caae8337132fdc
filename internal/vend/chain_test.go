package vend

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/partition"
)

const (
	roleA = "arn:aws:iam::444455556666:role/A"
	roleB = "arn:aws:iam::444455556666:role/B"
	chain = devText + `[profile b]
role_arn = ` + roleB + `
source_profile = dev
region = eu-central-1
[profile a]
role_arn = ` + roleA + `
source_profile = b
external_id = x-1
role_session_name = me
duration_seconds = 3600
`
)

func TestRolesAreAssumedOneOnTopOfTheOtherAndKeptEach(t *testing.T) {
	w := newWorld(t, chain)
	w.signedIn(time.Hour)
	got := w.get("a")
	if got.AccessKeyID != "ASIASTS2" || got.AccountID != "444455556666" || got.Method != "assume-role" {
		t.Errorf("got %+v", got)
	}
	var forms []map[string]string
	for _, f := range w.aws.forms {
		auth := f["Authorization"]
		f["Authorization"] = auth[strings.Index(auth, "=")+1 : strings.Index(auth, ",")]
		forms = append(forms, f)
	}
	want := []map[string]string{
		{"Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": roleB, "RoleSessionName": "fob-session-1795435200", "Authorization": "ASIAROLE1/20261123/eu-central-1/sts/aws4_request"},
		{
			"Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": roleA, "RoleSessionName": "me", "ExternalId": "x-1", "DurationSeconds": "3600",
			"Authorization": "ASIASTS1/20261123/us-east-1/sts/aws4_request",
		},
	}
	if diff := cmp.Diff(want, forms); diff != "" {
		t.Error(diff)
	}
	for _, id := range []cache.AssumeID{{RoleARN: roleB}, {RoleARN: roleA, ExternalID: "x-1", RoleSessionName: "me", DurationSeconds: 3600}} {
		if a, err := w.Store.Assumed(id); err != nil || !strings.Contains(a.ARN, ":assumed-role/") {
			t.Errorf("%+v is not kept: %v", id, err)
		}
	}
	calls := w.aws.total()
	if w.get("a").AccessKeyID != "ASIASTS2" || w.get("b").AccessKeyID != "ASIASTS1" || w.aws.total() != calls {
		t.Errorf("what was kept was asked for again: %v", w.aws.calls)
	}
	// One hop that is lost is one call.
	if _, err := w.Store.DeleteAssumed(cache.AssumeID{RoleARN: roleB}); err != nil {
		t.Fatal(err)
	}
	w.get("b")
	if w.aws.total() != calls+1 {
		t.Errorf("calls: %v", w.aws.calls)
	}
}

func TestAChainOutlivesTheSignInAsLongAsItsTopIsKept(t *testing.T) {
	w := newWorld(t, chain)
	w.signedIn(time.Hour)
	w.get("a")
	if _, err := w.Store.DeleteToken(corp); err != nil {
		t.Fatal(err)
	}
	w.clock.advance(40 * time.Minute)
	if got := w.get("a"); got.AccessKeyID != "ASIASTS2" {
		t.Errorf("got %+v", got)
	}
	w.clock.advance(30 * time.Minute)
	if f := faultOf(t, w, "a"); f.Code != fault.SignIn || f.Remedy != "fob login corp" {
		t.Errorf("got %+v", f)
	}
}

func TestARegionOnTheCommandLineOrInTheEnvironmentCountsForSTS(t *testing.T) {
	for want, prepare := range map[string]func(*world){
		"eu-north-1":   func(w *world) { w.Vendor.Region = "eu-north-1" },
		"eu-south-1":   func(w *world) { w.env["AWS_REGION"] = "eu-south-1" },
		"eu-central-1": func(*world) {},
	} {
		w := newWorld(t, chain)
		w.signedIn(time.Hour)
		prepare(w)
		w.get("b")
		if auth := w.aws.forms[0]["Authorization"]; !strings.Contains(auth, "/"+want+"/sts/") {
			t.Errorf("signed for %s, want %s", auth, want)
		}
	}
	for arn, want := range map[string]ident.Region{roleA: "us-east-1", "arn:aws-cn:iam::1:role/r": "cn-north-1", "arn:aws-us-gov:iam::1:role/r": "us-gov-west-1", "arn:aws-eusc:iam::1:role/r": "eusc-de-east-1", "arn:aws-iso-b:iam::1:role/r": "us-isob-east-1", "": "us-east-1"} {
		if got := partition.MainRegion(partitionOf(arn)); got != want {
			t.Errorf("%s: %s, want %s", arn, got, want)
		}
	}
}

func TestARefusedRoleNamesTheLineAndTheReason(t *testing.T) {
	w := newWorld(t, chain)
	w.signedIn(time.Hour)
	w.aws.broken["AssumeRole"] = 403
	f := faultOf(t, w, "a")
	want := []string{"  AccessDenied: User: ARN is not authorized to perform: sts:AssumeRole", "  ~/.aws/config line 9: role_arn = " + roleB}
	if diff := cmp.Diff(want, f.Detail); f.Code != fault.NoAccess || diff != "" {
		t.Error(f.Code, diff)
	}
}

// An outage says nothing about the role or the sign-in.
func TestAnOutageBlamesAWS(t *testing.T) {
	for operation, service := range map[string]string{"AssumeRole": "AWS STS", "GetRoleCredentials": "IAM Identity Center", "CreateToken": "IAM Identity Center"} {
		w := newWorld(t, chain)
		w.signedIn(time.Hour)
		if operation == "CreateToken" {
			w.signedIn(-time.Hour)
		}
		w.aws.broken[operation] = 503
		f := faultOf(t, w, "a")
		if want := "AWS is having trouble: " + service + " answered HTTP status 503"; f.Summary != want || f.Code != 0 {
			t.Errorf("%s: %+v, want %q", operation, f, want)
		}
	}
}

func TestMoreThanAnHourOnTopOfARoleIsToldBeforeTheCall(t *testing.T) {
	w := newWorld(t, strings.ReplaceAll(chain, "= 3600", "= 7200"))
	w.signedIn(time.Hour)
	f := faultOf(t, w, "a")
	if w.aws.total() != 0 || f.Remedy != "fob configure set duration_seconds 3600 --profile a" || f.Detail[0] != "  ~/.aws/config line 17: duration_seconds = 7200" {
		t.Errorf("got %+v, calls %v", f, w.aws.calls)
	}
	long := newWorld(t, "[profile a]\nrole_arn = "+roleA+"\nsource_profile = k\nduration_seconds = 7200\n[profile k]\naws_access_key_id = AK\naws_secret_access_key = SK\n")
	if got := long.get("a"); got.AccessKeyID != "ASIASTS1" {
		t.Errorf("got %+v", got)
	}
}

func TestTheCodeOfAnMFADeviceIsAskedForOnceAndOnlyOfAPerson(t *testing.T) {
	const config = "[profile a]\nrole_arn = " + roleA + "\nsource_profile = k\nmfa_serial = arn:aws:iam::111122223333:mfa/me\n[profile k]\naws_access_key_id = AK\naws_secret_access_key = SK\n"
	w := newWorld(t, config)
	if f := faultOf(t, w, "a"); f.Code != fault.Usage || f.Remedy != "fob whoami --profile a" {
		t.Errorf("got %+v", f)
	}
	asked := 0
	w.AskMFA = func(_ context.Context, serial string) (ident.Secret, error) {
		asked++
		return "123456", nil
	}
	w.get("a")
	w.get("a")
	w.clock.advance(50 * time.Minute) // ten minutes left: nobody is asked ahead of time
	w.get("a")
	if asked != 1 || w.aws.forms[0]["TokenCode"] != "123456" || w.aws.forms[0]["SerialNumber"] != "arn:aws:iam::111122223333:mfa/me" {
		t.Errorf("asked %d times, sent %v", asked, w.aws.forms)
	}
}

func TestAWebIdentityTakesOnItsRoleUnsigned(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("jwt-secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, "[profile a]\nrole_arn = "+roleA+"\nweb_identity_token_file = "+file+"\nrole_session_name = me\n[profile b]\nrole_arn = "+roleB+"\nsource_profile = a\n")
	got := w.get("a")
	if got.AccessKeyID != "ASIASTS1" || got.Method != "assume-role-with-web-identity" {
		t.Errorf("got %+v", got)
	}
	form := w.aws.forms[0]
	if form["WebIdentityToken"] != "jwt-secret" || form["Authorization"] != "" || form["RoleSessionName"] != "me" {
		t.Errorf("sent %v", form)
	}
	if got := w.get("b"); got.AccessKeyID != "ASIASTS1" || w.aws.count("AssumeRoleWithWebIdentity") != 1 {
		t.Errorf("got %+v, calls %v", got, w.aws.calls)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	w.clock.advance(2 * time.Hour)
	if f := faultOf(t, w, "a"); !strings.Contains(f.Summary, "cannot be read") || f.Detail[0] != "  ~/.aws/config line 3: web_identity_token_file = "+file {
		t.Errorf("got %+v", f)
	}
}

func TestTheEnvironmentsWebIdentityCountsUnlessAProfileIsNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("jwt"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, "[profile k]\naws_access_key_id = AK\naws_secret_access_key = SK\n[profile r]\nrole_arn = "+roleB+"\nsource_profile = k\n")
	w.env["AWS_ROLE_ARN"], w.env["AWS_WEB_IDENTITY_TOKEN_FILE"] = roleA, file
	if got := w.get("k"); got.AccessKeyID != "AK" {
		t.Errorf("named: %+v", got)
	}
	w.Explicit = false
	if got := w.get("default"); got.Method != "assume-role-with-web-identity" {
		t.Errorf("not named: %+v", got)
	}
	if got := w.get("r"); got.Method != "assume-role" {
		t.Errorf("a profile that assumes a role: %+v", got)
	}
}

// What AWS's own tools have no keys for stands in fob's, and names a file of
// its own in the cache: theirs are credentials without it.
func TestSourceIdentityAndSessionTagsAreSent(t *testing.T) {
	w := newWorld(t, chain+"fob_source_identity = ada\nfob_session_tags = Project=Apollo, Team = Blue \nfob_transitive_tag_keys = Team\n")
	w.signedIn(time.Hour)
	w.get("a")
	sent := w.aws.forms[1]
	for key, want := range map[string]string{
		"SourceIdentity": "ada", "Tags.member.1.Key": "Project", "Tags.member.1.Value": "Apollo",
		"Tags.member.2.Key": "Team", "Tags.member.2.Value": "Blue", "TransitiveTagKeys.member.1": "Team",
	} {
		if sent[key] != want {
			t.Errorf("%s = %q, want %q", key, sent[key], want)
		}
	}
	plain := cache.AssumeID{RoleARN: roleA, ExternalID: "x-1", RoleSessionName: "me", DurationSeconds: 3600}
	if _, err := w.Store.Assumed(plain); err == nil {
		t.Error("the AWS CLI would take a tagged role for its own")
	}
	calls := w.aws.total()
	w.get("a")
	if w.aws.total() != calls {
		t.Error("it is not kept")
	}
}
