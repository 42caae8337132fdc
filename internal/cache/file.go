package cache

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/fsx"
)

// Other tools write these files in place and without a lock: AWS CLI v2
// empties a file and then fills it. Whoever reads in between sees half of it
// and finds the whole a moment later.
const (
	readAttempts = 4
	readPause    = 10 * time.Millisecond
)

// readObject reads the file of an entry. Errors: ErrAbsent, *CorruptError, or
// what the file system says.
func readObject(path string) (object, error) {
	for attempt := 1; ; attempt++ {
		o, err := readOnce(path)
		if Warning(err) == nil || attempt == readAttempts {
			return o, err
		}
		time.Sleep(readPause)
	}
}

// readOnce is one look at the file.
func readOnce(path string) (object, error) {
	data, err := fsx.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrAbsent
	}
	if err != nil {
		return nil, fmt.Errorf("read cache file %s: %w", path, err)
	}
	o, err := parseObject(data)
	if err != nil {
		return nil, &CorruptError{Path: path, Err: err}
	}
	return o, nil
}

// others returns the members of the file that are not among known, for who is
// about to replace it: they are other tools'.
func others(path string, known ...string) object {
	o, err := readObject(path)
	if err != nil {
		return nil
	}
	return o.without(known...)
}

// write puts data in the place of the file, readable by its owner alone.
func (s Store) write(path string, data []byte) error {
	if err := fsx.MkdirPrivate(filepath.Dir(path)); err != nil {
		return fmt.Errorf("make cache folder: %w", err)
	}
	// What cannot be tidied up must not keep a token from being saved.
	_ = fsx.RemoveOldLeftovers(filepath.Dir(path), leftoverAge)
	s.setAside(path)
	if err := fsx.ReplaceFile(path, data, 0o600); err != nil {
		return fmt.Errorf("write cache file %s: %w", path, err)
	}
	return nil
}

// remove removes a file and tells whether it was there.
func remove(path string) (bool, error) {
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("remove cache file: %w", err)
	}
	return true, nil
}

// eachObject calls visit with every file of dir that holds a JSON object,
// sorted by path. Others are none of our business: AWS CLI v2 keeps a database
// among its role credentials, and IDEs keep their own files beside the tokens.
func eachObject(dir string, visit func(path string, o object)) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("list cache folder: %w", err)
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Name() < entries[j].Name() })
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".json") {
			continue
		}
		path := filepath.Join(dir, e.Name())
		data, err := fsx.ReadFile(path)
		if err != nil {
			continue // removed since it was listed, or not ours to read
		}
		if o, err := parseObject(data); err == nil {
			visit(path, o)
		}
	}
	return nil
}
