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
// whatever the umask. Where path is a symlink, the file it points to is
// replaced and the link stays. Missing directories are made, private ones. The
// work is done in a temporary file beside the target, which is removed on any
// failure short of the death of the process.
//
// It refuses (fs.ErrPermission) a file that is not writable, although a rename
// would get around that, and anything that is no regular file, such as
// /dev/null. Safe for use by many goroutines and processes; the last one wins,
// so writers that build on what they read hold a Lock.
func ReplaceFile(path string, data []byte, newMode fs.FileMode) error {
	target, err := followLinks(path)
	if err != nil {
		return fmt.Errorf("replace %s: %w", path, err)
	}
	old, err := os.Stat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		old = nil
		if err := MkdirPrivate(filepath.Dir(target)); err != nil {
			return fmt.Errorf("replace %s: %w", path, err)
		}
	case err != nil:
		return fmt.Errorf("replace %s: %w", path, err)
	case !old.Mode().IsRegular():
		return fmt.Errorf("replace %s: it is no regular file", path)
	case old.Mode().Perm()&0o200 == 0:
		return fmt.Errorf("replace %s: it is read-only: %w", path, fs.ErrPermission)
	}
	if err := replace(target, data, old, newMode); err != nil {
		return fmt.Errorf("replace %s: %w", path, err)
	}
	return nil
}

// replace writes a temporary file beside target and renames it onto target.
// old is nil when target does not exist.
func replace(target string, data []byte, old fs.FileInfo, newMode fs.FileMode) (err error) {
	dir := filepath.Dir(target)
	tmp, err := os.CreateTemp(dir, tempPrefix(target)+"*") // mode 0600 from its first moment
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
	mode := newMode.Perm()
	if old != nil {
		mode = old.Mode().Perm()
		if err := keepOwner(tmp, old); err != nil {
			return err
		}
	}
	// After the owner: chown may clear bits of the mode.
	if err := tmp.Chmod(mode); err != nil {
		return err
	}
	if err := tmp.Sync(); err != nil {
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	if err := rename(tmp.Name(), target); err != nil {
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
