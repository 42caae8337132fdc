package app_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAccountsAndRolesOfASignIn(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	for line, want := range map[string]string{
		"accounts": "ACCOUNT        NAME                EMAIL\n" +
			"111122223333   DeveloperAccount    dev-admin@example.com\n" +
			"444455556666   ProductionAccount   prod-admin@example.com\n",
		"accounts my-sso -o json --query [0]": "{\n  \"account_id\": \"111122223333\",\n  \"account_name\": \"DeveloperAccount\",\n" +
			"  \"email\": \"dev-admin@example.com\",\n  \"session\": \"my-sso\"\n}\n",
		"roles": "ACCOUNT        NAME                ROLE\n" +
			"111122223333   DeveloperAccount    AdministratorAccess\n" +
			"111122223333   DeveloperAccount    ReadOnly\n" +
			"444455556666   ProductionAccount   AdministratorAccess\n" +
			"444455556666   ProductionAccount   ReadOnly\n",
		"roles --account-id 444455556666 -o json --query [1]": "{\n  \"account_id\": \"444455556666\",\n  \"account_name\": \"ProductionAccount\",\n" +
			"  \"role_name\": \"ReadOnly\",\n  \"session\": \"my-sso\"\n}\n",
	} {
		r := w.must(strings.Fields(line)...)
		if diff := cmp.Diff(want, r.stdout); diff != "" || r.stderr != "" {
			t.Errorf("fob %s: %s\n%s", line, diff, r.stderr)
		}
	}
}

func TestAccountsAndRolesThatCannotBeListed(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	for line, tc := range map[string]struct {
		code   int
		stderr string
	}{
		"roles --account-id 999999999999": {4, "Error: the account 999999999999 is not assigned to you in my-sso.\nThese are:\n  fob accounts my-sso\n"},
		"roles --account-id 1":            {2, "Error: --account-id: "},
		"roles my-sos":                    {2, "Error: "},
	} {
		if r := w.run(strings.Fields(line)...); r.code != tc.code || !strings.HasPrefix(r.stderr, tc.stderr) || r.stdout != "" {
			t.Errorf("fob %s: code %d\n%s%s", line, r.code, r.stdout, r.stderr)
		}
	}
	w.sandbox.EndSessions("")
	for _, verb := range []string{"accounts", "roles"} {
		want := "Error: AWS no longer accepts the sign-in to my-sso.\nSign in again:\n  fob login my-sso\n"
		if r := w.run(verb); r.code != 3 || r.stderr != want {
			t.Errorf("the session is over: fob %s: code %d\n%s", verb, r.code, r.stderr)
		}
	}
	w.must("logout", "--local")
	for _, verb := range []string{"accounts", "roles"} {
		if r := w.run(verb); r.code != 3 || !strings.Contains(r.stderr, "\n  fob login my-sso\n") {
			t.Errorf("signed out: fob %s: code %d\n%s", verb, r.code, r.stderr)
		}
	}
}

func TestLoginAnswersAsJSON(t *testing.T) {
	w := newWorld(t)
	w.signIn()
	r := w.must("login", "-o", "json", "--query", "[session, state, signed_in]")
	if want := "[\n  \"my-sso\",\n  \"active\",\n  true\n]\n"; r.stdout != want || r.stderr != "" {
		t.Errorf("got %s%s", r.stdout, r.stderr)
	}
}

// A program that started fob reads the same facts that a person is shown.
func TestErrorsForPrograms(t *testing.T) {
	const facts = `{"error":{"code":5,"summary":"there is no profile \"my-dev\".","detail":["Did you mean:","  my-dev-account"],"hint":"List them all:","remedy":"fob profiles"}}` + "\n"
	w := newWorld(t)
	w.writeConfig(guideConfig + "[profile round]\ncredential_process = FOB_TEST_RUN_AS_FOB=1 " + w.command().Path + " whoami -p my-dev\n")
	person := w.env
	for value, want := range map[string]ran{
		"json":        {stderr: facts, code: 5},
		"json-stdout": {stdout: facts, code: 5},
		"":            {stderr: "Error: there is no profile \"my-dev\".\nDid you mean:\n  my-dev-account\nList them all:\n  fob profiles\n", code: 5},
	} {
		w.env = append(person[:len(person):len(person)], "FOB_ERRORS="+value)
		for _, words := range [][]string{{"whoami", "-p", "my-dev"}, {"credential-process", "--profile", "my-dev"}} {
			if got := w.run(words...); got != want {
				t.Errorf("FOB_ERRORS=%s %v: %+v", value, words, got)
			}
		}
	}
	w.env = append(person[:len(person):len(person)], "FOB_ERRORS=json")
	if r := w.run("--nonsense"); r.code != 2 || !strings.HasPrefix(r.stderr, `{"error":{"code":2,`) {
		t.Errorf("a mistake in the command line: %+v", r)
	}
	if r := w.run("credential-process", "--profile", "round"); strings.Contains(r.stderr, `{\"error`) || !strings.Contains(r.stderr, "it said: Error: there is no profile") {
		t.Errorf("a credential_process talks to people: %+v", r)
	}
}
