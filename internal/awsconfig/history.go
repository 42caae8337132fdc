package awsconfig

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/fsx"
)

// keptVersions is how many changes can be undone.
const keptVersions = 10

// history keeps the previous versions of the shared files, one directory for
// each change, numbered in their order:
//
//	~/.aws/fob/undo/000012/change.json
//	~/.aws/fob/undo/000012/config.before
//	~/.aws/fob/undo/000012/config.after
//
// The copies are plain files, so that a person can take one back by hand. Use
// it under the Editor's lock alone.
type history struct {
	dir string
	now func() time.Time
}

// record is change.json.
type record struct {
	Time  time.Time    `json:"time"`
	Files []recordFile `json:"files"`
}

// recordFile tells where the copies of one file are. A copy is missing where
// the file was.
type recordFile struct {
	Path   string `json:"path"`
	Before string `json:"before,omitempty"` // file in the record's directory
	After  string `json:"after,omitempty"`
}

func (e *Editor) history() history {
	return history{dir: filepath.Join(e.Paths.Own, "undo"), now: e.Now}
}

// noteFile holds the record's own words.
const noteFile = "change.json"

// pending begins the name of a record that is being written.
const pending = "new-"

// record keeps what c is about to replace, before it is replaced. drop removes
// the record again when nothing came of the change.
func (h history) record(c Change) (drop func() error, err error) {
	dir, err := h.write(c)
	if err != nil {
		return nil, fmt.Errorf("keep the previous version in %s: %w", h.dir, err)
	}
	return func() error { return removeRecord(dir) }, nil
}

func (h history) write(c Change) (dir string, err error) {
	if err := fsx.MkdirPrivate(h.dir); err != nil {
		return "", err
	}
	numbers, err := h.numbers()
	if err != nil {
		return "", err
	}
	tmp, err := os.MkdirTemp(h.dir, pending)
	if err != nil {
		return "", err
	}
	dir = h.path(1 + last(numbers))
	if err = h.fill(tmp, c); err == nil {
		err = os.Rename(tmp, dir) // a record is there whole or not at all
	}
	if err != nil {
		return "", errors.Join(err, removeRecord(tmp))
	}
	return dir, nil
}

// fill writes the files of a record.
func (h history) fill(dir string, c Change) error {
	r := record{Time: h.now().UTC()}
	for i, f := range c.Files {
		name := filepath.Base(f.Path)
		if i > 0 && name == filepath.Base(c.Files[0].Path) {
			name += "-2" // both may have the same name, in two directories
		}
		rf := recordFile{Path: f.Path}
		if f.Before != nil {
			rf.Before = name + ".before"
		}
		if f.After != nil {
			rf.After = name + ".after"
		}
		err := errors.Join(writeCopy(dir, rf.Before, f.Before), writeCopy(dir, rf.After, f.After))
		if err != nil {
			return err
		}
		r.Files = append(r.Files, rf)
	}
	note, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return writeCopy(dir, noteFile, append(note, '\n'))
}

// writeCopy writes a new private file that survives a power cut; no name means
// that there is nothing to write.
func writeCopy(dir, name string, data []byte) error {
	if name == "" {
		return nil
	}
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, newFileMode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// removeRecord deletes a record: change.json first, so that a half deleted one
// is never taken for a whole. It holds files alone.
func removeRecord(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	err = os.Remove(filepath.Join(dir, noteFile))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	for _, e := range entries {
		if err == nil && e.Name() != noteFile {
			err = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
	if err != nil {
		return err
	}
	return os.Remove(dir)
}

// prune deletes all but the newest records, and what a killed process left.
// Whatever cannot be deleted is left for the next time: the change is done, and
// a copy too many does no harm.
func (h history) prune() {
	numbers, err := h.numbers()
	if err != nil {
		return
	}
	for len(numbers) > keptVersions {
		_ = removeRecord(h.path(numbers[0]))
		numbers = numbers[1:]
	}
	entries, err := os.ReadDir(h.dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), pending) {
			_ = removeRecord(filepath.Join(h.dir, e.Name()))
		}
	}
}

// numbers lists the records, oldest first.
func (h history) numbers() ([]int, error) {
	entries, err := os.ReadDir(h.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var list []int
	for _, e := range entries {
		if n, err := strconv.Atoi(e.Name()); err == nil && n > 0 && e.IsDir() {
			list = append(list, n)
		}
	}
	slices.SortFunc(list, cmp.Compare)
	return list, nil
}

func last(numbers []int) int {
	if len(numbers) == 0 {
		return 0
	}
	return numbers[len(numbers)-1]
}

func (h history) path(n int) string { return filepath.Join(h.dir, fmt.Sprintf("%06d", n)) }

// read returns the change that a record holds; an empty one when a killed
// process had begun to delete it.
func (h history) read(n int) (Change, error) {
	dir := h.path(n)
	note, err := os.ReadFile(filepath.Join(dir, noteFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Change{}, nil // half deleted: it changes nothing any more
	}
	if err != nil {
		return Change{}, err
	}
	var r record
	if err := json.Unmarshal(note, &r); err != nil {
		return Change{}, fmt.Errorf("read %s: %w", filepath.Join(dir, noteFile), err)
	}
	var c Change
	for _, rf := range r.Files {
		f := FileChange{Path: rf.Path}
		if f.Before, err = readCopy(dir, rf.Before); err != nil {
			return Change{}, err
		}
		if f.After, err = readCopy(dir, rf.After); err != nil {
			return Change{}, err
		}
		if f.Before != nil {
			f.copy = filepath.Join(dir, filepath.Base(rf.Before))
		}
		c.Files = append(c.Files, f)
	}
	return c, nil
}

// readCopy reads a copy of a record; no name stands for a file that was not
// there. The name is taken without its directory: a record names its own files.
func readCopy(dir, name string) ([]byte, error) {
	if name == "" {
		return nil, nil
	}
	return os.ReadFile(filepath.Join(dir, filepath.Base(name)))
}
