package awsconfig_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/paths"
)

func setRegion(profile, value string) awsconfig.Plan {
	return awsconfig.Plan{{Type: awsconfig.TypeProfile, Name: profile, Key: "region", Value: value}}
}

func mustApply(t testing.TB, e *awsconfig.Editor, plan awsconfig.Plan) awsconfig.Change {
	t.Helper()
	c, err := e.Apply(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPreviewWritesNothing(t *testing.T) {
	e, p := newEditor(t)
	c, err := e.Preview(setRegion("dev", "x"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "[profile dev]\nregion = x\n"; len(c.Files) != 1 || string(c.Files[0].After) != want || c.Files[0].Before != nil {
		t.Errorf("change %q", c.Files)
	}
	for _, path := range []string{p.Config, p.Own} {
		if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is there: %v", path, err)
		}
	}
}

func TestAPlanThatChangesNothingWritesNothing(t *testing.T) {
	e, p := newEditor(t)
	write(t, p.Config, "[profile dev]\nregion = x\n")
	if err := os.Chmod(p.Config, 0o400); err != nil { // writing it would fail
		t.Fatal(err)
	}
	c := mustApply(t, e, append(setRegion("dev", "x"), awsconfig.Edit{Name: "dev", Key: "absent", Op: awsconfig.Unset}))
	if !c.Empty() || c.Diff() != "" {
		t.Errorf("change %+v", c)
	}
	if _, err := os.Stat(filepath.Join(p.Own, "undo")); !errors.Is(err, os.ErrNotExist) {
		t.Error("a copy was kept for nothing")
	}
}

func TestAFileThatDoesNotParseIsNeverWritten(t *testing.T) {
	e, p := newEditor(t)
	const broken = "[profile dev]\nregion = a\nsso_session my-sso\n"
	write(t, p.Config, broken)
	_, err := e.Apply(t.Context(), setRegion("dev", "x"))
	fe, ok := errors.AsType[*fault.Error](err)
	if !ok || !strings.Contains(strings.Join(fe.Detail, " "), "Nothing was changed") {
		t.Errorf("error %v", err)
	}
	if got := read(t, p.Config); got != broken {
		t.Errorf("file is %q", got)
	}
	// The other file is none of its business.
	mustApply(t, e, awsconfig.Plan{{Target: awsconfig.CredentialsFile, Name: "dev", Key: "aws_access_key_id", Value: "A"}})
}

func TestWhatWouldReadOtherwiseIsRefused(t *testing.T) {
	e, p := newEditor(t)
	write(t, p.Config, "[profile dev]\nplain = 1\ns3 =\n  a = 1\n")
	for name, edit := range map[string]awsconfig.Edit{
		"blank before":          {Name: "dev", Key: "k", Value: " S3CRET"},
		"blank behind":          {Name: "dev", Key: "k", Value: "S3CRET\u00a0"},
		"line break":            {Name: "dev", Key: "k", Value: "S3CRET\n[profile x]"},
		"carriage return":       {Name: "dev", Key: "k", Value: "S3CRET\r"},
		"control character":     {Name: "dev", Key: "k", Value: "S3CRET\x00"},
		"not UTF-8":             {Name: "dev", Key: "k", Value: "S3CRET\xff"},
		"comment":               {Name: "dev", Key: "k", Value: "S3CRET # x"},
		"comment at the start":  {Name: "dev", Key: "k", Value: "#S3CRET"},
		"comment behind a tab":  {Name: "dev", Key: "k", Value: "S3CRET\t;x"},
		"nested line break":     {Name: "dev", Key: "s3", Sub: "a", Value: "S3CRET\nx"},
		"empty key":             {Name: "dev"},
		"key with a blank":      {Name: "dev", Key: "a b"},
		"key with a =":          {Name: "dev", Key: "a=b"},
		"key with a colon":      {Name: "dev", Key: "a:b"},
		"key that is a comment": {Name: "dev", Key: "#a"},
		"key that is a section": {Name: "dev", Key: "[a]"},
		"key with a line break": {Name: "dev", Key: "a\nb"},
		"bad nested key":        {Name: "dev", Key: "s3", Sub: "a b"},
		"no name":               {Key: "a"},
		"name with a bracket":   {Name: "a]b", Key: "a"},
		"name with line break":  {Name: "a\nb", Key: "a"},
		"name with an escape":   {Name: "a\x1bb", Key: "a"},
		"name with outer blank": {Name: " a", Key: "a"},
		"DEFAULT":               {Target: awsconfig.CredentialsFile, Name: "DEFAULT", Key: "a"},
		"unknown type":          {Type: "plugins", Name: "a", Key: "a"},
		"session in the keys":   {Target: awsconfig.CredentialsFile, Type: awsconfig.TypeSession, Name: "a", Key: "a"},
		"value over a block":    {Name: "dev", Key: "s3", Value: "x"},
		"block over a value":    {Name: "dev", Key: "plain", Sub: "x", Value: "x"},
		"unset of nothing":      {Name: "dev", Op: awsconfig.Unset},
		"removal of nothing":    {Op: awsconfig.RemoveSection},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := e.Apply(t.Context(), awsconfig.Plan{edit})
			if fault.CodeOf(err) != fault.Usage {
				t.Fatalf("error %v, want a usage error", err)
			}
			if fe, _ := errors.AsType[*fault.Error](err); strings.Contains(fe.Summary+strings.Join(fe.Detail, ""), "S3CRET") {
				t.Errorf("the value is shown: %v", fe)
			}
		})
	}
	if got := read(t, p.Config); got != "[profile dev]\nplain = 1\ns3 =\n  a = 1\n" {
		t.Errorf("file is %q", got)
	}
}

func TestOddValuesThatReadBackAreWritten(t *testing.T) {
	e, _ := newEditor(t)
	for i, value := range []string{"a#b", "a;b", "x; y", `"quoted"`, "a = b", "[x]", "a\tb", "ü €", "100%", "$HOME", "='"} {
		mustApply(t, e, setRegion("dev", value))
		if s, _ := mustRead(t, e).View().Profile("dev"); s.Get("region") != value {
			t.Errorf("%d: %q reads %q", i, value, s.Get("region"))
		}
	}
}

func TestModeSymlinkAndNeighboursStay(t *testing.T) {
	e, p := newEditor(t)
	real := filepath.Join(t.TempDir(), "dotfiles-config")
	write(t, real, "[default]\nregion = a\n")
	if err := os.Chmod(real, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, p.Config); err != nil {
		t.Skip("no symlinks here:", err)
	}
	if _, err := os.Readlink(p.Config); err != nil {
		t.Skip("symlinks are made here, but none can be read, as under wine:", err)
	}
	write(t, filepath.Join(filepath.Dir(real), ".dotfiles-config.fob-tmp-1"), "left by a killed writer")
	mustApply(t, e, setRegion("default", "b"))
	if got := read(t, real); got != "[default]\nregion = b\n" {
		t.Errorf("target holds %q", got)
	}
	if _, err := os.Readlink(p.Config); err != nil {
		t.Error("the symlink is gone:", err)
	}
	if info, err := os.Stat(real); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	wantFiles(t, filepath.Dir(p.Config), "config", "fob")
	wantFiles(t, filepath.Dir(real), "dotfiles-config")
}

func TestFobsOwnFilesArePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("it has no such modes")
	}
	e, p := newEditor(t)
	mustApply(t, e, awsconfig.Plan{
		{Name: "a", Key: "region", Value: "x"},
		{Target: awsconfig.CredentialsFile, Name: "a", Key: "aws_secret_access_key", Value: "S3CRET"},
	})
	mustApply(t, e, setRegion("a", "y"))
	for _, path := range []string{p.Config, p.Credentials} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	err := filepath.WalkDir(p.Own, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if want := map[bool]os.FileMode{true: 0o700, false: 0o600}[d.IsDir()]; err == nil && info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", path, info.Mode().Perm(), want)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A plan that depends on the files is made from what they are under the lock,
// and not at all where its maker refuses.
func TestAPlanIsMadeFromTheFilesUnderTheLock(t *testing.T) {
	e, p := newEditor(t)
	write(t, p.Config, "[profile dev]\nregion = a\n")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := e.ApplyPlanned(t.Context(), func(now awsconfig.Files) (awsconfig.Plan, error) {
				s, _ := now.Find(awsconfig.TypeProfile, "dev")
				return setRegion("dev", s.Get("region")+"a"), nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := read(t, p.Config); got != "[profile dev]\nregion = aaaaaaaaa\n" {
		t.Errorf("file is %q", got)
	}
	refusal := errors.New("no")
	if _, err := e.ApplyPlanned(t.Context(), func(awsconfig.Files) (awsconfig.Plan, error) { return setRegion("dev", "x"), refusal }); err != refusal {
		t.Errorf("error %v", err)
	}
	if got := read(t, p.Config); got != "[profile dev]\nregion = aaaaaaaaa\n" {
		t.Errorf("file is %q", got)
	}
}

func TestUndoWalksBackThroughBothFiles(t *testing.T) {
	e, p := newEditor(t)
	write(t, p.Config, "[profile dev] # mine\r\nregion = a")
	states := []string{read(t, p.Config)}
	for _, region := range []string{"b", "c"} {
		mustApply(t, e, setRegion("dev", region))
		states = append(states, read(t, p.Config))
	}
	mustApply(t, e, awsconfig.Plan{
		{Name: "dev", Key: "region", Value: "d"},
		{Target: awsconfig.CredentialsFile, Name: "dev", Key: "aws_access_key_id", Value: "A"},
	})
	for i := len(states) - 1; i >= 0; i-- {
		c, err := e.Undo(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, p.Config); got != states[i] {
			t.Errorf("config is %q, want %q", got, states[i])
		}
		if got := string(c.Files[0].After); got != states[i] {
			t.Errorf("change says %q, want %q", got, states[i])
		}
	}
	wantFiles(t, filepath.Dir(p.Config), "config", "fob") // the credentials file was new, so it is gone
	if _, err := e.Undo(t.Context()); err == nil || !strings.Contains(err.Error(), "no change of fob's left") {
		t.Errorf("error %v", err)
	}
}

func TestUndoRefusesAndShowsWhatOthersChanged(t *testing.T) {
	e, p := newEditor(t)
	write(t, p.Config, "[profile dev]\nregion = a\n")
	mustApply(t, e, setRegion("dev", "b"))
	const edited = "[profile dev]\nregion = b\noutput = json\n"
	write(t, p.Config, edited)
	_, err := e.Undo(t.Context())
	fe, ok := errors.AsType[*fault.Error](err)
	if !ok {
		t.Fatalf("error %v", err)
	}
	want := []string{"--- ~/.aws/config", "+++ ~/.aws/config", "@@ -1,2 +1,3 @@", " [profile dev]", " region = b", "+output = json", "Nothing was changed."}
	if diff := cmp.Diff(want, fe.Detail); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if fe.Remedy != "~/.aws/fob/undo/000001/config.before" || read(t, filepath.Join(p.Own, "undo", "000001", "config.before")) != "[profile dev]\nregion = a\n" {
		t.Errorf("remedy %q", fe.Remedy)
	}
	if got := read(t, p.Config); got != edited {
		t.Errorf("file is %q", got)
	}
	write(t, p.Config, "[profile dev]\nregion = b\n") // taken back by hand
	if _, err := e.Undo(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestTenVersionsAreKept(t *testing.T) {
	e, p := newEditor(t)
	for i := range 13 {
		mustApply(t, e, setRegion("dev", strings.Repeat("x", i+1)))
	}
	wantFiles(t, filepath.Join(p.Own, "undo"), "000004", "000005", "000006", "000007", "000008", "000009", "000010", "000011", "000012", "000013")
	for range 10 {
		if _, err := e.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := read(t, p.Config), "[profile dev]\nregion = xxx\n"; got != want {
		t.Errorf("oldest version is %q, want %q", got, want)
	}
	if _, err := e.Undo(t.Context()); err == nil {
		t.Error("an eleventh was undone")
	}
}

// The record is written first, so a kill in between leaves one of a change
// that never was.
func TestARecordOfAChangeThatNeverReachedTheFilesIsPassedOver(t *testing.T) {
	e, p := newEditor(t)
	write(t, p.Config, "[profile dev]\nregion = a\n")
	mustApply(t, e, setRegion("dev", "b"))
	mustApply(t, e, setRegion("dev", "c"))
	write(t, p.Config, "[profile dev]\nregion = b\n")
	if _, err := e.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := read(t, p.Config); got != "[profile dev]\nregion = a\n" {
		t.Errorf("file is %q", got)
	}
}

func TestAHalfDeletedRecordIsPassedOver(t *testing.T) {
	e, p := newEditor(t)
	write(t, p.Config, "[profile dev]\nregion = a\n")
	mustApply(t, e, setRegion("dev", "b"))
	mustApply(t, e, setRegion("dev", "c"))
	write(t, p.Config, "[profile dev]\nregion = b\n")
	if err := os.Remove(filepath.Join(p.Own, "undo", "000002", "change.json")); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := read(t, p.Config); got != "[profile dev]\nregion = a\n" {
		t.Errorf("file is %q", got)
	}
}

func TestUndoLeavesFilesOfOtherSettingsAlone(t *testing.T) {
	e, p := newEditor(t)
	other := *e
	other.Paths.Config = filepath.Join(p.Home, "elsewhere", "config")
	mustApply(t, e, setRegion("dev", "a"))
	mustApply(t, &other, setRegion("dev", "b"))
	if _, err := e.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := read(t, other.Paths.Config); got != "[profile dev]\nregion = b\n" {
		t.Errorf("the other file is %q", got)
	}
}

func TestAFailedWriteChangesNeitherFile(t *testing.T) {
	e, p := newEditor(t)
	write(t, p.Config, "[profile dev]\n")
	write(t, p.Credentials, "[dev]\n")
	if err := os.Chmod(p.Credentials, 0o400); err != nil {
		t.Fatal(err)
	}
	_, err := e.Apply(t.Context(), awsconfig.Plan{
		{Name: "dev", Key: "region", Value: "d"},
		{Target: awsconfig.CredentialsFile, Name: "dev", Key: "aws_access_key_id", Value: "A"},
	})
	fe, ok := errors.AsType[*fault.Error](err)
	if !ok || !strings.HasPrefix(fe.Summary, "~/.aws/credentials cannot be written") {
		t.Errorf("error %v", err)
	}
	if got := read(t, p.Config); got != "[profile dev]\n" {
		t.Errorf("config is %q", got)
	}
	wantFiles(t, filepath.Join(p.Own, "undo"))
}

func TestTheSecretIsMaskedInTheDiff(t *testing.T) {
	e, p := newEditor(t)
	write(t, p.Credentials, "[dev]\naws_access_key_id = AKIA\naws_secret_access_key = OLDS3CRET\naws_session_token = T0KEN\n  T0KEN\nx = \x1b[31m\n")
	c := mustApply(t, e, awsconfig.Plan{{Target: awsconfig.CredentialsFile, Name: "dev", Key: "aws_secret_access_key", Value: "NEWS3CRET"}})
	want := `--- ~/.aws/credentials
+++ ~/.aws/credentials
@@ -1,5 +1,5 @@
 [dev]
 aws_access_key_id = AKIA
-aws_secret_access_key = ****************
+aws_secret_access_key = ****************
 aws_session_token = ****************
   ****************
`
	if diff := cmp.Diff(want, c.Diff()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func wantFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files in %s (-want +got):\n%s", dir, diff)
	}
}

func TestAnEditorCreatesTheDirectory(t *testing.T) {
	p, err := paths.Locate(paths.FromMap("linux", map[string]string{"HOME": filepath.Join(t.TempDir(), "new")}))
	if err != nil {
		t.Fatal(err)
	}
	mustApply(t, &awsconfig.Editor{Paths: p, Now: newClock}, setRegion("dev", "a"))
	if got := read(t, p.Config); got != "[profile dev]\nregion = a\n" {
		t.Errorf("file is %q", got)
	}
}
