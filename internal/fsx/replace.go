package fsx

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ReplaceFile puts data in the place of the file at path, whole or not at all:
// a reader of path, at any moment and after a crash, sees the old bytes or the
// new ones.
//
// An existing file keeps its mode and its owner; a new one gets newMode,
// whatever the umask. On Windows, access lists stand for modes: an existing
// file keeps its own, and a new one whose newMode is private lets in only the
// user, the system and the administrators. Where path is a symlink, the file it
// points to is replaced and the link stays. Missing directories are made,
// private ones. The work is done in a temporary file beside the target, which
// is removed on any failure short of the death of the process.
//
// It refuses (fs.ErrPermission) a file that is not writable, although a rename
// would get around that, and anything that is not a regular file, such as
// /dev/null. Safe for use by many goroutines and processes; the last one wins,
// so writers that build on what they read hold a Lock.
func ReplaceFile(path string, data []byte, newMode fs.FileMode) error {
	return replaceFile(path, data, access{mode: newMode})
}

// ReplacePrivateFile is ReplaceFile for a file that holds secrets: afterwards
// it is for its owner alone (0600; on Windows the user's access list), whatever
// the old file allowed.
func ReplacePrivateFile(path string, data []byte) error {
	return replaceFile(path, data, access{mode: privateFile, force: true})
}

func replaceFile(path string, data []byte, a access) error {
	r, err := prepare(path, 0, a)
	if err != nil {
		return err
	}
	return r.Commit(data)
}

// Replacement is a file that is about to be replaced: permission and space for
// its new content are secured already.
type Replacement struct {
	path   string // as it was given
	target target
	tmp    *os.File
}

// PreparePrivate does all of ReplacePrivateFile that can fail for lack of space
// or permission, for a new content of up to size bytes, and leaves the file as
// it is. The caller must call Commit or Cancel.
func PreparePrivate(path string, size int) (*Replacement, error) {
	return prepare(path, size, access{mode: privateFile, force: true})
}

// Commit puts data in the place of the file. It fails for lack of space only
// where data is longer than what was prepared.
func (r *Replacement) Commit(data []byte) error {
	if err := r.commit(data); err != nil {
		r.Cancel()
		return newError("written", r.path, err)
	}
	return nil
}

// Cancel removes what was prepared; after Commit it does nothing.
func (r *Replacement) Cancel() {
	if r.tmp != nil {
		_ = r.tmp.Close()
		_ = os.Remove(r.tmp.Name())
		r.tmp = nil
	}
}

// access is who may use a file that is written.
type access struct {
	mode  fs.FileMode
	force bool // of an existing file too
}

// target is a file to be replaced.
type target struct {
	path  string      // where it is; not a symlink
	old   fs.FileInfo // nil when it does not exist
	mode  fs.FileMode // the permissions it is to have
	force bool        // whatever the old ones are
}

// lookAt finds what ReplaceFile is to replace, makes its directory when that is
// missing, and refuses what it must not touch.
func lookAt(path string, a access) (t target, err error) {
	t.mode, t.force = a.mode.Perm(), a.force
	if t.path, err = followLinks(path); err != nil {
		return t, err
	}
	old, err := os.Stat(t.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return t, MkdirPrivate(filepath.Dir(t.path))
	case err != nil:
		return t, err
	case !old.Mode().IsRegular():
		return t, errNotRegular
	case old.Mode().Perm()&0o200 == 0:
		return t, fs.ErrPermission
	}
	t.old = old
	if !t.force {
		t.mode = old.Mode().Perm()
	}
	return t, nil
}

// prepare makes a temporary file of size bytes beside the target.
func prepare(path string, size int, a access) (*Replacement, error) {
	t, err := lookAt(path, a)
	if err != nil {
		return nil, newError("written", path, err)
	}
	tmp, err := createTemp(filepath.Dir(t.path), tempPrefix(t.path), t)
	if err != nil {
		return nil, newError("written", path, err)
	}
	r := &Replacement{path: path, target: t, tmp: tmp}
	if err := r.secure(size); err != nil {
		r.Cancel()
		return nil, newError("written", path, err)
	}
	return r, nil
}

// secure gives the temporary file its owner and mode, and takes the space that
// it will need: zeros that are written and synced, as a file system may count
// space only when it writes.
func (r *Replacement) secure(size int) error {
	if err := keepAccess(r.tmp, r.target); err != nil {
		return err
	}
	if size == 0 {
		return nil
	}
	if _, err := r.tmp.Write(make([]byte, size)); err != nil {
		return err
	}
	return r.tmp.Sync()
}

func (r *Replacement) commit(data []byte) error {
	if _, err := r.tmp.WriteAt(data, 0); err != nil {
		return err
	}
	if err := r.tmp.Truncate(int64(len(data))); err != nil {
		return err
	}
	if err := r.tmp.Sync(); err != nil {
		return err
	}
	if err := r.tmp.Close(); err != nil {
		return err
	}
	if err := rename(r.tmp.Name(), r.target.path); err != nil {
		return err
	}
	r.tmp = nil
	return syncDir(filepath.Dir(r.target.path))
}

// RemoveLeftovers deletes the temporary files that a killed process left
// beside path. Call it only while holding the Lock that all writers of path
// take: it cannot tell a dead writer's file from a living one's.
func RemoveLeftovers(path string) error {
	target, err := followLinks(path)
	if err != nil {
		return newError("written", path, err)
	}
	entries, err := os.ReadDir(filepath.Dir(target))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), tempPrefix(target)) && e.Type().IsRegular() {
			err = errors.Join(err, os.Remove(filepath.Join(filepath.Dir(target), e.Name())))
		}
	}
	return newError("written", path, err)
}

// tempPrefix names the temporary files of target: hidden, and recognisable.
func tempPrefix(target string) string { return "." + filepath.Base(target) + tempMark }

const tempMark = ".fob-tmp-"

var errNotRegular = errors.New("it is not a regular file")

var errTooManyLinks = errors.New("too many symlinks, or a loop of them")

// followLinks returns the file that path leads to. Unlike
// filepath.EvalSymlinks it also follows a link to a file that does not exist
// yet, and leaves the directories on the way as they are.
func followLinks(path string) (string, error) {
	for range 40 { // as many as Linux follows
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return path, nil
		}
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			return path, nil
		}
		next, err := os.Readlink(path)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(path), next)
		}
		path = next
	}
	return "", errTooManyLinks
}

// RemoveAllLinks deletes the file that path leads to, and the symlinks on the
// way, and reports whether there was anything. A secret is then in neither
// place. What the links lead to is removed only where it is a regular file: a
// device or a folder holds no secret of fob's.
func RemoveAllLinks(path string) (removed bool, err error) {
	links, p := []string(nil), path
	for {
		next, err := os.Readlink(p)
		if err != nil {
			break // not a link, or not there
		}
		if links = append(links, p); len(links) > 40 { // as many as Linux follows
			return false, newError("removed", path, errTooManyLinks)
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(p), next)
		}
		p = next
	}
	if info, err := os.Lstat(p); err != nil || info.Mode().IsRegular() || len(links) == 0 {
		links = append(links, p)
	}
	for _, p := range slices.Backward(links) { // the content first: what remains must lead to nothing
		err := os.Remove(p)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return removed, newError("removed", p, err)
		}
		removed = removed || err == nil
	}
	return removed, nil
}

// Remove deletes the file that path leads to; a symlink to it stays, and a
// file that is not there is fine.
func Remove(path string) error {
	target, err := followLinks(path)
	if err == nil {
		err = os.Remove(target)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return newError("removed", path, err)
	}
	return nil
}
