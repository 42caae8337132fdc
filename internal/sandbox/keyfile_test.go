package sandbox

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func TestTheKeyFileIsPrivateAndStrict(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "new", "key")
	var keys [8]string
	var wg sync.WaitGroup
	for i := range keys { // sandboxes that begin at once
		wg.Go(func() {
			key, err := loadKey(path)
			if err != nil {
				t.Error(err)
			}
			keys[i] = string(key)
		})
	}
	wg.Wait()
	for _, k := range keys {
		if k != keys[0] || len(k) != keySize {
			t.Fatal("sandboxes have different keys")
		}
	}
	entries := must(os.ReadDir(filepath.Dir(path)))(t)
	if info := must(os.Stat(path))(t); len(entries) != 1 || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%d files, mode %v", len(entries), info.Mode())
	}
	bad := filepath.Join(dir, "bad")
	if err := os.WriteFile(bad, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Config{KeyFile: bad}); err == nil || !strings.Contains(err.Error(), "does not hold 32 bytes") {
		t.Errorf("got %v", err)
	}
	if runtime.GOOS == "windows" {
		return
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := loadKey(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("got %v", err)
	}
}
