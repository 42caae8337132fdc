package app_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/sandbox"
)

// refuseOnce makes the next call of an operation fail with 403.
func (w *world) refuseOnce(operation string) {
	w.t.Helper()
	if _, err := w.sandbox.Fault(sandbox.Fault{Kind: sandbox.Status, Status: 403, Count: 1, Operation: operation}); err != nil {
		w.t.Fatal(err)
	}
}

func TestARefusalForOneAccountRemovesNothing(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	w.must(guidePopulate...)
	before := w.config()
	w.refuseOnce("ListAccountRoles")
	r := w.must(guidePopulate...)
	if w.config() != before {
		t.Errorf("the config is now\n%s", w.config())
	}
	for _, want := range []string{"Nothing to write.\n", "Warning: the roles in account ", "are not known: AWS refused to list them (", "; its 2 profiles stay as they are: "} {
		if !strings.Contains(r.stderr, want) {
			t.Errorf("%q is not in\n%s", want, r.stderr)
		}
	}
	w.refuseOnce("ListAccountRoles")
	r = w.must(append(guidePopulate, "-o", "json")...)
	var doc struct {
		Written    bool
		Removed    []struct{ Name string }
		Left       []struct{ Name, Reason string }
		Incomplete []struct {
			AccountID string `json:"account_id"`
			Reason    string
			Profiles  []string
		}
	}
	if err := json.Unmarshal([]byte(r.stdout), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Written || len(doc.Removed) > 0 || len(doc.Left) != 2 || doc.Left[0].Reason == "" {
		t.Errorf("%+v", doc)
	}
	if len(doc.Incomplete) != 1 || len(doc.Incomplete[0].Profiles) != 2 || doc.Incomplete[0].AccountID == "" || doc.Incomplete[0].Reason == "" {
		t.Errorf("incomplete: %+v", doc.Incomplete)
	}
}

// What stays in the config is said to stay, where every account is refused, too.
func TestARefusalForEveryAccountIsNotCalledNoAccess(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	w.must(guidePopulate...)
	before := w.config()
	if _, err := w.sandbox.Fault(sandbox.Fault{Kind: sandbox.Status, Status: 403, Operation: "ListAccountRoles"}); err != nil {
		t.Fatal(err)
	}
	r := w.must(guidePopulate...)
	if w.config() != before || !strings.Contains(r.stderr, "AWS did not say which roles you have. Nothing was changed.\n") {
		t.Errorf("%s\n%s", r.stderr, w.config())
	}
	roles := w.must("roles")
	if roles.stdout != "" || strings.Count(roles.stderr, "are not known: AWS refused to list them") != 2 {
		t.Errorf("roles: %s%s", roles.stdout, roles.stderr)
	}
}

const gone = "[profile gone.admin]\nsso_session = my-sso\nsso_account_id = 999999999999\nsso_role_name = Admin\nregion = us-east-1\nsso_auto_populated = true\n"

func TestAnAccountThatIsNotListedIsAskedAboutBeforeItsProfilesGo(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	w.must(guidePopulate...)
	w.writeConfig(w.config() + gone)
	before := w.config()
	if _, err := w.sandbox.Fault(sandbox.Fault{Kind: sandbox.Status, Status: 400, Count: 1, Skip: 2, Operation: "ListAccountRoles"}); err != nil {
		t.Fatal(err)
	}
	if r := w.run(guidePopulate...); r.code == 0 || w.config() != before {
		t.Errorf("code %d\n%s\n%s", r.code, r.stderr, w.config())
	}
	w.must(guidePopulate...)
	if strings.Contains(w.config(), "gone.admin") {
		t.Errorf("the config is\n%s", w.config())
	}
}

// The example of the report: a profile of one's own by the name that populate
// would give.
func TestAProfileOfOnesOwnIsOverwrittenOnlyWhenThatIsAsked(t *testing.T) {
	const mine = "[profile developeraccount.readonly]\nsso_session = other\nsso_account_id = 999999999999\nsso_role_name = Mine\n"
	w := newWorld(t)
	w.signIn()
	w.writeConfig(guideConfig + "[sso-session other]\nsso_start_url = https://other.awsapps.com/start\nsso_region = eu-west-1\n" + mine)
	r := w.must(append(guidePopulate, "--sso-session", "my-sso")...)
	if !strings.Contains(w.config(), mine) {
		t.Errorf("the config is\n%s", w.config())
	}
	want := `Warning: ReadOnly in DeveloperAccount (111122223333) gets no profile "developeraccount.readonly": a profile has that name already, and it uses the session other; --existing-config-action overwrite replaces that.` + "\n"
	if !strings.Contains(r.stderr, want) {
		t.Errorf("it says\n%s", r.stderr)
	}
	w.must(append(guidePopulate, "--sso-session", "my-sso", "--existing-config-action", "overwrite")...)
	if strings.Contains(w.config(), "Mine") || !strings.Contains(w.config(), "[profile developeraccount.readonly]\nsso_session = my-sso\nsso_account_id = 111122223333\nsso_role_name = ReadOnly\n") {
		t.Errorf("the config is\n%s", w.config())
	}
}

func TestAProfileWithKeysOfItsOwnStaysWhereNobodyCanBeAsked(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	w.must(guidePopulate...)
	w.writeConfig(w.config() + gone + "output = json\n")
	before := w.config()
	for _, args := range [][]string{nil, {"--yes"}} {
		r := w.must(append(guidePopulate, args...)...)
		if w.config() != before || !strings.Contains(r.stderr, "Warning: gone.admin is not removed, though its access is gone: it has keys that populate did not write: output.\n") {
			t.Errorf("%q: %s\n%s", args, r.stderr, w.config())
		}
	}
}
