package fob_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// smallModule is a module that keeps the rules below.
var smallModule = map[string]string{
	"go.mod":                  "module " + module + "\n\ngo 1.26\n",
	"internal/shell/shell.go": "package shell\n",
	"internal/cli/cli.go":     "package cli\n\nimport _ \"" + module + "/internal/shell\"\n",
	"internal/ui/ui.go":       "package ui\n\nimport _ \"" + module + "/internal/cli\"\n",
	"internal/sandbox/a/a.go": "package a\n",
	"internal/sandbox/b/b.go": "package b\n",
	"docs/architecture.md":    smallTable,
}

const smallTable = "| layer | package | owns | never |\n|---|---|---|---|\n" +
	"| 1 | `cli` | | |\n| | `ui` | | |\n| 0 | `shell` | | |\n| | `sandbox/a` | | |\n| | `sandbox/b` | | |\n"

var smallRules = architecture{
	layers:    [][]string{{"shell", "sandbox"}, {"cli", "ui"}},
	allowed:   map[string][]string{"ui": {"cli"}},
	forbidden: []forbidden{{"shell", "os/exec", "it runs nothing"}},
	strangers: "sandbox/",
}

// Each case is one careless change of the small module, and what must be said.
func TestArchitectureFindsEveryKindOfViolation(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		path, text string
		rules      func(*architecture)
		want       []string
	}{
		"nothing wrong": {},
		"a forbidden import for Windows alone": {
			path: "internal/shell/zz_windows.go",
			text: "package shell\n\nimport _ \"os/exec\"\n",
			want: []string{"shell reaches os/exec: it runs nothing"},
		},
		"a forbidden import for macOS through a third package": {
			path: "internal/shell/zz_darwin.go",
			text: "package shell\n\nimport _ \"net/http/cgi\"\n",
			want: []string{"shell reaches os/exec: it runs nothing"},
		},
		"an import of a higher layer for Windows alone": {
			path: "internal/sandbox/a/zz_windows.go",
			text: "package a\n\nimport _ \"" + module + "/internal/cli\"\n",
			want: []string{"sandbox/a imports cli: layer 0 may not import layer 1"},
		},
		"an import within the layer": {
			path: "internal/shell/shell.go",
			text: "package shell\n\nimport _ \"" + module + "/internal/sandbox/a\"\n",
			want: []string{"shell imports sandbox/a: layer 0 may not import layer 0"},
		},
		"two protocols of the sandbox": {
			path: "internal/sandbox/a/a.go",
			text: "package a\n\nimport _ \"" + module + "/internal/sandbox/b\"\n",
			want: []string{"sandbox/a imports sandbox/b: packages below sandbox/ do not import each other"},
		},
		"an allowance that is no longer needed": {
			path: "internal/ui/ui.go",
			text: "package ui\n",
			want: []string{"no import needs the allowance ui → cli: remove it from arch_test.go"},
		},
		"a package in no layer": {
			path: "internal/util/util.go",
			text: "package util\n",
			want: []string{"docs/architecture.md does not list util", "util is in no layer: add it to arch_test.go"},
		},
		"a folder that the documentation does not list": {
			path: "internal/cli/deep/deep.go",
			text: "package deep\n",
			want: []string{"docs/architecture.md does not list cli/deep"},
		},
		"a folder of tests that the documentation does not list": {
			path: "internal/cli/deep/deep_test.go",
			text: "package deep\n",
			want: []string{"docs/architecture.md does not list cli/deep"},
		},
		"documentation of a package that is gone": {
			path: "docs/architecture.md",
			text: smallTable + "| | `gone` | | |\n",
			want: []string{"docs/architecture.md lists gone, which holds no Go code"},
		},
		"a rule for a package that is gone": {
			rules: func(a *architecture) {
				a.forbidden = append(slices.Clone(a.forbidden), forbidden{"gone", "os", "x"})
			},
			want: []string{"a rule forbids imports of gone, which does not exist: correct arch_test.go"},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			writeModule(t, dir)
			if tc.path != "" {
				writeFile(t, filepath.Join(dir, tc.path), tc.text)
			}
			a := smallRules
			if tc.rules != nil {
				tc.rules(&a)
			}
			all, err := listPackages(dir, outside)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := os.ReadFile(filepath.Join(dir, "docs/architecture.md"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, a.violations(all, string(doc))); diff != "" {
				t.Errorf("violations (-want +got):\n%s", diff)
			}
		})
	}
}

// The go command repeats a test's result while the files that the test opened
// stay as they are. A new file anywhere in the module must end that.
func TestArchitectureIsNotServedFromTheTestCache(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeModule(t, dir)
	check, err := os.ReadFile("arch_check_test.go")
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "arch_check_test.go"), string(check))
	writeFile(t, filepath.Join(dir, "arch_test.go"), `package fob_test

import (
	"os"
	"testing"
)

func TestArchitecture(t *testing.T) {
	if err := readSources("."); err != nil {
		t.Fatal(err)
	}
	all, err := listPackages(".", os.Environ())
	if err != nil {
		t.Fatal(err)
	}
	rules := architecture{forbidden: []forbidden{{"shell", "os/exec", "it runs nothing"}}}
	for _, v := range rules.violations(all, "") {
		if v == "shell reaches os/exec: it runs nothing" {
			t.Error(v)
		}
	}
}
`)
	// The go command never keeps results that depend on files of the last seconds.
	age := func() {
		t.Helper()
		old := time.Now().Add(-24 * time.Hour)
		err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			return os.Chtimes(path, old, old)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	goTest := func() (string, error) {
		c := exec.Command("go", "test", ".")
		c.Dir, c.Env = dir, append(slices.Clone(outside), "GOFLAGS=", "GOPROXY=off")
		out, err := c.CombinedOutput()
		return string(out), err
	}
	age()
	if out, err := goTest(); err != nil {
		t.Fatalf("the module keeps the rules: %v\n%s", err, out)
	}
	if out, err := goTest(); err != nil || !strings.Contains(out, "(cached)") {
		t.Fatalf("the second run is not from the cache, so this test proves nothing: %v\n%s", err, out)
	}
	writeFile(t, filepath.Join(dir, "internal/shell/zz_windows.go"), "package shell\n\nimport _ \"os/exec\"\n")
	age()
	if out, err := goTest(); err == nil || !strings.Contains(out, "shell reaches os/exec") {
		t.Errorf("the new file is not seen: %v\n%s", err, out)
	}
}

func writeModule(t *testing.T, dir string) {
	t.Helper()
	for name, text := range smallModule {
		writeFile(t, filepath.Join(dir, name), text)
	}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
