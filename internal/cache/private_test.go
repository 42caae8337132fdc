package cache

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/fobcli/fob/internal/fsx"
	"github.com/fobcli/fob/internal/ident"
)

// Other tools and careless hands leave files that everybody can read. Each
// write makes them private again.
func TestEveryWriteMakesAFilePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has access lists in place of modes: see fsx")
	}
	s := newStore(t)
	role := RoleID{Session: corp, Account: "111122223333", Role: "Admin"}
	assumed := AssumeID{RoleARN: "arn:aws:iam::444455556666:role/A"}
	registration := RegistrationID{Session: corp, Region: "eu-west-1"}
	keys := ident.Credentials{AccessKeyID: "A", SecretAccessKey: "S", SessionToken: "T", Expiration: moment("2026-11-23T12:00:00Z")}
	for path, save := range map[string]func() error{
		s.TokenPath(corp):      func() error { return s.SaveToken(corp, tokenWith("r0")) },
		s.RolePath(role):       func() error { return s.SaveRole(role, keys) },
		s.AssumedPath(assumed): func() error { return s.SaveAssumed(assumed, Assumed{Credentials: keys}) },
		s.RegistrationPath(registration): func() error {
			return s.SaveRegistration(registration, Registration{ClientID: "i", ClientSecret: "s", ExpiresAt: keys.Expiration})
		},
		s.renewalPath(corp): func() error {
			r, err := s.BeginRenewal(corp, tokenWith("r0"), keys.Expiration)
			if err == nil {
				r.Close()
			}
			return err
		},
	} {
		put(t, path, "{}")
		if err := os.Chmod(path, 0o666); err != nil {
			t.Fatal(err)
		}
		if err := save(); err != nil {
			t.Fatal(err)
		}
		wantPrivate(t, path)
	}
}

func TestASignOutRemovesWhatALinkPointsTo(t *testing.T) {
	s := newStore(t)
	real := filepath.Join(t.TempDir(), "real.json")
	put(t, real, `{"accessToken":"a"}`)
	path := s.TokenPath(corp)
	err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.Symlink(real, path))
	if err == nil {
		_, err = os.Readlink(path) // wine reports success and makes nothing
	}
	if err != nil {
		t.Skip("symlinks cannot be made here:", err)
	}
	if removed, err := s.DeleteToken(corp); !removed || err != nil {
		t.Errorf("removed %t, %v", removed, err)
	}
	for _, p := range []string{path, real} {
		if _, err := os.Lstat(p); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there: %v", p, err)
		}
	}
}

// A file that never ends, or is larger than any entry, is damage and no more.
func TestAnEndlessEntryCountsAsDamaged(t *testing.T) {
	s := newStore(t)
	put(t, s.TokenPath(corp), string(make([]byte, maxEntry+1)))
	if _, err := s.Token(corp); Warning(err) == nil || !errors.Is(err, fsx.ErrTooLarge) {
		t.Errorf("a large file: %v", err)
	}
	if _, err := os.Stat("/dev/zero"); err != nil {
		return
	}
	path := filepath.Join(s.Paths.SSOCache, "zero.json")
	if err := os.Symlink("/dev/zero", path); err != nil {
		t.Fatal(err)
	}
	if all, err := s.AllTokens(); err != nil || len(all) != 0 {
		t.Errorf("tokens: %v, %v", all, err)
	}
}
