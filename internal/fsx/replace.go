package fsx

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ReplaceFile puts data in the place of the file at path, whole or not at all:
// whoever reads path, at any moment and after a crash, sees the old bytes or
// the new ones.
//
// An existing file keeps its mode and its owner; a new one gets newMode,
// whatever the umask. On Windows, access lists stand for modes: an existing
// file keeps its own, and a new one that is private by newMode lets nobody in
// but the person, the system and the administrators. Where path is a symlink, the file it points to is
// replaced and the link stays. Missing directories are made, private ones. The
// work is done in a temporary file beside the target, which is removed on any
// failure short of the death of the process.
//
// It refuses (fs.ErrPermission) a file that is not writable, although a rename
// would get around that, and anything that is no regular file, such as
// /dev/null. Safe for use by many goroutines and processes; the last one wins,
// so writers that build on what they read hold a Lock.
func ReplaceFile(path string, data []byte, newMode fs.FileMode) error {
	t, err := lookAt(path, newMode)
	if err == nil {
		err = replace(t, data)
	}
	if err != nil {
		return fmt.Errorf("replace %s: %w", path, err)
	}
	return nil
}

// target is a file to be replaced.
type target struct {
	path string      // where it lies; no symlink
	old  fs.FileInfo // nil when it does not exist
	mode fs.FileMode // the permissions it is to have
}

// lookAt finds what ReplaceFile is to replace, makes its directory when that is
// missing, and refuses what it must not touch.
func lookAt(path string, newMode fs.FileMode) (t target, err error) {
	t.mode = newMode.Perm()
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
		return t, errors.New("it is no regular file")
	case old.Mode().Perm()&0o200 == 0:
		return t, fmt.Errorf("it is read-only: %w", fs.ErrPermission)
	}
	t.old, t.mode = old, old.Mode().Perm()
	return t, nil
}

// replace writes a temporary file beside the target and renames it onto it.
func replace(t target, data []byte) (err error) {
	dir := filepath.Dir(t.path)
	tmp, err := createTemp(dir, tempPrefix(t.path), t)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = tmp.Close()
			_ = os.Remove(tmp.Name())
		}
	}()
	if _, err := tmp.Write(data); err != nil {
		return err
	}
	if err := keepAccess(tmp, t); err != nil {
		return err
	}
	if err := tmp.Sync(); err != nil {
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	if err := rename(tmp.Name(), t.path); err != nil {
		return err
	}
	return syncDir(dir)
}

// RemoveLeftovers deletes the temporary files that a killed process left
// beside path. Call it only while holding the Lock that all writers of path
// take: it cannot tell a dead writer's file from a living one's.
func RemoveLeftovers(path string) error {
	target, err := followLinks(path)
	if err != nil {
		return fmt.Errorf("clean up beside %s: %w", path, err)
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
	if err != nil {
		return fmt.Errorf("clean up beside %s: %w", path, err)
	}
	return nil
}

// tempPrefix names the temporary files of target: hidden, and recognisable.
func tempPrefix(target string) string { return "." + filepath.Base(target) + tempMark }

const tempMark = ".fob-tmp-"

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
	return "", errors.New("too many symlinks, or a loop of them")
}

// Remove deletes the file that path leads to; a symlink to it stays, and a
// file that is not there is fine.
func Remove(path string) error {
	target, err := followLinks(path)
	if err == nil {
		err = os.Remove(target)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove %s: %w", path, err)
	}
	return nil
}
