//go:build unix

package spawn

// ShortPath returns path: only Windows has a second name for a file.
func ShortPath(path string) (string, error) { return path, nil }
