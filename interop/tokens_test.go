package interop_test

import (
	"crypto/sha1"
	"encoding/hex"
	"regexp"
)

// sha1Hex names a cache file after what it belongs to, as all clients do.
func sha1Hex(s string) string {
	sum := sha1.Sum([]byte(s))
	return hex.EncodeToString(sum[:])
}

// redact shows a cache file's shape without what is in it.
func redact(file string) string {
	long := regexp.MustCompile(`"[^"\s]{33,}"`)
	return long.ReplaceAllString(file, `"…"`)
}
