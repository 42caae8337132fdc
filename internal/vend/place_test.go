package vend

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/paths"
)

func TestAContainersRoleIsTakenWhereNothingElseIsSaid(t *testing.T) {
	w := newWorld(t, "")
	w.Explicit = false
	token := filepath.Join(t.TempDir(), "token")
	w.write(token, "Basic auth-secret\n")
	w.env["AWS_CONTAINER_CREDENTIALS_FULL_URI"], w.env["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = w.aws.url+"/role", token
	if got := w.get("default"); got.AccessKeyID != "ASIAPLACE" || got.Method != "container-role" {
		t.Errorf("got %+v", got)
	}
	w.env["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://203.0.113.7/role"
	if f := faultOf(t, w, "default"); !strings.Contains(f.Summary, "not safe for keys") {
		t.Errorf("got %q", f.Summary)
	}
}

func TestPlainHTTPIsForThisMachineAndForAgentsOfAWS(t *testing.T) {
	for target, good := range map[string]bool{
		"http://127.0.0.1:1/x": true, "http://localhost/x": true, "http://[::1]:9/x": true, "http://169.254.170.2/x": true, "http://169.254.170.23/x": true,
		"http://[fd00:ec2::23]/x": true, "https://example.com/x": true,
		"http://example.com/x": false, "http://169.254.170.3/x": false, "http://127.0.0.1.example.com/": false, "ftp://127.0.0.1/": false, "::": false,
		"http://127.0.0.1@example.com/x": false, "https://user@example.com/": false, "https://": false, "http:///x": false, "/x": false,
	} {
		if _, err := agentOf(paths.Container{FullURI: target}); err == nil != good {
			t.Errorf("%s: %v", target, err)
		}
	}
}

func TestARelativeAddressStaysOnTheAgentsHost(t *testing.T) {
	for _, path := range []string{"/v2/credentials/x", "//evil.example/x", "/@evil.example/", "/../x?y#z"} {
		u, err := agentOf(paths.Container{RelativeURI: path, FullURI: "http://127.0.0.1/"})
		if err != nil || u.Host != "169.254.170.2" {
			t.Errorf("%s leads to %v, %v", path, u, err)
		}
	}
	for _, path := range []string{"@127.0.0.1:1/", ".evil.example/", ":1@127.0.0.1/", "x", "0/x", "\\x", "?x"} {
		if u, err := agentOf(paths.Container{RelativeURI: path}); err == nil {
			t.Errorf("%s leads to %v", path, u)
		}
	}
}

// The token's file is read anew each time: others put a new one there.
func TestAContainersTokenIsReadAnewEachTime(t *testing.T) {
	w := newWorld(t, "")
	w.Explicit = false
	w.env["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = w.aws.url + "/role"
	w.env["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "plain-secret"
	w.get("default")
	if got := w.aws.header["/role"].Get("Authorization"); got != "plain-secret" {
		t.Errorf("sent %q", got)
	}
	file := filepath.Join(t.TempDir(), "token")
	w.env["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = file // it wins
	for _, token := range []string{"Bearer one-secret", "Bearer two-secret\n"} {
		w.write(file, token)
		w.get("default")
		if got := w.aws.header["/role"].Get("Authorization"); got != strings.TrimSpace(token) {
			t.Errorf("sent %q", got)
		}
	}
	calls := w.aws.total()
	w.write(file, "two-secret\nlines-secret")
	if f := faultOf(t, w, "default"); f.Code != fault.NoCredentials || !strings.Contains(f.Summary, "more than one line") || w.aws.total() != calls {
		t.Errorf("got %+v", f)
	}
	w.env["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = filepath.Join(t.TempDir(), "none")
	if f := faultOf(t, w, "default"); !strings.Contains(f.Summary, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
		t.Errorf("got %+v", f)
	}
}

func TestAnInstancesRoleIsAskedForByVersionTwo(t *testing.T) {
	const keys = instanceRoles + "instance-role"
	config := "[profile r]\nrole_arn = " + roleA + "\ncredential_source = Ec2InstanceMetadata\n"
	w := newWorld(t, config)
	w.env["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = w.aws.url + "/"
	w.get("r")
	if got := w.aws.header["/latest/api/token"].Get("X-Aws-Ec2-Metadata-Token-Ttl-Seconds"); got != "300" {
		t.Errorf("lifetime asked for: %q", got)
	}
	for _, path := range []string{instanceRoles, keys} {
		if got := w.aws.header[path].Get("X-Aws-Ec2-Metadata-Token"); got != "imds-secret" {
			t.Errorf("%s came with the token %q", path, got)
		}
	}
	for name, tc := range map[string]struct {
		prepare func(*world)
		want    string
	}{
		"an instance without a role": {func(w *world) { w.aws.broken[instanceRoles] = http.StatusNotFound }, "this instance has no role"},
		"version two is off":         {func(w *world) { w.aws.broken["/latest/api/token"] = http.StatusForbidden }, "/latest/api/token answers 403"},
		"a role that fails": {func(w *world) {
			w.aws.broke[keys] = `{"Code": "AssumeRoleUnauthorizedAccess", "Message": "EC2 cannot"}`
		}, "AssumeRoleUnauthorizedAccess EC2 cannot"},
		"no document": {func(w *world) { w.aws.broke[keys] = `<html>` }, "holds no credentials"},
		"no end":      {func(w *world) { w.aws.broke[keys] = `{"AccessKeyId": "A", "SecretAccessKey": "S"}` }, "does not tell when"},
		"a mode that is none": {func(w *world) {
			w.env["AWS_EC2_METADATA_SERVICE_ENDPOINT"], w.env["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"] = "", "5"
		}, "IPv4 or IPv6"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, config)
			w.env["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = w.aws.url
			tc.prepare(w)
			f := faultOf(t, w, "r")
			if f.Code != fault.NoCredentials || !strings.Contains(f.Summary, tc.want) || f.Detail[0] != "  ~/.aws/config line 3: credential_source = Ec2InstanceMetadata" {
				t.Errorf("got %+v", f)
			}
		})
	}
}

// A container's question passes the hop limit, and the answer does not.
func TestAnInstanceThatDoesNotAnswerTellsOfTheHopLimit(t *testing.T) {
	w := newWorld(t, "[profile r]\nrole_arn = "+roleA+"\ncredential_source = Ec2InstanceMetadata\n")
	w.env["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = w.aws.url
	w.env["AWS_METADATA_SERVICE_TIMEOUT"], w.env["AWS_METADATA_SERVICE_NUM_ATTEMPTS"] = "1", "2"
	over := make(chan struct{})
	t.Cleanup(func() { close(over) })
	w.aws.before = func(string) { <-over }
	if f := faultOf(t, w, "r"); !strings.Contains(f.Summary, "hop limit is 1") || w.aws.count("/latest/api/token") != 2 {
		t.Errorf("got %+v, calls %v", f, w.aws.calls)
	}
}

// Where nothing is said at all, an instance's role is what there is.
func TestOnAnInstanceItsRoleIsTakenWhereNothingElseIsSaid(t *testing.T) {
	w := newWorld(t, "")
	w.Explicit = false
	w.env["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = w.aws.url
	if got := w.get("default"); got.AccessKeyID != "ASIAPLACE" || got.Method != "iam-role" {
		t.Errorf("got %+v", got)
	}
	w.env["AWS_PROFILE"] = "nosuch"
	if f := faultOf(t, w, "nosuch"); f.Code != fault.NoProfile {
		t.Errorf("a profile that was chosen: %+v", f)
	}
	delete(w.env, "AWS_PROFILE")
	w.env["AWS_EC2_METADATA_DISABLED"] = "true"
	if f := faultOf(t, w, "default"); f.Remedy != "fob configure sso" {
		t.Errorf("turned off: %+v", f)
	}
}
