package interop_test

import (
	"os"
	"strings"
	"testing"
)

// lentFile is a credentials file as a person has it: no newline at the end.
const lentFile = "# mine\r\n[other]\r\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\r\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

// Keys in a section of their own are all that a client needs, and it minds
// neither the marks nor that there is no such profile in the config.
func TestEveryClientUsesTheKeysThatFobWrote(t *testing.T) {
	w := newWorld(t)
	w.write(".aws/config", guideConfig)
	w.write(".aws/credentials", lentFile)
	w.fobFails(3, "credentials", "write", "my-prod-account", "--as", "lent")
	w.fob("login", session)
	w.fob("credentials", "write", "my-prod-account", "--as", "lent")
	written := w.writtenKey("lent")
	// From here on there is nothing else to be had.
	if err := os.RemoveAll(w.path(".aws", "cli", "cache")); err != nil {
		t.Fatal(err)
	}
	for _, c := range append([]client{awsCLI, fobItself}, sdks...) {
		if c.only != "" {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			v := *w
			v.t = t
			id := v.whoami(c, "lent")
			if id.Account != prodAccount || !strings.Contains(id.Arn, "_"+readOnly+"_") || id.AccessKeyId != "" && id.AccessKeyId != written {
				t.Errorf("%+v, want the keys %s", id, written)
			}
		})
	}
	if r := w.fob("logout"); !strings.Contains(r.stdout, "Took the keys of [lent] out of ~/.aws/credentials.") {
		t.Errorf("%s", r)
	}
	if got := w.read(".aws/credentials"); got != lentFile {
		t.Errorf("after the sign-out the file is %q", got)
	}
}

// Where the profile has a sign-in, too, readers disagree. docs/credentials.md
// tells what is proved here.
func TestWhoTakesWrittenKeysBeforeTheSignIn(t *testing.T) {
	keysFirst := map[string]bool{"Go SDK v2": true, "JavaScript SDK v3": true}
	w := newWorld(t)
	w.write(".aws/config", guideConfig)
	w.fob("login", session)
	// A role that the sign-in does not have shows whose keys are used.
	w.fob("credentials", "write", "my-prod-account", "--as", "my-dev-account")
	for _, c := range append([]client{awsCLI, fobItself}, sdks...) {
		if c.only != "" {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			v := *w
			v.t = t
			if got := v.whoami(c, "my-dev-account").Account == prodAccount; got != keysFirst[c.name] {
				t.Errorf("it takes the written keys first: %v", got)
			}
		})
	}
}

// writtenKey is the access key id in a section that fob wrote.
func (w *world) writtenKey(section string) string {
	w.t.Helper()
	_, rest, ok := strings.Cut(w.read(".aws/credentials"), "["+section+"]")
	_, key, found := strings.Cut(rest, "fob_written_key = ")
	if !ok || !found {
		w.t.Fatalf("nothing is written for %s", section)
	}
	key, _, _ = strings.Cut(key, "\n")
	return strings.TrimSpace(key)
}
