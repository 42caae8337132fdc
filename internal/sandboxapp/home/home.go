// Package home makes private homes: a directory that a program takes for the
// person's home, an environment that points every AWS client at one sandbox,
// and the files in it that some clients need for that.
//
// Nothing of the person's own AWS setup gets in, and nothing gets out: Remove
// leaves no trace. It starts no program.
package home

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Home is a private home. Its directories are there until Remove.
type Home struct {
	root string
}

// Sandbox is what a home points at.
type Sandbox struct {
	Origin  string // http://127.0.0.1:PORT, without a slash at its end
	Control string // where its control API begins
	Secret  string // the bearer secret of the control API
}

// New makes an empty home in the system's directory for temporary files.
func New() (*Home, error) {
	root, err := os.MkdirTemp("", "fob-sandbox-")
	if err != nil {
		return nil, fmt.Errorf("make a private home: %w", err)
	}
	// Programs print paths as the system resolves them (/private/var on
	// macOS); with one spelling everywhere they stay recognisable.
	if real, err := filepath.EvalSymlinks(root); err == nil {
		root = real
	}
	h := &Home{root: root}
	for _, dir := range []string{h.Dir(), h.Bin()} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return nil, errors.Join(fmt.Errorf("make a private home: %w", err), os.RemoveAll(root))
		}
	}
	return h, nil
}

// Dir is what programs take for the person's home directory.
func (h *Home) Dir() string { return filepath.Join(h.root, "home") }

// Bin is the directory that stands first on PATH.
func (h *Home) Bin() string { return filepath.Join(h.root, "bin") }

// Path joins names to a path below Dir.
func (h *Home) Path(names ...string) string {
	return filepath.Join(append([]string{h.Dir()}, names...)...)
}

// Visits is the file for VisitsVar, outside of what programs see as the home.
func (h *Home) Visits() string { return filepath.Join(h.root, "visits") }

// removeTime is how long Remove tries: a program that was started in the home
// may still be ending, and Windows lets nobody remove what is running.
const removeTime = 3 * time.Second

// Remove deletes everything, and is to be called once the programs have ended.
func (h *Home) Remove() error {
	var err error
	for deadline := time.Now().Add(removeTime); ; time.Sleep(50 * time.Millisecond) {
		if err = os.RemoveAll(h.root); err == nil {
			return nil
		}
		if err = h.removeEach(); err == nil {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("remove the private home %s: %w", h.root, err)
		}
	}
}

// removeEach deletes from the leaves up, file by file, and makes directories
// writable on the way: a tool's module cache, for one, is made so that it
// cannot be removed. It also gets along with file systems on which
// os.RemoveAll does not, such as wine's.
func (h *Home) removeEach() error {
	var all []string
	err := filepath.WalkDir(h.root, func(path string, d fs.DirEntry, err error) error {
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if d != nil && d.IsDir() {
			_ = os.Chmod(path, 0o700) // #nosec G302 -- a folder; RemoveAll reports whether it mattered
		}
		all = append(all, path)
		return nil
	})
	for _, path := range slices.Backward(all) {
		if e := os.Remove(path); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}
