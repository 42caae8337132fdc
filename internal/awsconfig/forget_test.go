package awsconfig_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
)

// holding lists the files below dir that hold a text.
func holding(t *testing.T, dir, text string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.Contains(read(t, path), text) {
			rel, _ := filepath.Rel(dir, path) // path lies below dir
			found = append(found, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func secretEdit(op awsconfig.Op, key, value string) awsconfig.Plan {
	return awsconfig.Plan{{Target: awsconfig.CredentialsFile, Name: "dev", Key: key, Value: value, Op: op}}
}

func TestForgetErasesEveryCopyAndNotTheFiles(t *testing.T) {
	e, p := newEditor(t)
	write(t, p.Credentials, "[dev]\naws_secret_access_key = S3CRET\nx = 1\n")
	write(t, p.Config, "[profile dev]\n")
	mustApply(t, e, secretEdit(awsconfig.Set, "x", "2"))
	mustApply(t, e, setRegion("dev", "a"))
	mustApply(t, e, secretEdit(awsconfig.Unset, "aws_secret_access_key", ""))
	undo := filepath.Join(p.Own, "undo")
	// What killed editors leave: a record that was begun, one that was half
	// deleted, and a temporary file.
	for path, text := range map[string]string{
		filepath.Join(undo, "new-123", "credentials.before"): "[dev]\naws_secret_access_key = S3CRET\n",
		filepath.Join(undo, "000009", "credentials.before"):  "[dev]\naws_secret_access_key = S3CRET\n",
	} {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, path, text)
	}
	temporary := filepath.Join(filepath.Dir(p.Credentials), ".credentials.fob-tmp-1")
	write(t, temporary, "[dev]\naws_secret_access_key = S3CRET\n")
	if got := len(holding(t, p.Own, "S3CRET")); got != 5 {
		t.Fatalf("%d copies hold the secret: %v", got, holding(t, p.Own, "S3CRET"))
	}
	files := [2]string{read(t, p.Config), read(t, p.Credentials)}
	got, err := e.Forget(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(awsconfig.Forgotten{Changes: 4}, got); diff != "" {
		t.Error(diff)
	}
	if left := holding(t, filepath.Dir(p.Config), "S3CRET"); left != nil {
		t.Errorf("the secret is still in %v", left)
	}
	if files != [2]string{read(t, p.Config), read(t, p.Credentials)} {
		t.Error("the files were changed")
	}
	if _, err := e.Undo(t.Context()); err == nil || !strings.Contains(err.Error(), "no change of fob's left") {
		t.Errorf("error %v", err)
	}
	if got, err := e.Forget(t.Context()); err != nil || got.Changes != 0 {
		t.Errorf("again: %+v, %v", got, err)
	}
	mustApply(t, e, setRegion("dev", "b"))
	if _, err := e.Undo(t.Context()); err != nil || read(t, p.Config) != files[0] {
		t.Errorf("a change made afterwards: %v", err)
	}
}

func TestForgetBeforeAnyChange(t *testing.T) {
	e, _ := newEditor(t)
	if got, err := e.Forget(t.Context()); err != nil || got.Changes != 0 || got.Left != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestForgetNamesWhatItLeaves(t *testing.T) {
	e, p := newEditor(t)
	mustApply(t, e, setRegion("dev", "a"))
	mustApply(t, e, setRegion("dev", "b"))
	undo := filepath.Join(p.Own, "undo")
	write(t, filepath.Join(undo, "mine.txt"), "x")
	stuck := filepath.Join(undo, "000001", "folder", "file") // a record holds files alone
	if err := os.MkdirAll(filepath.Dir(stuck), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, stuck, "x")
	got, err := e.Forget(t.Context())
	if diff := cmp.Diff(awsconfig.Forgotten{Changes: 1, Left: []string{filepath.Join(undo, "mine.txt")}}, got); diff != "" {
		t.Error(diff)
	}
	f, ok := errors.AsType[*fault.Error](err)
	if !ok || f.Remedy != "~/.aws/fob/undo/000001" || !strings.HasPrefix(f.Summary, "a copy in ~/.aws/fob/undo/000001 cannot be deleted") {
		t.Errorf("error %v", err)
	}
	wantFiles(t, undo, "000001", "mine.txt")
}

func TestCopiesThatHoldRemovedSecretsAreFound(t *testing.T) {
	const file = "[dev]\naws_secret_access_key = S3CRET\naws_session_token = T0KEN\n  L1NE\naws_security_token = 0LD\nx = 1\n"
	for name, tc := range map[string]struct {
		edits []awsconfig.Plan
		drops bool // the last of them
		kept  bool
	}{
		"nothing was changed":   {},
		"another key":           {[]awsconfig.Plan{secretEdit(awsconfig.Set, "x", "2")}, false, false},
		"a first secret":        {[]awsconfig.Plan{{{Target: awsconfig.CredentialsFile, Name: "new", Key: "aws_secret_access_key", Value: "N"}}}, false, false},
		"the secret removed":    {[]awsconfig.Plan{secretEdit(awsconfig.Unset, "aws_secret_access_key", "")}, true, true},
		"the secret replaced":   {[]awsconfig.Plan{secretEdit(awsconfig.Set, "aws_secret_access_key", "N")}, true, true},
		"the token removed":     {[]awsconfig.Plan{secretEdit(awsconfig.Unset, "aws_session_token", "")}, true, true},
		"the old token removed": {[]awsconfig.Plan{secretEdit(awsconfig.Unset, "aws_security_token", "")}, true, true},
		"the section removed":   {[]awsconfig.Plan{secretEdit(awsconfig.RemoveSection, "", "")}, true, true},
		"removed, and then another key": {[]awsconfig.Plan{
			secretEdit(awsconfig.Unset, "aws_secret_access_key", ""), secretEdit(awsconfig.Set, "x", "2"),
		}, false, true},
		"moved to another section": {[]awsconfig.Plan{{
			{Target: awsconfig.CredentialsFile, Name: "dev", Key: "aws_secret_access_key", Op: awsconfig.Unset},
			{Target: awsconfig.CredentialsFile, Name: "other", Key: "aws_secret_access_key", Value: "S3CRET"},
		}}, false, false},
		"replaced, and then as before": {[]awsconfig.Plan{
			secretEdit(awsconfig.Set, "aws_secret_access_key", "N"), secretEdit(awsconfig.Set, "aws_secret_access_key", "S3CRET"),
		}, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			e, p := newEditor(t)
			write(t, p.Credentials, file)
			drops := false
			for _, plan := range tc.edits {
				drops = mustApply(t, e, plan).DropsSecrets()
			}
			if drops != tc.drops || e.KeepsRemovedSecrets() != tc.kept {
				t.Errorf("drops %t, kept %t; want %t, %t", drops, e.KeepsRemovedSecrets(), tc.drops, tc.kept)
			}
			if _, err := e.Forget(t.Context()); err != nil || e.KeepsRemovedSecrets() {
				t.Errorf("after Forget: %v", err)
			}
		})
	}
}

// A secret that is removed by hand, or from one of two files, is found in the
// copies as well, also in what a killed process left.
func TestCopiesOfKilledEditorsAndOfOtherFilesCount(t *testing.T) {
	e, p := newEditor(t)
	other := *e
	other.Paths.Credentials = filepath.Join(p.Home, "elsewhere", "credentials")
	mustApply(t, &other, awsconfig.Plan{{Target: awsconfig.CredentialsFile, Name: "dev", Key: "aws_secret_access_key", Value: "S3CRET"}})
	if e.KeepsRemovedSecrets() {
		t.Error("the secret stands in the other file")
	}
	write(t, other.Paths.Credentials, "[dev]\n")
	if !e.KeepsRemovedSecrets() {
		t.Error("it does not any more")
	}
	if _, err := e.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(p.Own, "undo", "new-1", "credentials.before")
	if err := os.MkdirAll(filepath.Dir(half), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, half, "[dev]\naws_secret_access_key = S3CRET\n")
	if !e.KeepsRemovedSecrets() {
		t.Error("what a killed process left holds the secret")
	}
}
