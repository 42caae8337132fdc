package startup

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/fsx"
	"github.com/fobcli/fob/internal/shell"
)

// The list of files that hold, or held, a block of fob's: a line for each, the
// shell's name, a tab and the path. It is how a block in a file that a person
// named is found again, and without asking a shell that may be gone.
func (e Editor) list() string { return filepath.Join(e.Paths.Own, "startup", "files") }

// Remembered lists the files of a shell that were edited before. A list that
// cannot be read counts as empty: the usual files are looked at all the same.
func (e Editor) Remembered(k shell.Kind) []string {
	data, err := read(e.list())
	if err != nil {
		return nil
	}
	var files []string
	for line := range strings.Lines(string(data)) {
		if name, path, ok := strings.Cut(strings.TrimRight(line, "\n"), "\t"); ok && shell.Kind(name) == k {
			files = append(files, path)
		}
	}
	return files
}

// remember puts a file on the list. Use it under the lock alone.
func (e Editor) remember(edit Edit) error {
	if strings.ContainsAny(edit.Path, "\n\t") || slices.Contains(e.Remembered(edit.Shell), edit.Path) {
		return nil
	}
	data, err := read(e.list())
	if err == nil {
		err = fsx.ReplaceFile(e.list(), fmt.Appendf(data, "%s\t%s\n", edit.Shell, edit.Path), newFileMode)
	}
	if err != nil {
		return fmt.Errorf("note which files hold a block: %w", err)
	}
	return nil
}
