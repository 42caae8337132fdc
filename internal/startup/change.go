package startup

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/fobcli/fob/internal/rcfile"
)

// Change is what an edit did to a file. Before is nil where there was none,
// After where it is gone.
type Change struct {
	Path          string
	Before, After []byte
	Copy          string // where the old version is kept, for nine more edits; empty when there was none
}

// Empty reports whether nothing changes.
func (c Change) Empty() bool {
	return bytes.Equal(c.Before, c.After) && (c.Before == nil) == (c.After == nil)
}

// Diff shows the lines that change, and where they stand. All of them are
// fob's own, and nothing around them is shown: such files hold secrets.
func (c Change) Diff() []string {
	before, after := shown(c.Before), shown(c.After)
	head := 0
	for head < len(before) && head < len(after) && before[head] == after[head] {
		head++
	}
	tail := 0
	for tail < len(before)-head && tail < len(after)-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	out := []string{fmt.Sprintf("@@ line %d @@", head+1)}
	for _, l := range before[head : len(before)-tail] {
		out = append(out, "-"+l)
	}
	for _, l := range after[head : len(after)-tail] {
		out = append(out, "+"+l)
	}
	return out
}

// shown is a file's text. What cannot be decoded was refused before.
func shown(data []byte) []string {
	lines, err := rcfile.Lines(data)
	if err != nil {
		return nil
	}
	return slices.Clip(lines)
}
