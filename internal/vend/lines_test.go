package vend

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/profile"
)

// A bad line stops the profiles that need its section, and a line that SDKs
// refuse is told once to those who use it.
func TestCredentialsComeFromTheSectionsThatCanBeRead(t *testing.T) {
	w := newWorld(t, "junk before\n[profile colon]\naws_access_key_id: AKIACOLON\n  # note\naws_secret_access_key: s\n[profile good]\naws_access_key_id = AKIAGOOD\naws_secret_access_key = s\n[profile bad]\naws_access_key_id AKIABAD\n")
	w.write(w.Store.Paths.Credentials, "[indented]\n  aws_access_key_id = AKIAINDENTED\n  aws_secret_access_key = s\n")
	var lines []string
	w.WarnLine = Once(func(text string) { lines = append(lines, text[:strings.IndexByte(text, ';')]) })
	for range 2 {
		for name, key := range map[string]string{"colon": "AKIACOLON", "good": "AKIAGOOD", "indented": "AKIAINDENTED"} {
			if got, err := w.Credentials(t.Context(), name); err != nil || got.AccessKeyID != key {
				t.Errorf("%s: %v, %v", name, got.AccessKeyID, err)
			}
		}
	}
	for name, want := range map[string]string{"bad": "~/.aws/config line 10 is not a key", "default": "~/.aws/config line 1 stands before any section"} {
		if _, err := w.Credentials(t.Context(), name); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: error %v, want %s", name, err, want)
		}
	}
	want := map[string]bool{
		"~/.aws/config line 3 has a colon in place of the =":                     true,
		"~/.aws/credentials line 2 is indented, although no key stands above it": true,
	}
	got := map[string]bool{}
	for _, l := range lines {
		if got[l] {
			t.Errorf("told twice: %s", l)
		}
		got[l] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}

// Endpoints come from a services section, which the profile needs as well.
func TestABadServicesSectionStopsItsProfile(t *testing.T) {
	w := newWorld(t, "[profile a]\nservices = local\naws_access_key_id = A\naws_secret_access_key = s\n[services local]\nsts =\n  endpoint_url http://localhost\n")
	if _, err := w.Credentials(t.Context(), "a"); err == nil || !strings.HasPrefix(err.Error(), "~/.aws/config line 7 is not KEY = VALUE") {
		t.Errorf("error %v", err)
	}
}

// The access token of a session needs no profile's section.
func TestATokenNeedsNoProfileThatCannotBeRead(t *testing.T) {
	w := newWorld(t, sessionText+"[profile bad]\njunk\n")
	w.signedIn(8 * 3600e9)
	w.env["AWS_PROFILE"] = "bad"
	if _, err := w.Token(t.Context(), profile.Session{Name: corp.Name, StartURL: corp.StartURL, Region: "eu-west-1"}); err != nil {
		t.Error(err)
	}
}

// What cannot be read as a whole is nobody's.
func TestAFileInUTF16GivesNothing(t *testing.T) {
	w := newWorld(t, "")
	if err := os.WriteFile(w.Store.Paths.Config, []byte("\xff\xfe[\x00"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Credentials(t.Context(), "default"); err == nil || !strings.Contains(err.Error(), "UTF-16") {
		t.Errorf("error %v", err)
	}
}
