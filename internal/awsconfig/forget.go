package awsconfig

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/fsx"
	"github.com/fobcli/fob/internal/inifile"
)

// Forgotten tells what Forget erased.
type Forgotten struct {
	Changes int      // that can no longer be undone
	Left    []string // what lies beside the copies and is not fob's
}

// Forget deletes every version of the shared files that is kept for Undo, those
// of files that other variables name included, and what killed editors left.
// The files themselves are not touched.
//
// It deletes as any program does: it does not overwrite what the disk holds.
// The error, a *fault.Error, names what could not be deleted; everything else
// is.
func (e *Editor) Forget(ctx context.Context) (Forgotten, error) {
	unlock, err := e.lock(ctx)
	if err != nil {
		return Forgotten{}, err
	}
	defer unlock()
	h := e.history()
	entries, err := os.ReadDir(h.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Forgotten{}, e.notForgotten(h.dir, err)
	}
	var done Forgotten
	var failed error
	for _, entry := range entries {
		path := filepath.Join(h.dir, entry.Name())
		if !isRecord(entry) {
			done.Left = append(done.Left, path)
			continue
		}
		if err := removeRecord(path); err != nil {
			failed = errors.Join(failed, e.notForgotten(path, err))
			continue
		}
		if !strings.HasPrefix(entry.Name(), pending) {
			done.Changes++
		}
	}
	for _, path := range []string{e.Paths.Config, e.Paths.Credentials} {
		if err := fsx.RemoveLeftovers(path); err != nil {
			failed = errors.Join(failed, e.notForgotten(path, err))
		}
	}
	return done, failed
}

func (e *Editor) notForgotten(path string, err error) error {
	return &fault.Error{
		Summary: fmt.Sprintf("a copy in %s cannot be deleted: %v", e.Paths.Short(path), fsx.Reason(err)),
		Hint:    "It may hold secrets. Look at it, and delete it by hand:",
		Remedy:  e.Paths.Short(path),
		Err:     err,
	}
}

// isRecord reports whether an entry of the history's directory is a record,
// whole or not.
func isRecord(entry fs.DirEntry) bool {
	n, err := strconv.Atoi(entry.Name())
	return entry.IsDir() && (err == nil && n > 0 || strings.HasPrefix(entry.Name(), pending))
}

// KeepsRemovedSecrets reports whether a version that is kept for Undo holds a
// secret that no longer stands in the files. What cannot be read may hold one.
func (e *Editor) KeepsRemovedSecrets() bool {
	h := e.history()
	kept := map[string]bool{}
	present := map[string]bool{}
	paths := []string{e.Paths.Config, e.Paths.Credentials}
	entries, err := os.ReadDir(h.dir)
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist)
	}
	for _, entry := range slices.DeleteFunc(entries, func(d fs.DirEntry) bool { return !isRecord(d) }) {
		dir := filepath.Join(h.dir, entry.Name())
		files, err := os.ReadDir(dir)
		if err != nil {
			return true
		}
		for _, f := range files {
			if f.Name() == noteFile {
				continue
			}
			data, err := fsx.ReadFile(filepath.Join(dir, f.Name()))
			if err != nil {
				return true
			}
			addSecrets(kept, data)
		}
		if n, err := strconv.Atoi(entry.Name()); err == nil {
			c, err := h.read(n)
			if err != nil {
				return true
			}
			for _, f := range c.Files {
				paths = append(paths, f.Path)
			}
		}
	}
	for _, path := range paths {
		if data, _, err := readFile(e.Paths, path); err == nil {
			addSecrets(present, data)
		}
	}
	for secret := range kept {
		if !present[secret] {
			return true
		}
	}
	return false
}

// DropsSecrets reports whether the change takes a secret out of the files, or
// puts another in its place.
func (c Change) DropsSecrets() bool {
	before, after := map[string]bool{}, map[string]bool{}
	for _, f := range c.Files {
		addSecrets(before, f.Before)
		addSecrets(after, f.After)
	}
	for secret := range before {
		if !after[secret] {
			return true
		}
	}
	return false
}

// addSecrets collects the values of secret keys, and the lines that continue them.
func addSecrets(set map[string]bool, data []byte) {
	data = fileOf(CredentialsFile, "", data).data // the lines are the same in both files
	text := string(data)
	secret := false
	for s := inifile.NewScanner(data); s.Scan(); {
		line := text[s.Start:s.End]
		switch s.Kind {
		case inifile.Property:
			name, value := s.NameValue(line)
			if secret = IsSecret(strings.ToLower(name)); secret && value != "" {
				set[value] = true
			}
		case inifile.Nested, inifile.Continuation:
			if value := strings.TrimSpace(line); secret && value != "" {
				set[value] = true
			}
		case inifile.Header:
			secret = false
		}
	}
}
