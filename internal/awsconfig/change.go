package awsconfig

import (
	"fmt"
	"strings"
)

// FileChange is what happens to one file. Before is nil for a file that did
// not exist, After for one that an undo removes.
type FileChange struct {
	Path          string
	Before, After []byte

	shown string // the path for people
	copy  string // where the version before is kept, in a change that was recorded
}

// Change is what a plan does to the files that it changes.
type Change struct{ Files []FileChange }

// Empty reports whether nothing changes.
func (c Change) Empty() bool { return len(c.Files) == 0 }

const (
	diffContext = 2  // unchanged lines around a change
	diffShown   = 40 // lines of a diff that an error shows
)

// Diff shows the change to people: a unified diff with two lines of context,
// secrets masked and control characters spelled out. It is no input for patch.
func (c Change) Diff() string {
	lines := c.DiffLines(0)
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\n") + "\n"
}

// DiffLines is Diff cut into lines. Beyond limit lines only their number is
// told, in one line more; 0 means no limit.
func (c Change) DiffLines(limit int) []string {
	var lines []string
	for _, f := range c.Files {
		name := f.shown
		if name == "" {
			name = f.Path
		}
		lines = append(lines, "--- "+versionName(name, f.Before), "+++ "+versionName(name, f.After))
		lines = append(lines, unified(shownLines(f.Before), shownLines(f.After))...)
	}
	if more := len(lines) - limit; limit > 0 && more > 0 {
		lines = append(lines[:limit:limit], fmt.Sprintf("… %d more lines", more))
	}
	return lines
}

func versionName(name string, data []byte) string {
	if data == nil {
		return name + " (no such file)"
	}
	return name
}
