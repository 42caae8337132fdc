package main

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
)

const released = "1.2.3"

// release packs programs that are none for Windows, and writes the manifests.
func release(t *testing.T) (out string) {
	t.Helper()
	t.Chdir("..") // where the papers are
	out = t.TempDir()
	s := stamp{version: released, date: time.Date(2026, 2, 3, 23, 0, 0, 0, time.UTC)}
	var archives []archive
	for _, p := range []platform{{"windows", "amd64"}, {"windows", "arm64"}, {"linux", "amd64"}} {
		var files []string
		for _, name := range []string{"fob.exe", "fob-sandbox.exe"} {
			file := filepath.Join(out, p.os+"-"+p.arch, name)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(name+p.arch), 0o755); err != nil {
				t.Fatal(err)
			}
			files = append(files, file)
		}
		a, err := pack(p, files, out, s)
		if err != nil {
			t.Fatal(err)
		}
		archives = append(archives, a)
	}
	if err := writeManifests(out, s, archives); err != nil {
		t.Fatal(err)
	}
	return out
}

func readObject(t *testing.T, file string) map[string]any {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if strings.HasSuffix(file, ".json") {
		err = json.Unmarshal(b, &m)
	} else {
		err = yaml.Unmarshal(b, &m)
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", file, err, b)
	}
	return m
}

// manifests are all that a release writes for package managers, with the rules
// each must keep.
func manifests() map[string]rules {
	dir := "winget/manifests/f/fobcli/fob/" + released + "/fobcli.fob"
	return map[string]rules{
		dir + ".yaml":              wingetVersionRules(),
		dir + ".installer.yaml":    wingetInstallerRules(),
		dir + ".locale.en-US.yaml": wingetTextRules(),
		"scoop/fob.json":           scoopRules(),
	}
}

func TestManifestsKeepTheRulesOfTheirSchemas(t *testing.T) {
	out := release(t)
	for name, rs := range manifests() {
		for _, why := range rs.broken("", readObject(t, filepath.Join(out, name))) {
			t.Errorf("%s: %s", name, why)
		}
	}
}

// The rules themselves: a field that is taken away, is not known, or holds
// something else, is noticed in each of the manifests.
func TestABrokenManifestIsNoticed(t *testing.T) {
	out := release(t)
	for name, rs := range manifests() {
		for field := range rs {
			m := readObject(t, filepath.Join(out, name))
			was := m[field]
			for _, wrong := range []any{nil, 7, true, map[string]any{"x": 1}, []any{was, was}, strings.Repeat("\n", 20_000)} {
				m[field] = wrong
				free := rs[field].pattern == "" && rs[field].max == 0 && rs[field].oneOf == ""
				if _, text := wrong.(string); text && free {
					continue // any text will do
				}
				if rs.broken("", m) == nil {
					t.Errorf("%s: %s may be %.30v", name, field, wrong)
				}
			}
			delete(m, field)
			if rs.broken("", m) == nil {
				t.Errorf("%s: %s may be left out", name, field)
			}
		}
		m := readObject(t, filepath.Join(out, name))
		m["Colour"] = "blue"
		if rs.broken("", m) == nil {
			t.Errorf("%s may have any field", name)
		}
	}
}

