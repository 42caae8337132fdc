package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTheModuleBearsTheVersionOfTheRelease(t *testing.T) {
	manifest, err := os.ReadFile("../powershell/Fob/Fob.psd1")
	if err != nil {
		t.Fatal(err)
	}
	for version, want := range map[string][2]string{
		"1.2.3":              {"1.2.3", ""},
		"1.2.3-rc.1":         {"1.2.3", "rc1"},
		"1.2.3-4-gabc-dirty": {"1.2.3", "4gabcdirty"},
		"30aeb94":            {"0.0.0", "30aeb94"},
	} {
		got, err := stampManifest(manifest, version)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range []string{"ModuleVersion        = '" + want[0] + "'\n", "Prerelease = '" + want[1] + "'\n"} {
			if !strings.Contains(string(got), line) {
				t.Errorf("%s gives a manifest without %s\n%s", version, line, got)
			}
		}
		if _, err := stampManifest(got, version); err == nil {
			t.Errorf("%s: stamped twice", version)
		}
	}
}

// Each archive has the programs, which may be run, and the module below them.
func TestArchivesHoldTheModule(t *testing.T) {
	out := t.TempDir()
	fob := filepath.Join(out, "fob")
	if err := os.WriteFile(fob, []byte("program"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir("..") // where a release is made
	s := stamp{version: "1.2.3", date: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}
	for _, p := range []platform{{"linux", "amd64"}, {"windows", "amd64"}} {
		a, err := pack(p, []string{fob}, out, s)
		if err != nil {
			t.Fatal(err)
		}
		files := unpack(t, filepath.Join(out, a.name))
		for name, mode := range map[string]os.FileMode{
			"fob": 0o755, "LICENSE": 0o644, "powershell/Fob/Fob.psd1": 0o644, "powershell/Fob/Fob.psm1": 0o644,
			"powershell/Fob/Fob.Format.ps1xml": 0o644, "powershell/Fob/Private/Program.ps1": 0o644, "powershell/Fob/Public/Invoke-Fob.ps1": 0o644,
		} {
			if got, ok := files[a.folder+"/"+name]; !ok || got.mode.Perm() != mode {
				t.Errorf("%s: %s is %v, %v", a.name, name, ok, got.mode)
			}
		}
		if !strings.Contains(string(files[a.folder+"/powershell/Fob/Fob.psd1"].data), "'1.2.3'") {
			t.Errorf("%s: the manifest has another version", a.name)
		}
	}
}

// unpack reads an archive of either kind.
func unpack(t *testing.T, path string) map[string]content {
	t.Helper()
	files := map[string]content{}
	add := func(name string, mode os.FileMode, r io.Reader, err error) {
		t.Helper()
		data, readErr := io.ReadAll(r)
		if err := errors.Join(err, readErr); err != nil {
			t.Fatal(err)
		}
		files[name] = content{name, data, mode}
	}
	if strings.HasSuffix(path, ".zip") {
		z, err := zip.OpenReader(path)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		for _, f := range z.File {
			r, err := f.Open()
			add(f.Name, f.Mode(), r, err)
		}
		return files
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	gz, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(gz); ; {
		h, err := r.Next()
		if err == io.EOF {
			return files
		}
		add(h.Name, h.FileInfo().Mode(), r, err)
	}
}
