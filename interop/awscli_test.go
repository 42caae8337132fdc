package interop_test

import (
	"strings"
	"testing"
	"time"
)

// aws runs AWS CLI v2, which has to succeed.
func (w *world) aws(args ...string) ran {
	w.t.Helper()
	return w.must(nil, append([]string{needAWS(w.t)}, args...)...)
}

func TestAWSCLIGoesThroughTheGuideOnTheSandbox(t *testing.T) {
	t.Parallel()
	needAWS(t)
	w := newWorld(t)
	w.write(".aws/config", guideConfig)

	if got := w.aws("sso", "login", "--profile", "my-dev-account").stdout; !strings.Contains(got, "Successfully logged into Start URL: "+startURL) {
		t.Errorf("sso login said %q", got)
	}
	if id := w.whoami(awsCLI, "my-dev-account"); id.Account != devAccount || !strings.Contains(id.Arn, admin) {
		t.Errorf("my-dev-account is %+v", id)
	}
	if got := w.aws("s3", "ls", "--profile", "my-prod-account").stdout; !strings.Contains(got, "my-company-prod-logs") {
		t.Errorf("s3 ls said %q", got)
	}
	w.aws("sso", "logout")
	if r := w.run(nil, needAWS(t), "sts", "get-caller-identity", "--profile", "my-dev-account"); r.code == 0 {
		t.Errorf("still signed in after sso logout\n%s", r)
	}
}

func TestAWSCLIWorksOnWhatFobSetUp(t *testing.T) {
	t.Parallel()
	needAWS(t)
	w := newWorld(t)
	w.setUp()
	if id := w.whoami(awsCLI, "my-dev-account"); id.Account != devAccount || !strings.Contains(id.Arn, admin) {
		t.Errorf("my-dev-account is %+v", id)
	}
	if id := w.whoami(awsCLI, "my-prod-account"); id.Account != prodAccount || !strings.Contains(id.Arn, readOnly) {
		t.Errorf("my-prod-account is %+v", id)
	}
	if got, want := w.aws("s3", "ls", "--profile", "my-prod-account").stdout, w.fob("s3", "ls", "--profile", "my-prod-account").stdout; got != want {
		t.Errorf("s3 ls: aws says %q, fob %q", got, want)
	}
	if got, want := w.aws("configure", "list-profiles").stdout, w.fob("configure", "list-profiles").stdout; got != want {
		t.Errorf("list-profiles: aws says %q, fob %q", got, want)
	}

	// The access token is over, the sign-in is not: the AWS CLI renews it with
	// the registration that fob made, and fob goes on with what that left.
	w.advance(70 * time.Minute)
	if id := w.whoami(awsCLI, "my-dev-account"); id.Account != devAccount {
		t.Errorf("after renewal by the AWS CLI it is %+v", id)
	}
	w.advance(70 * time.Minute)
	w.fob("whoami", "--profile", "my-dev-account")

	w.fob("logout")
	if r := w.run(nil, needAWS(t), "sts", "get-caller-identity", "--profile", "my-dev-account"); r.code == 0 {
		t.Errorf("fob logout left the AWS CLI signed in\n%s", r)
	}
}

func TestFobWorksOnWhatTheAWSCLISignedIn(t *testing.T) {
	t.Parallel()
	needAWS(t)
	for name, tc := range map[string]struct{ config, profile string }{
		"session": {guideConfig, "my-dev-account"},
		"legacy":  {legacyConfig, "old"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.write(".aws/config", tc.config)
			w.aws("sso", "login", "--profile", tc.profile)
			before := w.signIns()
			if got := w.fob("whoami", "--profile", tc.profile, "-o", "json").stdout; !strings.Contains(got, devAccount) {
				t.Errorf("whoami said %q", got)
			}
			w.fob("login", "--profile", tc.profile) // has nothing to do
			if after := w.signIns(); after != before {
				t.Errorf("fob signed in %d times more", after-before)
			}
			w.aws("sso", "logout")
			w.fobFails(3, "credential-process", "--profile", tc.profile)
			w.fobFails(3, "whoami", "--profile", tc.profile)
		})
	}
}

// AWS CLIs before 2.22 take any registration for their own kind, and cannot
// sign in with one for the browser: docs/sign-in.md tells the line that helps.
func TestAnOldAWSCLISignsInAfterADeviceCodeOfFobs(t *testing.T) {
	t.Parallel()
	needAWS(t)
	w := newWorld(t)
	w.write(".aws/config", guideConfig)
	w.fob("login", "my-sso")
	if r := w.run(nil, needAWS(t), "sso", "login", "--profile", "my-dev-account"); r.code != 0 && !strings.Contains(r.stderr, "UnauthorizedClientException") {
		t.Errorf("it fails with another error than the page tells\n%s", r)
	}
	w.fob("login", "my-sso", "--force", "--use-device-code")
	w.aws("sso", "login", "--profile", "my-dev-account")
	w.fob("login", "my-sso", "--force")
}

func TestFobRenewsTheTokenThatTheAWSCLIWrote(t *testing.T) {
	t.Parallel()
	needAWS(t)
	w := newWorld(t)
	w.write(".aws/config", guideConfig)
	w.aws("sso", "login", "--profile", "my-dev-account")
	before := w.signIns()
	w.advance(70 * time.Minute)
	w.fob("whoami", "--profile", "my-dev-account")
	w.advance(70 * time.Minute)
	if id := w.whoami(awsCLI, "my-dev-account"); id.Account != devAccount {
		t.Errorf("the AWS CLI after fob's renewal: %+v", id)
	}
	if after := w.signIns(); after != before {
		t.Errorf("%d sign-ins more", after-before)
	}
}

func TestBothEndEachOthersLegacySignIn(t *testing.T) {
	t.Parallel()
	needAWS(t)
	w := newWorld(t)
	w.write(".aws/config", legacyConfig)
	w.fob("login", "--profile", "old")
	if id := w.whoami(awsCLI, "old"); id.Account != devAccount {
		t.Errorf("the AWS CLI on fob's legacy sign-in: %+v", id)
	}
	w.fob("logout", "--all")
	if r := w.run(nil, needAWS(t), "sts", "get-caller-identity", "--profile", "old"); r.code == 0 {
		t.Errorf("fob logout --all left the AWS CLI signed in\n%s", r)
	}
}

// signIns is how often anyone signed in anew, by whichever flow.
func (w *world) signIns() int {
	calls := w.sandbox.Calls()
	return calls["StartDeviceAuthorization"].Total + calls["Authorize"].Total
}
