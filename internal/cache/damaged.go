package cache

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/fobcli/fob/internal/fsx"
)

// damagedMost is how many damaged files are kept aside.
const damagedMost = 5

// setAside keeps a copy of the damaged file that is about to be replaced, for
// whoever wants to know what had happened to it: in fob's own folder, readable
// by its owner alone, the latest few, and until the next sign-out. Only a
// writer does this, under the lock of what it writes; where it fails, the file
// is replaced all the same.
func (s Store) setAside(path string) {
	data, err := fsx.ReadAtMost(path, maxEntry)
	if err != nil || len(data) == 0 {
		return
	}
	if _, err := parseObject(data); err == nil {
		return
	}
	dir := s.damagedDir()
	if fsx.MkdirPrivate(dir) != nil {
		return
	}
	f, err := os.CreateTemp(dir, filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return
	}
	_, _ = f.Write(data)
	_ = f.Close()
	pruneOldest(dir, damagedMost)
}

// pruneOldest removes the oldest files of dir until most are left.
func pruneOldest(dir string, most int) {
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) <= most {
		return
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int {
		x, errA := a.Info()
		y, errB := b.Info()
		if errA != nil || errB != nil {
			return 0 // another writer has pruned it
		}
		return x.ModTime().Compare(y.ModTime())
	})
	for _, e := range entries[:len(entries)-most] {
		_ = os.Remove(filepath.Join(dir, e.Name()))
	}
}

// removeOwn removes a folder of fob's own with what it holds.
func (s Store) removeOwn(name string) error {
	err := os.RemoveAll(filepath.Join(s.Paths.Own, name))
	if errors.Is(err, syscall.ENOTDIR) {
		return nil // a file stands where fob's folder would, so there is none
	}
	return err
}

func (s Store) damagedDir() string { return filepath.Join(s.Paths.Own, "damaged") }
