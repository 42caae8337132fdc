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

// maxEntry is the size of the largest file that counts as an entry, in bytes.
// The largest known ones have about 20 KiB.
const maxEntry = 1 << 20

// readObject reads the file of an entry. Errors: ErrAbsent, *CorruptError, or
// what the file system says.
func (s Store) readObject(path string) (object, error) {
	for attempt := 1; ; attempt++ {
		o, err := readOnce(path)
		if Warning(err) == nil || attempt == readAttempts {
			return o, err
		}
		s.pause()
	}
}

func (s Store) pause() {
	if s.Sleep != nil {
		s.Sleep(readPause)
		return
	}
	time.Sleep(readPause)
}

// readOnce is one look at the file.
func readOnce(path string) (object, error) {
	data, err := fsx.ReadAtMost(path, maxEntry)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, ErrAbsent
	case errors.Is(err, fsx.ErrTooLarge):
		return nil, &CorruptError{Path: path, Err: fsx.ErrTooLarge}
	}
	if err != nil {
		return nil, err
	}
	o, err := parseObject(data)
	if err != nil {
		return nil, &CorruptError{Path: path, Err: err}
	}
	return o, nil
}

// others returns the members of the file that are not among known, for who is
// about to replace it: they are other tools'.
func (s Store) others(path string, known ...string) object {
	o, err := s.readObject(path)
	if err != nil {
		return nil
	}
	return o.without(known...)
}

// write puts data in the place of the file, readable by its owner alone.
func (s Store) write(path string, data []byte) error {
	p, err := s.prepare(path, 0)
	if err != nil {
		return err
	}
	s.setAside(path)
	return p.Commit(data)
}

// prepare secures permission and space for a new content of up to size bytes.
func (s Store) prepare(path string, size int) (*fsx.Replacement, error) {
	if err := fsx.MkdirPrivate(filepath.Dir(path)); err != nil {
		return nil, err
	}
	// What cannot be tidied up must not keep a token from being saved.
	_ = fsx.RemoveOldLeftovers(filepath.Dir(path), leftoverAge)
	return fsx.PreparePrivate(path, size)
}

// remove removes a file, and what it points to where it is a symlink, and
// reports whether there was anything.
func remove(path string) (bool, error) { return fsx.RemoveAllLinks(path) }

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
		data, err := fsx.ReadAtMost(path, maxEntry)
		if err != nil {
			continue // removed since it was listed, or not ours to read
		}
		if o, err := parseObject(data); err == nil {
			visit(path, o)
		}
	}
	return nil
}
