//go:build unix

package fsx

import (
	"errors"
	"io/fs"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

type modeless struct{ err error }

func (m modeless) Chmod(fs.FileMode) error { return m.err }

// A drive of Windows in WSL refuses a mode; that must not keep a file from
// being written.
func TestAFileSystemWithoutModes(t *testing.T) {
	for _, err := range []error{nil, &fs.PathError{Op: "chmod", Err: syscall.EPERM}, errors.ErrUnsupported} {
		if got := setMode(modeless{err}, 0o600); got != nil {
			t.Errorf("%v gives %v", err, got)
		}
	}
	if got := setMode(modeless{syscall.EIO}, 0o600); !errors.Is(got, syscall.EIO) {
		t.Errorf("another error is %v", got)
	}
}

func TestInsistingEndsInTime(t *testing.T) {
	held := func(err error) bool { return errors.Is(err, fs.ErrPermission) }
	for name, tc := range map[string]struct {
		fails int // how often
		err   error
		want  error
		tries int
	}{
		"at once":                    {0, nil, nil, 1},
		"held for a moment":          {5, fs.ErrPermission, nil, 6},
		"another error is not tried": {9, fs.ErrInvalid, fs.ErrInvalid, 1},
		"held for ever":              {1 << 30, fs.ErrPermission, fs.ErrPermission, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start, tries := time.Now(), 0
				err := insistWhile(held, func() error {
					if tries++; tries <= tc.fails {
						return tc.err
					}
					return nil
				})
				if !errors.Is(err, tc.want) || tc.tries != 0 && tries != tc.tries || time.Since(start) > heldPatience+time.Second {
					t.Errorf("%v after %d tries and %s", err, tries, time.Since(start))
				}
			})
		})
	}
}
