//go:build unix

package fsx_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestOwnerAndGroupStay(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can give files away")
	}
	path := filepath.Join(t.TempDir(), "config")
	write(t, path, "old")
	if err := os.Chown(path, 12345, 54321); err != nil {
		t.Fatal(err)
	}
	mustReplace(t, path, "new")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if st, ok := info.Sys().(*syscall.Stat_t); !ok || st.Uid != 12345 || st.Gid != 54321 {
		t.Errorf("owner is %+v, want 12345:54321", info.Sys())
	}
}
