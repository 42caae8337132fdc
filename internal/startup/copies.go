package startup

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/fobcli/fob/internal/fsx"
)

// keptCopies is how many states of each file are kept; as many as of the config.
const keptCopies = 10

// copies are the kept states of one file, numbered in their order:
//
//	~/.aws/fob/startup/1f2e3d4c-.bashrc.000012
//
// A copy is never written to again, so that whoever was told its name finds the
// state that was meant, as long as it is kept. Use them under the lock alone.
type copies struct {
	dir  string
	name string // of each, without its number
}

// copiesOf are the copies of a file. Two files may have one name.
func (e Editor) copiesOf(path string) copies {
	sum := sha256.Sum256([]byte(path))
	return copies{filepath.Join(e.Paths.Own, "startup"), hex.EncodeToString(sum[:4]) + "-" + filepath.Base(path) + "."}
}

// add keeps a state and returns its path. drop removes it again when nothing
// came of the edit. A state that is the newest copy already is not kept twice.
func (c copies) add(data []byte) (path string, drop func() error, err error) {
	numbers, err := c.numbers()
	if err != nil {
		return "", nil, err
	}
	next := 1
	if len(numbers) > 0 {
		newest := numbers[len(numbers)-1]
		if old, err := os.ReadFile(c.path(newest)); err == nil && bytes.Equal(old, data) {
			return c.path(newest), func() error { return nil }, nil
		}
		next = newest + 1
	}
	path = c.path(next)
	if err := fsx.ReplaceFile(path, data, newFileMode); err != nil {
		return "", nil, err
	}
	return path, func() error { return os.Remove(path) }, nil
}

// prune deletes all but the newest copies. One that cannot be deleted is left
// for the next time: the edit is done, and a copy too many does no harm.
func (c copies) prune() {
	numbers, err := c.numbers()
	if err != nil {
		return
	}
	for len(numbers) > keptCopies {
		_ = os.Remove(c.path(numbers[0]))
		numbers = numbers[1:]
	}
}

// numbers lists the copies, oldest first.
func (c copies) numbers() ([]int, error) {
	entries, err := os.ReadDir(c.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var list []int
	for _, e := range entries {
		digits, ours := strings.CutPrefix(e.Name(), c.name)
		if n, err := strconv.Atoi(digits); ours && err == nil && n > 0 && e.Name() == filepath.Base(c.path(n)) {
			list = append(list, n)
		}
	}
	slices.SortFunc(list, cmp.Compare)
	return list, nil
}

func (c copies) path(n int) string { return filepath.Join(c.dir, c.name+fmt.Sprintf("%06d", n)) }
