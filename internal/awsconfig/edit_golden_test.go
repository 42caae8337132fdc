package awsconfig_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/awsconfig"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Each folder of testdata/edit holds files as they are before an edit (config,
// credentials), what is done, an edit a line, and the files after it:
//
//	set | profile | my prof | region | eu-west-1
//	set | profile | dev | s3.addressing_style | path
//	unset | credentials | dev | region
//	remove | sso-session | corp
func TestEditsLeaveEveryOtherByteAlone(t *testing.T) {
	folders, err := filepath.Glob("testdata/edit/*")
	if err != nil || len(folders) == 0 {
		t.Fatal("no golden folders", err)
	}
	for _, dir := range folders {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			e, p := newEditor(t)
			for name, path := range map[string]string{"config": p.Config, "credentials": p.Credentials} {
				if b, err := os.ReadFile(filepath.Join(dir, name+".before")); err == nil {
					write(t, path, string(b))
				}
			}
			plan := parsePlan(t, read(t, filepath.Join(dir, "do")))
			before := mustRead(t, e).View()
			if _, err := e.Apply(t.Context(), plan); err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join(dir, "config.after"), p.Config)
			golden(t, filepath.Join(dir, "credentials.after"), p.Credentials)
			checkPlanDone(t, plan, before, mustRead(t, e))
		})
	}
}

// golden compares a file with the golden one; both may be missing.
func golden(t *testing.T, want, got string) {
	t.Helper()
	b, err := os.ReadFile(got)
	if err != nil {
		if _, err := os.Stat(want); err == nil {
			t.Errorf("%s was not written", filepath.Base(got))
		}
		return
	}
	if *update {
		write(t, want, string(b))
	}
	if diff := cmp.Diff(read(t, want), string(b)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", want, diff)
	}
}

func parsePlan(t *testing.T, text string) awsconfig.Plan {
	t.Helper()
	var plan awsconfig.Plan
	for line := range strings.Lines(text) {
		f := strings.Split(strings.TrimRight(line, "\n"), " | ")
		if len(f) < 3 {
			t.Fatalf("cannot read %q", line)
		}
		e := awsconfig.Edit{Type: f[1], Name: f[2]}
		if e.Type == "credentials" {
			e.Target, e.Type = awsconfig.CredentialsFile, ""
		}
		if len(f) > 3 {
			e.Key, e.Sub, _ = strings.Cut(f[3], ".")
		}
		if len(f) > 4 {
			e.Value = f[4]
		}
		switch f[0] {
		case "set":
		case "unset":
			e.Op = awsconfig.Unset
		case "remove":
			e.Op = awsconfig.RemoveSection
		default:
			t.Fatalf("cannot read %q", line)
		}
		plan = append(plan, e)
	}
	return plan
}

func mustRead(t testing.TB, e *awsconfig.Editor) awsconfig.Files {
	t.Helper()
	f, err := awsconfig.Read(e.Paths)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// checkPlanDone reads the files again: each edit must show, and no value that
// the plan does not name may have changed.
func checkPlanDone(t *testing.T, plan awsconfig.Plan, before *awsconfig.View, after awsconfig.Files) {
	t.Helper()
	if err := errors.Join(after.Writable(awsconfig.ConfigFile), after.Writable(awsconfig.CredentialsFile)); err != nil {
		t.Fatal(err)
	}
	for _, e := range plan {
		s, ok := after.Find(typeOf(e), e.Name)
		switch {
		case e.Op == awsconfig.Set && !ok:
			t.Errorf("%s %s is not there", typeOf(e), e.Name)
		case e.Op == awsconfig.Set && valueOf(s, e) != e.Value:
			t.Errorf("%s.%s of %s reads %q, want %q", e.Key, e.Sub, e.Name, valueOf(s, e), e.Value)
		case e.Op == awsconfig.Unset && ok && e.Sub == "" && hasFrom(s, e.Key, targetPath(e, after)):
			t.Errorf("%s of %s is still there", e.Key, e.Name)
		}
	}
	if diff := cmp.Diff(values(before, plan), values(after.View(), plan)); diff != "" {
		t.Errorf("values that were not named (-before +after):\n%s", diff)
	}
}

func typeOf(e awsconfig.Edit) string {
	if e.Type == "" {
		return awsconfig.TypeProfile
	}
	return e.Type
}

func targetPath(e awsconfig.Edit, f awsconfig.Files) string {
	if e.Target == awsconfig.CredentialsFile {
		return f.CredentialsPath
	}
	return f.ConfigPath
}

func hasFrom(s *awsconfig.Section, key, path string) bool {
	p, ok := s.Lookup(key)
	return ok && p.Pos.File == path
}

func valueOf(s *awsconfig.Section, e awsconfig.Edit) string {
	p, _ := s.Lookup(strings.ToLower(e.Key))
	if e.Sub != "" {
		return p.Get(strings.ToLower(e.Sub))
	}
	return p.Value
}

// values are all that a view says, but for what the plan names.
func values(v *awsconfig.View, plan awsconfig.Plan) map[string]string {
	named := func(s *awsconfig.Section, key, sub string) bool {
		for _, e := range plan {
			if typeOf(e) == s.Type && e.Name == s.Name && (e.Op == awsconfig.RemoveSection ||
				strings.EqualFold(e.Key, key) && (e.Sub == "" || sub == "" || strings.EqualFold(e.Sub, sub))) {
				return true
			}
		}
		return false
	}
	all := map[string]string{}
	for _, s := range v.Sections() {
		for _, p := range s.Properties {
			if !named(s, p.Key, "") {
				all[s.Type+" "+s.Name+" "+p.Key] = p.Value
			}
			for _, sub := range p.Sub {
				if !named(s, p.Key, sub.Key) {
					all[s.Type+" "+s.Name+" "+p.Key+"."+sub.Key] = sub.Value
				}
			}
		}
	}
	return all
}
