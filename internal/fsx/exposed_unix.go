//go:build unix

package fsx

import (
	"os"
	"path/filepath"
)

// Exposed reports whether users other than the owner can read or write a file,
// or put files into a folder. That others can list a folder does not count: the
// AWS CLI makes its cache folders so, and the files have modes of their own. Nor
// do the modes of a drive of Windows in WSL, which its access lists protect.
func Exposed(path string) bool {
	info, err := os.Stat(path)
	if err != nil || onDrvFs(filepath.Dir(path)) {
		return false
	}
	if info.IsDir() {
		return info.Mode().Perm()&0o022 != 0
	}
	return info.Mode().Perm()&0o066 != 0
}
