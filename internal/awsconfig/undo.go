package awsconfig

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/fsx"
)

// Undo takes back the last change that Apply made to the files of e.Paths, in
// both files where it changed both, and returns what it did. Called again, it
// takes back the one before.
//
// It refuses with a *fault.Error that shows the difference when a file is no
// longer what Apply left, and says so when there is nothing to take back.
func (e *Editor) Undo(ctx context.Context) (Change, error) {
	unlock, err := e.lock(ctx)
	if err != nil {
		return Change{}, err
	}
	defer unlock()
	h := e.history()
	numbers, err := h.numbers()
	if err != nil {
		return Change{}, fmt.Errorf("read %s: %w", h.dir, err)
	}
	for _, n := range slices.Backward(numbers) {
		kept, err := h.read(n)
		if err != nil {
			return Change{}, e.badRecord(h.path(n), err)
		}
		if !e.owns(kept) {
			continue
		}
		back, err := e.reverse(kept)
		if err != nil {
			return Change{}, err
		}
		if err := write(back); err != nil {
			return Change{}, err
		}
		if err := removeRecord(h.path(n)); err != nil {
			return Change{}, fmt.Errorf("forget the change that was undone: %w", err)
		}
		if !back.Empty() {
			return back, nil
		} // else the change had never reached the files
	}
	return Change{}, &fault.Error{Summary: "there is no change of fob's left to undo"}
}

// owns reports whether a change was made to the files that e edits: with
// AWS_CONFIG_FILE there may be others.
func (e *Editor) owns(c Change) bool {
	return slices.ContainsFunc(c.Files, func(f FileChange) bool {
		return f.Path == e.Paths.Config || f.Path == e.Paths.Credentials
	})
}

// reverse returns the change that leads back, without the files that are back
// already.
func (e *Editor) reverse(kept Change) (Change, error) {
	var back Change
	for _, f := range kept.Files {
		now, _, err := readFile(e.Paths, f.Path)
		if err != nil {
			return Change{}, err
		}
		switch {
		case same(now, f.After):
			back.Files = append(back.Files, FileChange{Path: f.Path, Before: now, After: f.Before, shown: e.Paths.Short(f.Path)})
		case !same(now, f.Before):
			return Change{}, e.changedSince(f, now)
		}
	}
	return back, nil
}

// same compares two versions; a missing file is not an empty one.
func same(a, b []byte) bool { return (a == nil) == (b == nil) && bytes.Equal(a, b) }

// changedSince refuses to undo a change that others have built on: now is
// what they have made of it.
func (e *Editor) changedSince(f FileChange, now []byte) error {
	shown := e.Paths.Short(f.Path)
	since := Change{Files: []FileChange{{Path: f.Path, Before: f.After, After: now, shown: shown}}}
	err := &fault.Error{
		Summary: shown + " has changed since fob last wrote it, so that change is not undone:",
		Detail:  append(since.DiffLines(diffShown), unchanged),
	}
	if f.copy != "" {
		err.Hint = "The version before fob's change is kept here:"
		err.Remedy = e.Paths.Short(f.copy)
	}
	return err
}

func (e *Editor) badRecord(dir string, err error) error {
	return &fault.Error{
		Summary: fmt.Sprintf("the record of the last change in %s cannot be read: %v", e.Paths.Short(dir), fsx.Reason(err)),
		Detail:  []string{unchanged},
		Hint:    "Restore its files by hand, or delete it:",
		Remedy:  e.Paths.Short(dir),
		Err:     err,
	}
}
