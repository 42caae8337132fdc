package app_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestHelpPages compares every page of the help, the topics included, with
// testdata/help. Rewrite the files with -update and read the difference.
func TestHelpPages(t *testing.T) {
	w := newWorld(t)
	pages := append(helpPages(w), []string{"exit-codes"}, []string{"aws-spellings"})
	want := map[string]bool{}
	for _, page := range pages {
		name := strings.Join(append([]string{"fob"}, page...), "-") + ".txt"
		want[name] = true
		path := filepath.Join("testdata", "help", name)
		got := w.must(append([]string{"help"}, page...)...).stdout
		if *update {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		golden, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
			continue
		}
		if diff := cmp.Diff(string(golden), got); diff != "" {
			t.Errorf("fob help %s (-%s +printed):\n%s", strings.Join(page, " "), path, diff)
		}
	}
	files, err := os.ReadDir(filepath.Join("testdata", "help"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !want[f.Name()] {
			t.Errorf("testdata/help/%s is not a page of the help", f.Name())
		}
	}
}

// The commands are listed in the order in which people need them.
func TestHelpListsCommandsInTheirDeclaredOrder(t *testing.T) {
	w := newWorld(t)
	help := w.must("help").stdout
	at := 0
	for _, name := range []string{"login", "logout", "status", "use", "exec", "env", "whoami", "profiles", "configure", "init", "version"} {
		i := strings.Index(help[at:], "\n  "+name+" ")
		if i < 0 {
			t.Fatalf("%s is not after the commands before it:\n%s", name, help)
		}
		at += i
	}
}

// notCommands are the sections of `fob help` that list no commands.
var notCommands = []string{"Usage:", "Examples:", "Flags:", "Flags of every command:", "More help:"}

// helpPages lists the words after `fob help` of every page, from the pages themselves.
func helpPages(w *world, path ...string) [][]string {
	w.t.Helper()
	pages := [][]string{path}
	commands := false
	for line := range strings.Lines(w.must(append([]string{"help"}, path...)...).stdout) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line != "" && line[0] != ' ':
			commands = line == "Commands:" || len(path) == 0 && !slices.Contains(notCommands, line)
		case commands && strings.HasPrefix(line, "  "):
			name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
			if name != "" {
				pages = append(pages, helpPages(w, append(slices.Clone(path), name)...)...)
			}
		}
	}
	return pages
}