// What is promised of the archives is true of them: address, checksum, and the
// programs inside, in a folder whose name says no version.
func TestManifestsTellOfTheArchivesThatAreThere(t *testing.T) {
	out := release(t)
	installer := readObject(t, filepath.Join(out, "winget/manifests/f/fobcli/fob", released, "fobcli.fob.installer.yaml"))
	for _, one := range installer["Installers"].([]any) {
		m := one.(map[string]any)
		file := archiveAt(t, out, m["InstallerUrl"].(string))
		if sum := fmt.Sprintf("%X", sumOf(t, file)); m["InstallerSha256"] != sum {
			t.Errorf("winget's sum of %s is %s, not %s", file, m["InstallerSha256"], sum)
		}
		for _, nested := range installer["NestedInstallerFiles"].([]any) {
			inside := strings.ReplaceAll(nested.(map[string]any)["RelativeFilePath"].(string), `\`, "/")
			if !slices.Contains(namesInZip(t, file), inside) || strings.Contains(inside, released) {
				t.Errorf("%s holds %v; winget looks for %s", file, namesInZip(t, file), inside)
			}
		}
	}
	scoop := readObject(t, filepath.Join(out, "scoop/fob.json"))
	for bits, one := range scoop["architecture"].(map[string]any) {
		m := one.(map[string]any)
		file := archiveAt(t, out, m["url"].(string))
		if sum := fmt.Sprintf("%x", sumOf(t, file)); m["hash"] != sum {
			t.Errorf("scoop's sum of %s is %s, not %s", file, m["hash"], sum)
		}
		for _, bin := range scoop["bin"].([]any) {
			if inside := path.Join(m["extract_dir"].(string), bin.(string)); !slices.Contains(namesInZip(t, file), inside) {
				t.Errorf("%s holds %v; scoop looks for %s", file, namesInZip(t, file), inside)
			}
		}
		later := scoop["autoupdate"].(map[string]any)["architecture"].(map[string]any)[bits].(map[string]any)["url"].(string)
		if got := strings.ReplaceAll(later, "$version", released); got != m["url"] {
			t.Errorf("autoupdate leads to %s, this release is at %s", got, m["url"])
		}
	}
}

// archiveAt is the file here that will be at an address.
func archiveAt(t *testing.T, out, address string) string {
	t.Helper()
	if !strings.HasPrefix(address, home+"/releases/download/v"+released+"/") {
		t.Errorf("%s is no address of this release", address)
	}
	return filepath.Join(out, path.Base(address))
}

func sumOf(t *testing.T, file string) [sha256.Size]byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(b)
}

func namesInZip(t *testing.T, file string) (names []string) {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	return names
}

func TestVersionsAreWrittenWithoutTheVOfTheirTag(t *testing.T) {
	for in, want := range map[string]string{"v1.2.3": "1.2.3", "1.2.3-rc.1": "1.2.3-rc.1", "v": "v", "vast": "vast", "4fc9d21-dirty": "4fc9d21-dirty"} {
		if got := plain(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestFlagsThatMakeNoSenseAreRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{
		"no such platform":         {"-only", "plan9/386"},
		"a key without its certs":  {"-sign-key", file},
		"certs without their key":  {"-sign-cert", file},
		"both kinds":               {"-sign-pkcs12", file, "-sign-cert", file, "-sign-key", file},
		"a password for nothing":   {"-sign-password-file", file},
		"a time stamp for nothing": {"-sign-timestamp", "http://example.com"},
		"no such certificate":      {"-sign-pkcs12", file + "-gone"},
		"a word":                   {"now"},
		"build and do not build":   {"-check", "-built"},
	} {
		if _, err := readOptions(args); err == nil {
			t.Errorf("%s: %q was taken", name, args)
		}
	}
	if o, err := readOptions([]string{"-only", "windows/arm64"}); err != nil || len(o.only) != 1 || o.only[0].arch != "arm64" {
		t.Errorf("got %+v, %v", o, err)
	}
}

// Where the key lies in hardware, the programs are signed between two runs: the
// second one packs them as they are.
func TestProgramsThatAreBuiltArePackedAsTheyAre(t *testing.T) {
	t.Chdir("..")
	out := t.TempDir()
	args := []string{"-out", out, "-version", released, "-only", "windows/arm64", "-built"}
	o, err := readOptions(args)
	if err != nil {
		t.Fatal(err)
	}
	if err := run(o); err == nil {
		t.Error("programs that are not there were packed")
	}
	dir := filepath.Join(out, "windows-arm64")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range programs {
		if err := os.WriteFile(filepath.Join(dir, name+".exe"), []byte("signed"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := run(o); err != nil {
		t.Fatal(err)
	}
	file := "fob-" + released + "-windows-arm64.zip"
	sums, err := os.ReadFile(filepath.Join(out, "SHA256SUMS"))
	if want := fmt.Sprintf("%x  %s\n", sumOf(t, filepath.Join(out, file)), file); err != nil || string(sums) != want {
		t.Errorf("the sums are %q, %v; want %q", sums, err, want)
	}
}
