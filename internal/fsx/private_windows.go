package fsx

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/windows"
)

// mkdirAll makes a directory and its missing parents for the person alone; see
// access_windows.go.
func mkdirAll(dir string) error {
	_, err := makeDir(dir)
	return err
}

// makeDir makes dir unless it is there, and returns what it had to be made
// with: nil where it inherits, or was there.
func makeDir(dir string) (made *windows.SecurityAttributes, err error) {
	switch info, err := os.Stat(dir); {
	case err == nil && info.IsDir():
		return nil, nil
	case err == nil:
		return nil, &fs.PathError{Op: "mkdir", Path: dir, Err: windows.ERROR_DIRECTORY}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	parent := filepath.Dir(dir)
	if parent != dir {
		if made, err = makeDir(parent); err != nil {
			return nil, err
		}
	}
	if made == nil {
		if made, err = attributesIn(parent); err != nil {
			return nil, err
		}
	}
	name, err := windows.UTF16PtrFromString(long(dir))
	if err != nil {
		return nil, err
	}
	if err := windows.CreateDirectory(name, made); err != nil && !errors.Is(err, windows.ERROR_ALREADY_EXISTS) {
		return nil, &fs.PathError{Op: "mkdir", Path: dir, Err: err}
	}
	return made, nil
}

// createTemp makes a new file in dir with the access list that it is to have in
// the end, so that there is no moment when more than these may open it.
func createTemp(dir, prefix string, t target) (*os.File, error) {
	sa, err := t.attributes(dir)
	if err != nil {
		return nil, err
	}
	for range 10_000 {
		path := filepath.Join(dir, prefix+strconv.FormatUint(uint64(rand.Uint32()), 10)) // #nosec G404 -- createNew opens no file that exists
		f, err := createNew(path, sa)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
	return nil, fmt.Errorf("every name for a temporary file in %s is taken", dir)
}

// attributes are those that the target's new content is made with: the old
// file's own list where there is an old file. What that one inherits, the new
// one inherits as well, as it lies in the same directory.
func (t target) attributes(dir string) (*windows.SecurityAttributes, error) {
	if t.old != nil && !t.force {
		list, err := windows.GetNamedSecurityInfo(long(t.path), windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
		if unsupported(err) {
			return nil, nil // no list to keep: that of WSL, which goes by modes
		}
		if err != nil {
			return nil, fmt.Errorf("read its access list: %w", err)
		}
		return attributes(list), nil
	}
	if t.mode&0o077 != 0 {
		return nil, nil // for all to read
	}
	return attributesIn(dir)
}

// createNew makes the file at path, which must not exist, with a descriptor;
// nil inherits.
func createNew(path string, sa *windows.SecurityAttributes) (*os.File, error) {
	name, err := windows.UTF16PtrFromString(long(path))
	if err != nil {
		return nil, err
	}
	h, err := windows.CreateFile(name, windows.GENERIC_READ|windows.GENERIC_WRITE, windows.FILE_SHARE_READ, sa, windows.CREATE_NEW, windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "create", Path: path, Err: err}
	}
	return os.NewFile(uintptr(h), path), nil
}

// keepAccess does nothing: createTemp has seen to it.
func keepAccess(*os.File, target) error { return nil }

// long writes a path that is longer than Windows' old 260 characters in the
// form that every call takes. Go's own functions do that by themselves.
func long(path string) string {
	const shortest, prefix = 248, `\\?\` // 248: a folder must leave room for a name of 8.3
	if len(path) < shortest || strings.HasPrefix(path, prefix) {
		return path
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if share, ok := strings.CutPrefix(abs, `\\`); ok {
		return prefix + `UNC\` + share
	}
	return prefix + abs
}
