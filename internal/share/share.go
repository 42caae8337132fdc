package share

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/fsx"
)

// Do does a plan: all of it, or, when a step fails, none of it.
func (d *Deed) Do(ctx context.Context, p Plan) error {
	if err := d.tryLocks(ctx, p.Kept); err != nil {
		return err
	}
	var back []func() error
	err := d.steps(ctx, p, func(undo func() error) { back = append(back, undo) })
	if err == nil {
		return nil
	}
	unchanged := "Nothing was changed."
	for i := len(back) - 1; i >= 0; i-- {
		if e := back[i](); e != nil {
			unchanged = fmt.Sprintf("Taking it back failed, too: %v.", e)
		}
	}
	if f := (*fault.Error)(nil); errors.As(err, &f) {
		f.Detail = append(f.Detail, unchanged)
		return err
	}
	return &fault.Error{Summary: err.Error(), Detail: []string{unchanged}, Err: err}
}

func locksOf(p Place) string { return filepath.Join(p.Here, "fob", "locks") }

func isMarked(p Place) bool { return fsx.IsShared(locksOf(p)) }

// mark makes fob's locks leases, for every process that takes one from then on.
func mark(p Place) (unmark func() error, err error) {
	if isMarked(p) {
		return func() error { return nil }, nil
	}
	if err := fsx.MarkShared(locksOf(p)); err != nil {
		return nil, err
	}
	return func() error {
		err := fsx.UnmarkShared(locksOf(p))
		if !p.There { // then the folder was made for the mark, and goes unless others use it
			for _, dir := range []string{locksOf(p), filepath.Dir(locksOf(p)), p.Here} {
				_ = os.Remove(dir)
			}
		}
		return err
	}, nil
}

// steps moves the one folder aside, takes its files along and makes the
// symlink; done is told how each step is taken back.
func (d *Deed) steps(ctx context.Context, p Plan, done func(undo func() error)) error {
	unmark, err := mark(p.Kept)
	if err != nil {
		return err
	}
	done(unmark)
	if p.Given.There {
		if err := os.Rename(p.Given.Here, p.Given.aside()); err != nil {
			return fmt.Errorf("move %s aside: %w", p.Given.Named, err)
		}
		done(func() error { return os.Rename(p.Given.aside(), p.Given.Here) })
	}
	for _, name := range p.Copy {
		to := filepath.Join(p.Kept.Here, name)
		if err := copyOver(filepath.Join(p.Given.aside(), name), to, done); err != nil {
			return fmt.Errorf("copy %s to %s: %w", name, p.Kept.Named, err)
		}
	}
	return d.link(ctx, p)
}

// copyOver copies a file. One that it replaces is kept beside it under another
// name: it holds nothing but comments, but they may be somebody's notes.
func copyOver(from, to string, done func(undo func() error)) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	old, err := os.ReadFile(to)
	there := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err // it must not be replaced unread
	}
	if len(old) > 0 && !bytes.Equal(old, data) {
		aside := freeName(to + asideMark)
		if err := fsx.ReplaceFile(aside, old, 0o600); err != nil {
			return err
		}
		done(func() error { return fsx.Remove(aside) })
	}
	if err := fsx.ReplaceFile(to, data, 0o600); err != nil {
		return err
	}
	done(func() error { return putBack(to, old, there) })
	return nil
}

// freeName is name, or name with a number where that is taken.
func freeName(name string) string {
	free := name
	for n := 2; ; n++ {
		if _, err := os.Lstat(free); errors.Is(err, fs.ErrNotExist) {
			return free
		}
		free = fmt.Sprintf("%s-%d", name, n)
	}
}

// putBack undoes a copy; there tells that the file was there before.
func putBack(file string, old []byte, there bool) error {
	if !there {
		return fsx.Remove(file)
	}
	return fsx.ReplaceFile(file, old, 0o600)
}

// link makes the symlink; one on Windows is made by Windows.
func (d *Deed) link(ctx context.Context, p Plan) error {
	if p.Given.Side == Linux {
		if err := os.Symlink(p.Kept.Here, p.Given.Here); err != nil {
			return fmt.Errorf("make the symlink %s: %w", p.Given.Named, err)
		}
		return nil
	}
	target, err := d.Windows.There(ctx, p.Kept.Here)
	if err != nil {
		return err
	}
	err = d.cmd(ctx, "mklink", "/D", p.Given.Named, target)
	if f := (*fault.Error)(nil); err != nil && !errors.As(err, &f) {
		return &fault.Error{
			Summary: "Windows did not make the symlink " + p.Given.Named,
			Detail: []string{
				"It lets you make one when Developer Mode is on (Settings, System, For",
				"developers), or in a terminal of an administrator.",
			},
			Hint: "Or keep the files on Windows, which takes a symlink in WSL alone:", Remedy: "fob configure wsl --share windows",
			Err: err,
		}
	}
	return err
}

// Undo gives each side its own folder again, as it was before. What was made
// since stays where the files were kept.
func (d *Deed) Undo(ctx context.Context, s State) (back Place, err error) {
	back, ok := s.ToUndo()
	if !ok {
		return back, &fault.Error{Summary: "Windows and WSL share no files, so there is nothing to undo"}
	}
	switch {
	case !back.There: // a share that was interrupted half-way
	case back.Side == Linux:
		// The mark stays with Windows: another WSL may use the folder, too.
		err = os.Remove(back.Here)
	default:
		err = d.cmd(ctx, "rmdir", back.Named) // without /s it removes a symlink or an empty folder, nothing else
		if err == nil {
			err = fsx.UnmarkShared(locksOf(s.Linux))
		}
	}
	if err == nil && back.Aside {
		err = os.Rename(back.aside(), back.Here)
	}
	if err != nil {
		return back, &fault.Error{Summary: fmt.Sprintf("%s did not come back: %v", back.Named, err), Err: err}
	}
	return back, nil
}

// ToUndo returns the place that is a symlink now, or has made way for one that
// was never made.
func (s State) ToUndo() (Place, bool) {
	for _, p := range []Place{s.Linux, s.Windows} {
		if p.Aside && !p.There || s.Shared != None && s.Shared != p.Side {
			return p, true
		}
	}
	return Place{}, false
}

// cmd runs a command of cmd.exe with names. Names that mean more to it than a
// name are refused: it has no quoting that holds.
func (d *Deed) cmd(ctx context.Context, command string, args ...string) error {
	for _, a := range args {
		if strings.ContainsAny(a, `"%^!&|<>`) {
			return &fault.Error{Summary: fmt.Sprintf("the name %s has a character that cmd.exe acts on, so it is not given to it", a)}
		}
	}
	_, err := d.Windows.Run(ctx, "cmd.exe", append([]string{"/d", "/c", command}, args...)...)
	return err
}
