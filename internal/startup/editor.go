// Package startup changes what a shell does at its start: it finds the file
// that a shell loads, puts fob's blocks into it and takes them out again, and
// tells where such files set a profile.
//
// Every edit is locked, keeps a copy of the file as it was, and replaces the
// file whole. It never talks to a person.
package startup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/fsx"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/rcfile"
	"github.com/fobcli/fob/internal/shell"
)

// The names of fob's blocks.
const (
	HookBlock    = "hook"    // loads the hook
	ProfileBlock = "profile" // selects a profile in every new shell
)

// newFileMode is the mode of a file that did not exist, and of copies: what a
// person writes into such files is nobody else's business.
const newFileMode fs.FileMode = 0o600

// Edit is one change of one file.
type Edit struct {
	Shell shell.Kind
	Path  string
	Block string
	Lines []string // nil: the block is taken out
}

// Editor changes files, and remembers which ones it has changed.
type Editor struct {
	Paths paths.Paths
	GOOS  string // decides the line end of a file that has none
}

// Preview tells what Apply would do, and writes nothing. Its errors are those
// of Apply.
func (e Editor) Preview(edit Edit) (Change, error) {
	before, err := read(edit.Path)
	if errors.Is(err, errFolder) {
		return Change{}, e.refused(edit, err)
	}
	if err != nil {
		return Change{}, fmt.Errorf("read %s: %w", edit.Path, err)
	}
	var after []byte
	if edit.Lines == nil {
		after, err = rcfile.Remove(before, edit.Block)
	} else {
		after, err = rcfile.Set(before, edit.Block, edit.Lines, e.newline())
	}
	if err == nil && signed(after) && !bytes.Equal(before, after) {
		err = errors.New("it is signed, and a change would break the signature")
	}
	if err != nil {
		return Change{}, e.refused(edit, err)
	}
	return Change{Path: edit.Path, Before: before, After: after}, nil
}

// Apply does the edit and returns what it did; an empty Change when the file
// was as asked already. The last ten states of each file before an edit are
// kept. It waits for other editors until ctx ends.
//
// Errors are *fault.Error where the file is at fault: marks that do not go
// together, an encoding that fob does not know. Nothing is changed then.
func (e Editor) Apply(ctx context.Context, edit Edit) (Change, error) {
	unlock, err := fsx.Lock(ctx, filepath.Join(e.Paths.Own, "locks", "startup.lock"))
	if err != nil {
		return Change{}, fmt.Errorf("wait for other editors of the shells' files: %w", err)
	}
	defer unlock()
	c, err := e.Preview(edit) // from the file as it is now, under the lock
	if err != nil || c.Empty() {
		return c, err
	}
	copies, drop := e.copiesOf(edit.Path), func() error { return nil }
	if c.Before != nil {
		if c.Copy, drop, err = copies.add(c.Before); err != nil {
			return Change{}, fmt.Errorf("keep a copy of %s: %w", edit.Path, err)
		}
	}
	if err := e.remember(edit); err != nil {
		return Change{}, errors.Join(err, drop())
	}
	if c.After == nil {
		err = fsx.Remove(edit.Path)
	} else {
		err = fsx.ReplaceFile(edit.Path, c.After, newFileMode)
	}
	if err != nil {
		return Change{}, errors.Join(e.unwritten(edit.Path, err), drop())
	}
	copies.prune()
	return c, nil
}

// unwritten explains why a file was not written.
func (e Editor) unwritten(path string, err error) error {
	f := &fault.Error{Summary: e.Paths.Short(path) + " cannot be written: " + fsx.Reason(err), Err: err}
	if cause, ok := fsx.CauseOf(err); ok {
		f.Detail = []string{cause.Advice(e.Paths.Short(path))}
	}
	return f
}

// refused tells why a file is left alone.
func (e Editor) refused(edit Edit, err error) error {
	f := &fault.Error{
		Summary: fmt.Sprintf("%s is left as it is: %v", e.Paths.Short(edit.Path), err),
		Detail:  []string{"Nothing was changed."}, Err: err,
	}
	if errors.As(err, new(*rcfile.Broken)) {
		f.Detail = append(f.Detail, "Delete what is left of fob's block there, and type the same line again.")
	}
	return f
}

func (e Editor) newline() string {
	if e.GOOS == "windows" {
		return "\r\n"
	}
	return "\n"
}

// signed reports whether a PowerShell script ends in a signature.
func signed(data []byte) bool {
	const mark = "# SIG # Begin signature block"
	return bytes.Contains(bytes.ReplaceAll(data, []byte{0}, nil), []byte(mark))
}

var errFolder = errors.New("it is a folder")

// read returns a file, nil when there is none.
func read(path string) ([]byte, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, errFolder
	}
	data, err := fsx.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil && data == nil {
		data = []byte{}
	}
	return data, err
}
