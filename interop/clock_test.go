package interop_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// advance lets d pass: in the sandbox, and in the files of this home, whose
// moments move into the past just as far. So every client sees what it would
// have seen after d.
func (w *world) advance(d time.Duration) {
	w.t.Helper()
	w.sandbox.Advance(d)
	for _, pattern := range []string{".aws/sso/cache/*.json", ".aws/cli/cache/*.json"} {
		files, err := filepath.Glob(w.path(filepath.FromSlash(pattern)))
		if err != nil {
			w.t.Fatal(err)
		}
		for _, f := range files {
			w.age(f, d)
		}
	}
}

// age moves every moment in a cache file d into the past and leaves all other
// bytes, and each moment's way of being written, as they are.
func (w *world) age(file string, d time.Duration) {
	w.t.Helper()
	moments := regexp.MustCompile(`"(expiresAt|Expiration|registrationExpiresAt)"(\s*:\s*)"([^"]+)"`)
	old, err := os.ReadFile(file)
	if err != nil {
		w.t.Fatal(err)
	}
	aged := moments.ReplaceAllStringFunc(string(old), func(s string) string {
		m := moments.FindStringSubmatch(s)
		at, layout := parseMoment(w, m[3])
		return strings.Replace(s, m[3], at.Add(-d).Format(layout), 1)
	})
	if err := os.WriteFile(file, []byte(aged), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// parseMoment reads a moment as the clients write them, and returns the layout
// that writes it alike.
func parseMoment(w *world, s string) (time.Time, string) {
	w.t.Helper()
	for _, layout := range []string{
		"2006-01-02T15:04:05Z",         // AWS CLI, fob, Go
		"2006-01-02T15:04:05.000Z",     // JavaScript
		"2006-01-02T15:04:05.0000000Z", // .NET
		"2006-01-02T15:04:05-07:00",    // AWS CLI, assumed roles
		"2006-01-02T15:04:05UTC",       // AWS CLI before 2.10
		"2006-01-02T15:04:05.999999999Z07:00",
	} {
		if at, err := time.Parse(layout, s); err == nil && at.Format(layout) == s {
			return at, layout
		}
	}
	w.t.Fatalf("a moment that no client is known to write: %q", s)
	return time.Time{}, ""
}
