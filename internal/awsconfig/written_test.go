package awsconfig

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/paths"
)

var keysEnd = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func lent(section string) Keys {
	return Keys{Section: section, Profile: "my-dev", Session: "https://corp.awsapps.com/start/#", Region: "eu-west-1", Credentials: ident.Credentials{
		AccessKeyID: "ASIAWRITTEN", SecretAccessKey: "secret/+=", SessionToken: "token==", Expiration: keysEnd,
	}}
}

// credentialsEditor edits a credentials file of its own; nil means none.
func credentialsEditor(t testing.TB, text []byte) *Editor {
	t.Helper()
	p, err := paths.Locate(paths.FromMap("linux", map[string]string{"HOME": t.TempDir()}))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(p.Credentials), 0o700); err != nil {
		t.Fatal(err)
	}
	if text != nil {
		if err := os.WriteFile(p.Credentials, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return &Editor{Paths: p, Now: time.Now}
}

func (e *Editor) text(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile(e.Paths.Credentials)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func all(Written) bool { return true }

const ownSection = "[dev]\naws_access_key_id = ASIAWRITTEN\naws_secret_access_key = secret/+=\naws_session_token = token==\n" +
	"fob_written_for = my-dev\nfob_written_key = ASIAWRITTEN\nfob_written_until = 2026-11-23T12:00:00Z\n" +
	"fob_written_session = https://corp.awsapps.com/start/#\nregion = eu-west-1\nfob_written_region = eu-west-1\n"

func TestKeysAreWrittenAsASectionThatTellsWhatTheyAre(t *testing.T) {
	e := credentialsEditor(t, []byte("[prod]\naws_access_key_id = AKIA\naws_secret_access_key = s\n"))
	if err := e.WriteKeys(t.Context(), []Keys{lent("dev")}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("[prod]\naws_access_key_id = AKIA\naws_secret_access_key = s\n\n"+ownSection, e.text(t)); diff != "" {
		t.Error(diff)
	}
	files, err := Read(e.Paths)
	if err != nil {
		t.Fatal(err)
	}
	want := []Written{{Section: "dev", Profile: "my-dev", Session: "https://corp.awsapps.com/start/#", Region: "eu-west-1", KeyID: "ASIAWRITTEN", Until: keysEnd, Pos: Pos{e.Paths.Credentials, 5}}}
	if diff := cmp.Diff(want, files.Written()); diff != "" {
		t.Error(diff)
	}
	if entries, _ := os.ReadDir(filepath.Join(e.Paths.Own, "undo")); len(entries) > 0 {
		t.Errorf("a copy of the keys is kept: %v", entries)
	}
}

func TestANewFileOfKeysIsPrivate(t *testing.T) {
	e := credentialsEditor(t, nil)
	if err := e.WriteKeys(t.Context(), []Keys{lent("dev")}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(e.Paths.Credentials); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, mode %v", err, info.Mode())
	}
	if diff := cmp.Diff(ownSection, e.text(t)); diff != "" {
		t.Error(diff)
	}
}

// roundTrips are files as people have them.
var roundTrips = map[string]string{
	"empty":                         "",
	"no last newline":               "[prod]\naws_access_key_id = AKIA",
	"CRLF":                          "[prod]\r\naws_access_key_id = AKIA\r\n",
	"CRLF and no last newline":      "[prod]\r\naws_access_key_id = AKIA",
	"a byte order mark":             "\ufeff[prod]\nregion = x\n",
	"a byte order mark alone":       "\ufeff",
	"empty lines at the end":        "[prod]\nregion = x\n\n\n",
	"blanks without a newline":      "[prod]\nregion = x\n  ",
	"comments around":               "# mine\n\n# of prod\n[prod]\nregion = x # here\n# below\n\n; the end\n",
	"a comment without a newline":   "[prod]\nregion = x\n# the end",
	"only a comment":                "# nothing yet\n",
	"the section is there":          "[dev]\nregion = x\n\n# of prod\n[prod]\nregion = y\n",
	"the section is there, at last": "[prod]\nregion=y\n[dev]\nregion=x",
	"its header alone":              "[dev]",
	"its header and a comment":      "[dev]\n# to come\n\n[prod]\n",
	"tabs and no blanks":            "[dev]\nregion=x\n[ prod\t]\nregion\t=\ty\n",
	"nested values":                 "[dev]\ns3 =\n  max = 2\n[prod]\n",
}

func TestWritingAndClearingGivesTheFileBackToTheByte(t *testing.T) {
	for name, text := range roundTrips {
		for _, sections := range [][]string{{"dev"}, {"dev", "other"}, {"my name", "dev"}} {
			t.Run(name+", "+strings.Join(sections, " and "), func(t *testing.T) {
				roundTrip(t, text, sections)
			})
		}
	}
}

// roundTrip writes into sections, renews them, and clears one by one.
func roundTrip(t testing.TB, text string, sections []string) {
	t.Helper()
	e := credentialsEditor(t, []byte(text))
	for range 2 {
		for _, s := range sections {
			if err := e.WriteKeys(context.Background(), []Keys{lent(s)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	files, err := Read(e.Paths)
	if err != nil {
		t.Fatal(err)
	}
	if err := files.Writable(CredentialsFile); err != nil {
		t.Fatal(err)
	}
	if len(files.Written()) != len(sections) {
		t.Fatalf("wrote %d sections, and %d are told:\n%s", len(sections), len(files.Written()), e.text(t))
	}
	for _, s := range sections {
		if _, err := e.ClearKeys(context.Background(), func(w Written) bool { return w.Section == s }); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(text, e.text(t)); diff != "" {
		t.Error(diff)
	}
}

func FuzzWritingAndClearingGivesTheFileBack(f *testing.F) {
	for _, text := range roundTrips {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		files := Files{CredentialsPath: "credentials", Credentials: []byte(text)}
		if _, taken := files.Find(TypeProfile, "dev"); files.Writable(CredentialsFile) != nil || len(text) > 1<<12 || taken && len(newDraft(CredentialsFile, []byte(text)).meaning(ref{TypeProfile, "dev"})) > 1 {
			return
		}
		e := credentialsEditor(t, []byte(text))
		if err := e.WriteKeys(context.Background(), []Keys{lent("dev")}); err != nil {
			if e.text(t) != text {
				t.Errorf("refused, and changed all the same: %v", err)
			}
			return
		}
		if _, err := e.ClearKeys(context.Background(), all); err != nil {
			t.Fatal(err)
		}
		if got := e.text(t); got != text {
			t.Errorf("%q came back as %q", text, got)
		}
	})
}

func TestKeysThatFobDidNotWriteStay(t *testing.T) {
	changed := strings.Replace(ownSection, "aws_access_key_id = ASIAWRITTEN", "aws_access_key_id = AKIAOTHER", 1)
	for name, tc := range map[string]struct{ text, say string }{
		"static keys":          {"[dev]\naws_access_key_id = AKIA\naws_secret_access_key = s\n", "line 2: aws_access_key_id"},
		"a secret alone":       {"[dev]\nregion = x\naws_secret_access_key = s\n", "line 3: aws_secret_access_key"},
		"an empty key":         {"[dev]\naws_access_key_id =\n", "line 2: aws_access_key_id"},
		"a token by old name":  {"[dev]\naws_security_token = s\n", "aws_security_token"},
		"changed since":        {changed, "line 2: aws_access_key_id"},
		"the section is twice": {"[dev]\nregion = x\n[dev]\nregion = y\n", "twice"},
		"no section at all":    {"[dev\n", "line 1"},
		"half a line end":      {"[prod]\nregion = x\r", "half a line end"},
	} {
		t.Run(name, func(t *testing.T) {
			e := credentialsEditor(t, []byte(tc.text))
			err := e.WriteKeys(t.Context(), []Keys{lent("other"), lent("dev")})
			var f *fault.Error
			if !errors.As(err, &f) || fault.CodeOf(err) != fault.Failed || !strings.Contains(fmt.Sprint(f.Summary, f.Detail), tc.say) {
				t.Errorf("got %v, want a fault with %q", err, tc.say)
			}
			if f != nil && name != "no section at all" && name != "half a line end" && f.Remedy != "fob credentials write my-dev --as NAME" {
				t.Errorf("remedy %q", f.Remedy)
			}
			if cleared, err := e.ClearKeys(t.Context(), all); err == nil && len(cleared) > 0 {
				t.Errorf("cleared %v", cleared)
			}
			if diff := cmp.Diff(tc.text, e.text(t)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestKeysAreNotPutWhereOthersRead(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no modes")
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o620, 0o602, 0o644} {
		e := credentialsEditor(t, []byte("[prod]\n"))
		if err := os.Chmod(e.Paths.Credentials, mode); err != nil {
			t.Fatal(err)
		}
		if err := e.WriteKeys(t.Context(), []Keys{lent("dev")}); fault.RemedyOf(err) != "chmod 600 ~/.aws/credentials" {
			t.Errorf("mode %o: got %v, remedy %q", mode, err, fault.RemedyOf(err))
		}
		if e.text(t) != "[prod]\n" {
			t.Errorf("mode %o: it was changed", mode)
		}
	}
}

// What others add to a section of fob's stays there, and so does what they put
// behind it.
func TestClearingLeavesWhatOthersHaveAdded(t *testing.T) {
	e := credentialsEditor(t, []byte(strings.Replace(ownSection, "region = eu-west-1", "region = eu-north-1", 1)+"# my note\n\n[mine]\nregion = x\n"))
	if cleared, err := e.ClearKeys(t.Context(), all); err != nil || len(cleared) != 1 {
		t.Fatalf("%v, %v", cleared, err)
	}
	if diff := cmp.Diff("[dev]\nregion = eu-north-1\n# my note\n\n[mine]\nregion = x\n", e.text(t)); diff != "" {
		t.Error(diff)
	}
	e = credentialsEditor(t, []byte(ownSection+"# of mine\n[mine]\nregion = x\n"))
	if _, err := e.ClearKeys(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("# of mine\n[mine]\nregion = x\n", e.text(t)); diff != "" {
		t.Error(diff)
	}
}

func TestWritersAtOnceLoseNothing(t *testing.T) {
	const before = "[prod]\naws_access_key_id = AKIA"
	e := credentialsEditor(t, []byte(before))
	var wait sync.WaitGroup
	for i := range 16 {
		wait.Go(func() {
			if err := e.WriteKeys(t.Context(), []Keys{lent(fmt.Sprint("dev", i))}); err != nil {
				t.Error(err)
			}
			if i%2 == 0 {
				if _, err := e.ClearKeys(t.Context(), func(w Written) bool { return w.Section == fmt.Sprint("dev", i) }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	files, err := Read(e.Paths)
	if err != nil || len(files.Written()) != 8 {
		t.Errorf("%v: %d sections are left, want 8", err, len(files.Written()))
	}
	if _, err := e.ClearKeys(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, e.text(t)); diff != "" {
		t.Error(diff)
	}
}
