package awsconfig

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/fsx"
	"github.com/fobcli/fob/internal/paths"
)

// newFileMode is the mode of a shared file that did not exist; the AWS CLI
// makes them so too.
const newFileMode = 0o600

// Editor changes the shared files: locked against other editors, whole or not
// at all, with the previous versions kept. It is safe for use by many
// goroutines and processes; other programs that write these files take no lock.
type Editor struct {
	Paths paths.Paths
	Now   func() time.Time
}

// Preview tells what Apply would do, and writes nothing. Its errors are those
// of Apply.
func (e *Editor) Preview(plan Plan) (Change, error) {
	var c Change
	for _, f := range []struct {
		target Target
		path   string
	}{{ConfigFile, e.Paths.Config}, {CredentialsFile, e.Paths.Credentials}} {
		edits := plan.of(f.target)
		if len(edits) == 0 {
			continue
		}
		before, _, err := readFile(e.Paths, f.path)
		if err != nil {
			return Change{}, err
		}
		after, err := edits.applyTo(fileOf(f.target, f.path, before), e.Paths)
		if err != nil {
			return Change{}, err
		}
		if !bytes.Equal(before, after) {
			c.Files = append(c.Files, FileChange{Path: f.path, Before: before, After: after, shown: e.Paths.Short(f.path)})
		}
	}
	return c, nil
}

// Apply does the plan and returns what it did; an empty Change when everything
// was as asked already.
//
// Errors are *fault.Error where the plan or a file is at fault: code 2 for a
// name, key or value that would be read otherwise than it was meant, code 1
// with the line for a file that is not Writable. Nothing is changed then. It
// waits for other editors until ctx ends.
func (e *Editor) Apply(ctx context.Context, plan Plan) (Change, error) {
	return e.apply(ctx, func() (Plan, error) { return plan, nil })
}

// ApplyPlanned is Apply with a plan that depends on what the files hold: planOf
// gets them as they are while nobody else edits them, so that nothing is removed
// or replaced that came meanwhile. Nothing is changed when planOf fails.
func (e *Editor) ApplyPlanned(ctx context.Context, planOf func(now Files) (Plan, error)) (Change, error) {
	return e.apply(ctx, func() (Plan, error) {
		now, err := Read(e.Paths)
		if err != nil {
			return nil, err
		}
		return planOf(now)
	})
}

func (e *Editor) apply(ctx context.Context, planOf func() (Plan, error)) (Change, error) {
	unlock, err := e.lock(ctx)
	if err != nil {
		return Change{}, err
	}
	defer unlock()
	plan, err := planOf()
	if err != nil {
		return Change{}, err
	}
	c, err := e.Preview(plan) // from the files as they are now, under the lock
	if err != nil || c.Empty() {
		return c, err
	}
	// A killed editor may have left a copy of either file, secrets included. It
	// must not stay until the same file is edited again.
	if err := errors.Join(fsx.RemoveLeftovers(e.Paths.Config), fsx.RemoveLeftovers(e.Paths.Credentials)); err != nil {
		return Change{}, err
	}
	h := e.history()
	drop, err := h.record(c)
	if err != nil {
		return Change{}, err
	}
	if err := write(c); err != nil {
		return Change{}, errors.Join(err, drop())
	}
	h.prune()
	return c, nil
}

func (e *Editor) lock(ctx context.Context) (unlock func(), err error) {
	unlock, err = fsx.Lock(ctx, filepath.Join(e.Paths.Own, "locks", "config.lock"))
	if err != nil {
		return nil, fmt.Errorf("wait for other editors of the shared files: %w", err)
	}
	return unlock, nil
}

// write puts the new versions in place. When one cannot be written, those
// before it go back to what they were.
func write(c Change) error {
	for i, f := range c.Files {
		err := put(f.Path, f.After)
		if err == nil {
			continue
		}
		err = cannotWrite(f.shown, err)
		for _, done := range c.Files[:i] {
			err = errors.Join(err, put(done.Path, done.Before))
		}
		return err
	}
	return nil
}

// put replaces a file, or removes it when data is nil.
func put(path string, data []byte) error {
	if data == nil {
		return fsx.Remove(path)
	}
	return fsx.ReplaceFile(path, data, newFileMode)
}

func cannotWrite(shown string, err error) error {
	return &fault.Error{
		Summary: fmt.Sprintf("%s cannot be written: %s", shown, fsx.Reason(err)),
		Detail:  append([]string{unchanged}, advice(shown, err)...),
		Err:     err,
	}
}

func (p Plan) of(t Target) Plan {
	var edits Plan
	for _, e := range p {
		if e.Target == t {
			edits = append(edits, e)
		}
	}
	return edits
}

// stillReadable checks what an edit made of the file.
func (f file) stillReadable(after []byte) error {
	f.data = after
	if p, bad := unreadable(f); bad {
		return fmt.Errorf("edit %s: line %d of the result %s", f.path, p.Pos.Line, p.Message)
	}
	return nil
}

// applyTo returns the file with the edits done.
func (p Plan) applyTo(f file, where paths.Paths) ([]byte, error) {
	for _, e := range p {
		if err := e.check(); err != nil {
			return nil, err
		}
	}
	if err := f.writable(where); err != nil {
		return nil, err
	}
	d := newDraft(f.target, f.data)
	for _, e := range p {
		if err := d.apply(e); err != nil {
			return nil, err
		}
	}
	after := d.doc.Bytes()
	if err := f.stillReadable(after); err != nil {
		return nil, err
	}
	return f.written(after), nil
}
