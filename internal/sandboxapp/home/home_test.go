package home

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestEnvironOnWindowsComparesNamesWithoutCase(t *testing.T) {
	h := &Home{root: "r"}
	got := h.Environ([]string{"Path=C:\\bin", "aws_profile=mine", "Home=C:\\me", "=C:=C:\\x", "Fob_Debug=1"}, true, Sandbox{Origin: "http://o", Control: "http://o/c/", Secret: "s"})
	for _, want := range []string{"Path=" + h.Bin() + string(filepath.ListSeparator) + "C:\\bin", "Home=" + h.Dir(), "USERPROFILE=" + h.Dir()} {
		if _, _, ok := cut(want); !ok || !hasFold(got, want) {
			t.Errorf("%s is not in %q", want, got)
		}
	}
	for _, kv := range got {
		if kv == "aws_profile=mine" || kv == "Fob_Debug=1" {
			t.Errorf("%s was inherited", kv)
		}
	}
}

func cut(kv string) (string, string, bool) { return kv, "", kv != "" }

// hasFold reports whether the list has the variable with this value, whatever
// the case of its name.
func hasFold(list []string, want string) bool {
	return slices.ContainsFunc(list, func(kv string) bool {
		i, j := slices.Index([]byte(kv), '='), slices.Index([]byte(want), '=')
		return i == j && kv[i:] == want[j:]
	})
}

func TestRemoveTakesWhatCannotBeWritten(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	h, err := New()
	if err != nil {
		t.Fatal(err)
	}
	dir := h.Path("go", "pkg")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "f"), nil, 0o400); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if err := h.removeEach(); err != nil { // Remove's second way, where the system's own fails
		t.Error(err)
	}
	if _, err := os.Stat(h.root); err == nil {
		t.Error("it is there still")
	}
	if err := h.Remove(); err != nil {
		t.Errorf("what is gone is removed again: %v", err)
	}
}

func TestProgramsAreCopiesThatKeepTheirName(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	h, err := New()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = h.Remove() }()
	from := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(from, []byte("x"), 0o700); err != nil {
		t.Fatal(err)
	}
	link := from + "-link"
	if err := os.Symlink(from, link); err != nil {
		link = from
	}
	to, err := h.AddProgram("other", link)
	if err != nil {
		t.Fatal(err)
	}
	st, err := os.Lstat(to)
	if err != nil || !st.Mode().IsRegular() || to != h.Program("other") {
		t.Errorf("%s is %v, %v", to, st.Mode(), err)
	}
	if err := copyProgram(from, h.Program("copied")); err != nil {
		t.Error(err)
	}
	if _, err := h.AddProgram("none", from+"-gone"); err == nil {
		t.Error("a program that is not there was added")
	}
}

func TestPointersKeepWhatThePersonHas(t *testing.T) {
	s := Sandbox{Origin: "http://o", Control: "http://o/control/", Secret: "s"}
	sep := string(filepath.ListSeparator)
	for name, tc := range map[string]struct {
		base    []string
		windows bool
		want    []string
		absent  string
	}{
		"nothing":    {nil, false, []string{"AWS_DATA_PATH=m", "AWS_ENDPOINT_URL_SSO=http://o", "FOB_SANDBOX_SECRET=s"}, "NO_PROXY="},
		"own models": {[]string{"AWS_DATA_PATH=mine"}, false, []string{"AWS_DATA_PATH=m" + sep + "mine"}, "NO_PROXY="},
		"a proxy":    {[]string{"HTTP_PROXY=http://p", "NO_PROXY=corp"}, false, []string{"NO_PROXY=127.0.0.1,localhost,corp", "no_proxy=127.0.0.1,localhost"}, "HTTP_PROXY="},
		"in lower":   {[]string{"all_proxy=http://p", "no_proxy=corp"}, false, []string{"NO_PROXY=127.0.0.1,localhost", "no_proxy=127.0.0.1,localhost,corp"}, "all_proxy="},
		"on Windows": {[]string{"Https_Proxy=http://p", "No_Proxy=corp"}, true, []string{"NO_PROXY=127.0.0.1,localhost,corp"}, "no_proxy="},
		"no proxy":   {[]string{"NO_PROXY=corp", "HTTP_PROXY="}, false, []string{"AWS_DATA_PATH=m"}, "NO_PROXY="},
	} {
		got := Pointers(tc.base, tc.windows, s, "m")
		for _, want := range tc.want {
			if !slices.Contains(got, want) {
				t.Errorf("%s: %s is not in %q", name, want, got)
			}
		}
		for _, kv := range got {
			if strings.HasPrefix(kv, tc.absent) {
				t.Errorf("%s: %s is there", name, kv)
			}
		}
	}
}
