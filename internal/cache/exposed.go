package cache

import (
	"errors"
	"io/fs"
	"os"

	"github.com/fobcli/fob/internal/fsx"
)

// Exposed lists the files of the caches that hold a secret and that other users
// of this machine can read or write, and the cache folders that others can write
// to: folders first, then files, each sorted. On Windows it finds none.
func (s Store) Exposed() ([]string, error) {
	var found []string
	for _, dir := range [...]string{s.Paths.SSOCache, s.Paths.CLICache} {
		if fsx.Exposed(dir) {
			found = append(found, dir)
		}
	}
	for _, dir := range [...]string{s.Paths.SSOCache, s.Paths.CLICache} {
		err := eachObject(dir, func(path string, o object) {
			if !holdsSecret(o) {
				return
			}
			if fsx.Exposed(path) {
				found = append(found, path)
			}
		})
		if err != nil {
			return found, err
		}
	}
	return found, nil
}

// holdsSecret reports whether an entry is a token, a registration or credentials.
func holdsSecret(o object) bool {
	for _, key := range [...]string{"accessToken", "refreshToken", "clientSecret", "Credentials"} {
		if o.raw(key) != nil {
			return true
		}
	}
	return false
}

// MakePrivate closes what Exposed lists to other users. It goes on after an
// error; what belongs to another user stays as it is and is part of the error.
func (s Store) MakePrivate() error {
	exposed, err := s.Exposed()
	errs := []error{err}
	for _, path := range exposed {
		info, err := os.Stat(path)
		if err != nil {
			continue // removed since
		}
		mode := fs.FileMode(0o600)
		if info.IsDir() {
			mode = 0o700
		}
		errs = append(errs, os.Chmod(path, mode))
	}
	return errors.Join(errs...)
}
