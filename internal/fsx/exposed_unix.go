//go:build unix

package fsx

import "io/fs"

// Exposed reports whether users other than the owner can read or write a file,
// or put files into a folder. That others can list a folder does not count: the
// AWS CLI makes its cache folders so, and the files have modes of their own.
func Exposed(info fs.FileInfo) bool {
	if info.IsDir() {
		return info.Mode().Perm()&0o022 != 0
	}
	return info.Mode().Perm()&0o066 != 0
}
