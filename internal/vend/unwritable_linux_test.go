package vend

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/sandbox"
)

// A file system that is read-only or full, as in a container that mounts
// ~/.aws: the sign-in survives it, whatever the service does to refresh tokens
// that are used.
func TestNoSignInIsLostOnAFileSystemThatCannotBeWritten(t *testing.T) {
	for _, rotation := range []sandbox.Rotation{sandbox.RotationOff, sandbox.RotationGrace, sandbox.RotationStrict} {
		for name, tc := range map[string]struct {
			spoil, mend func(t *testing.T, dir string)
			reason      string
		}{
			"read-only": {
				func(t *testing.T, dir string) { remount(t, dir, syscall.MS_RDONLY) },
				func(t *testing.T, dir string) { remount(t, dir, 0) },
				"the file system is read-only",
			},
			"full": {fill, func(t *testing.T, dir string) { empty(t, dir) }, "the disk is full"},
		} {
			t.Run(string(rotation)+", "+name, func(t *testing.T) {
				w, s := inSandbox(t, sandbox.WithRotation(rotation))
				dir := filepath.Dir(w.Store.Paths.Config)
				mountSmall(t, dir)
				w.write(w.Store.Paths.Config, inSandboxText)
				w.signInBy(mySSO, "sso:account:access")
				first, err := w.Store.Token(mySSO)
				if err != nil {
					t.Fatal(err)
				}
				w.pass(s, 58*time.Minute) // two minutes are left, so a refresh is due
				s.ResetCalls()
				tc.spoil(t, dir)
				w.get("dev") // with the access token that there is
				now := w.Now
				w.Now = func() time.Time { return now().Add(2 * time.Hour) }
				for range 2 {
					f := faultOf(t, w, "dev")
					if fault.CodeOf(f) != fault.Failed || !strings.Contains(f.Summary, "~/.aws") || !strings.Contains(f.Summary, tc.reason) {
						t.Errorf("code %d: %v", f.Code, f)
					}
				}
				if n := made(s)["CreateToken"]; n != 0 {
					t.Errorf("CreateToken was called %d times", n)
				}
				w.Now = now
				tc.mend(t, dir)
				w.pass(s, 2*time.Hour)
				w.get("dev")
				last, err := w.Store.Token(mySSO)
				if err != nil || last.AccessToken == first.AccessToken {
					t.Errorf("the token was not refreshed afterwards: %v", err)
				}
			})
		}
	}
}

// mountSmall mounts a file system of its own at dir, for this test.
func mountSmall(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=512k,mode=700")
	if errors.Is(err, syscall.EPERM) {
		t.Skip("mounting a file system takes root: a full and a read-only one were not tried")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
}

func remount(t *testing.T, dir string, flags uintptr) {
	t.Helper()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT|flags, "size=512k,mode=700"); err != nil {
		t.Fatal(err)
	}
}

// fill takes all space that is left.
func fill(t *testing.T, dir string) {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	for size := 64 << 10; size > 0; {
		if _, err := f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func empty(t *testing.T, dir string) {
	t.Helper()
	if err := os.Remove(filepath.Join(dir, "filler")); err != nil {
		t.Fatal(err)
	}
}
