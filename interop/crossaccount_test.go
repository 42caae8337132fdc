package interop_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/sandbox"
)

// fences returns what stands in the fenced blocks of a language in a page.
func fences(t *testing.T, page, language string) string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, m := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		all.WriteString(m[1] + "\n")
	}
	return all.String()
}

// What docs/cross-account.md shows works as it stands there.
func TestTheCrossAccountPageWorksInTheSandbox(t *testing.T) {
	t.Parallel()
	const page = "../docs/cross-account.md"
	w := newWorld(t, sandbox.WithOrg(fences(t, page, "yaml")))
	w.write(".aws/config", "[sso-session my-sso]\nsso_start_url = "+startURL+"\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n"+fences(t, page, "ini"))
	w.fob("login", session)

	for profile, arn := range map[string]string{
		"base":   "::111122223333:assumed-role/AWSReservedSSO_AdministratorAccess_",
		"deploy": "::444455556666:assumed-role/Deploy/ada",
		"audit":  "::777788889999:assumed-role/Audit/fob-session-",
	} {
		if r := w.fob("whoami", "--profile", profile); !strings.Contains(r.stdout, arn) {
			t.Errorf("%s is\n%s", profile, r)
		}
	}
	roles := w.sandbox.AssumedRoles()
	if len(roles) != 2 {
		t.Fatalf("assumed: %+v", roles)
	}
	if deploy := roles[0]; deploy.SourceIdentity != "ada" || len(deploy.Tags) != 2 {
		t.Errorf("the source identity and the tags did not arrive: %+v", deploy)
	}
	if audit := roles[1]; audit.SourceIdentity != "ada" || len(audit.Tags) != 1 || audit.Tags[0].Key != "Project" || !strings.Contains(audit.By, "/Deploy/ada") {
		t.Errorf("they did not go along the chain: %+v", audit)
	}

	// A wrong external id is refused; kept credentials are no way around it, as
	// the id is part of their name.
	w.fob("configure", "set", "external_id", "guessed", "--profile", "deploy")
	r := w.fobFails(4, "whoami", "--profile", "deploy")
	if !strings.Contains(r.stderr, "AccessDenied") || !strings.Contains(r.stderr, "role_arn = arn:aws:iam::444455556666:role/Deploy") {
		t.Errorf("it says\n%s", r.stderr)
	}
	w.fob("configure", "set", "external_id", "partner-4711", "--profile", "deploy")

	// More than an hour on top of a role is told before the call.
	w.fob("configure", "set", "duration_seconds", "7200", "--profile", "audit")
	w.sandbox.ResetCalls()
	r = w.fobFails(1, "whoami", "--profile", "audit")
	if !strings.Contains(r.stderr, "fob configure set duration_seconds 3600 --profile audit") || w.sandbox.Calls()["AssumeRole"].Total != 0 {
		t.Errorf("it says\n%s", r.stderr)
	}

	// Nobody is here to read the MFA device.
	r = w.fobFails(2, "whoami", "--profile", "careful")
	if !strings.Contains(r.stderr, "MFA device arn:aws:iam::111122223333:mfa/robot") {
		t.Errorf("it says\n%s", r.stderr)
	}
}

// A role that a pipeline takes on with the token of its provider.
func TestAWebIdentityGetsItsRole(t *testing.T) {
	t.Parallel()
	org := strings.ReplaceAll(fences(t, "../docs/cross-account.md", "yaml"), "iamRoles:\n", `iamRoles:
  - arn: arn:aws:iam::444455556666:role/Pipeline
    trust:
      - {subjects: ["repo:my-company/*"]}
`)
	w := newWorld(t, sandbox.WithOrg(org))
	w.write("token", w.sandbox.WebIdentityToken("repo:my-company/app", "sts.amazonaws.com", time.Hour))
	w.write(".aws/config", "[profile pipeline]\nrole_arn = arn:aws:iam::444455556666:role/Pipeline\nweb_identity_token_file = "+w.path("token")+"\nrole_session_name = build-7\n")
	const want = "::444455556666:assumed-role/Pipeline/build-7"
	if r := w.fob("whoami", "--profile", "pipeline"); !strings.Contains(r.stdout, want) {
		t.Errorf("as a profile: %s", r)
	}
	more := []string{"AWS_ROLE_ARN=arn:aws:iam::444455556666:role/Pipeline", "AWS_WEB_IDENTITY_TOKEN_FILE=" + w.path("token"), "AWS_ROLE_SESSION_NAME=build-7"}
	if r := w.must(more, fobPath, "whoami"); !strings.Contains(r.stdout, want) {
		t.Errorf("by the environment: %s", r)
	}
	w.write("token", w.sandbox.WebIdentityToken("repo:others/app", "sts.amazonaws.com", time.Hour))
	if files := w.roleFiles(); !slices.ContainsFunc(files, func(f string) bool { return os.Remove(f) == nil }) {
		t.Error("nothing was kept")
	}
	w.fobFails(4, "whoami", "--profile", "pipeline")
}

// Where fob runs in a container or on an instance, that one's role is what
// there is, as it is for the SDKs.
func TestContainersAndInstancesGiveTheirRoles(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sandbox.WithOrg(fences(t, "../docs/cross-account.md", "yaml")+`
containers:
  - name: web
    role: arn:aws:iam::444455556666:role/Deploy
    authorizationToken: only-for-web
ec2Instance: {role: "arn:aws:iam::777788889999:role/Audit"}
`))
	w.write("token", "only-for-web")
	web := []string{"AWS_CONTAINER_CREDENTIALS_FULL_URI=" + w.sandbox.ContainerURL("web"), "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=" + w.path("token")}
	if r := w.must(web, fobPath, "whoami"); !strings.Contains(r.stdout, ":assumed-role/Deploy/") {
		t.Errorf("in the container: %s", r)
	}
	instance := []string{"AWS_EC2_METADATA_DISABLED=false", "AWS_EC2_METADATA_SERVICE_ENDPOINT=" + w.sandbox.URL(), "AWS_METADATA_SERVICE_TIMEOUT=30"}
	if r := w.must(instance, fobPath, "whoami"); !strings.Contains(r.stdout, ":assumed-role/Audit/") {
		t.Errorf("on the instance: %s", r)
	}
	w.write("token", "another")
	if r := w.run(web, fobPath, "whoami"); r.code != 7 || r.stdout != "" {
		t.Errorf("with a wrong token: %s", r)
	}
	// On top of it, and by a profile.
	w.write(".aws/config", "[profile up]\nrole_arn = arn:aws:iam::777788889999:role/Audit\ncredential_source = EcsContainer\n")
	w.write("token", "only-for-web")
	if r := w.must(web, fobPath, "whoami", "--profile", "up"); !strings.Contains(r.stdout, "::777788889999:assumed-role/Audit/fob-session-") {
		t.Errorf("on top of the container: %s", r)
	}
}
