package interop_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// parts are the packages that have another way on Windows, or whose promises
// Windows makes hard to keep.
var parts = []string{"awsconfig", "batch", "browser", "cache", "fsx", "paths", "rcfile", "spawn", "startup", "ui", "vend", "winenv"}

// The tests of these packages hold under Windows' rules for files, locks,
// programs and command lines, as far as wine knows them.
func TestPlatformPartsHoldOnWindows(t *testing.T) {
	t.Parallel()
	w := newWindows(t)
	bin := t.TempDir()
	argv := []string{"test", "-c", "-overlay", removingUnderWine(t), "-o", bin + "/"}
	for _, name := range parts {
		argv = append(argv, "../internal/"+name)
	}
	c := exec.Command("go", argv...)
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=windows", "GOARCH=amd64")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("build the tests for Windows: %v\n%s", err, out)
	}
	for _, name := range parts {
		t.Run(name, func(t *testing.T) {
			c := w.command(context.Background(), nil, w.loader, filepath.Join(bin, name+".test.exe"), "-test.short", "-test.run=^Test", "-test.timeout=5m")
			c.Dir = filepath.Join("..", "internal", name)
			// A file, since a browser that a test starts outlives it and would
			// hold a pipe.
			out, err := os.Create(filepath.Join(bin, name+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			c.Stdout, c.Stderr = out, out
			if err := errors.Join(c.Run(), out.Close()); err != nil {
				t.Errorf("%v\n%s", err, readOrBlank(out.Name()))
			}
		})
	}
}

// removingUnderWine is an overlay for the go command that lets os.RemoveAll,
// and with it each test's temporary folder, work under wine. Go deletes with a
// call of Windows 10 and falls back to the older one for the answers that
// Windows gives where there is no such call; wine's answer is another one. Go's
// own tests have a switch for the older call, which is turned on here.
func removingUnderWine(t *testing.T) string {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(strings.TrimSpace(string(root)), "src", "internal", "syscall", "windows", "at_windows.go")
	text, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), "if TestDeleteatFallback {", "if true {", 1)
	if changed == string(text) {
		t.Fatalf("%s has no TestDeleteatFallback: look for what turns the older call on", source)
	}
	// In a place that stays, so that the go command finds what it has built.
	dir, err := filepath.Abs("../.cache/wine")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	replacement, overlay := filepath.Join(dir, "at_windows.go"), filepath.Join(dir, "overlay.json")
	list, err := json.Marshal(map[string]any{"Replace": map[string]string{source: replacement}})
	if err != nil {
		t.Fatal(err)
	}
	for file, data := range map[string][]byte{replacement: []byte(changed), overlay: list} {
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return overlay
}
