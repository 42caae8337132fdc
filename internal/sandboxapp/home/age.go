package home

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/fsx"
)

// Age makes every cache file below dir/.aws older by d: the moments in it move
// d into the past, and no other byte changes. So a client sees what it would
// have seen after d, while its own clock has not moved. It returns how many
// files changed. A file that is no JSON stays as it is.
func Age(dir string, d time.Duration) (int, error) {
	var changed int
	for _, sub := range []string{"sso", "cli"} {
		files, err := filepath.Glob(filepath.Join(globQuote(dir), ".aws", sub, "cache", "*.json"))
		if err != nil {
			return changed, fmt.Errorf("list the cache files: %w", err)
		}
		for _, file := range files {
			did, err := ageFile(file, d)
			if err != nil {
				return changed, err
			}
			if did {
				changed++
			}
		}
	}
	return changed, nil
}

func ageFile(file string, d time.Duration) (bool, error) {
	old, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil // a sign-out came between
	}
	if err != nil {
		return false, fmt.Errorf("read cache file: %w", err)
	}
	aged := aged(old, d)
	if bytes.Equal(old, aged) {
		return false, nil
	}
	if err := fsx.ReplaceFile(file, aged, 0o600); err != nil {
		return false, fmt.Errorf("age cache file: %w", err)
	}
	return true, nil
}

// globQuote escapes what filepath.Glob would take for a pattern. Windows
// knows no escape, and no such characters but [ in names.
func globQuote(s string) string {
	if os.PathSeparator == '\\' {
		return s
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(s)
}

// moments are the keys of cache files whose values are moments: of tokens,
// registrations and role credentials, whoever wrote them.
var moments = map[string]bool{"expiresAt": true, "registrationExpiresAt": true, "Expiration": true}

// aged returns data with its moments d earlier, written as they were. What is
// no JSON, or holds a moment in a shape that no client writes, is returned
// unchanged as far as that goes.
func aged(data []byte, d time.Duration) []byte {
	var out []byte
	done := 0
	dec := json.NewDecoder(bytes.NewReader(data))
	w := walker{}
	for {
		start := dec.InputOffset()
		t, err := dec.Token()
		if errors.Is(err, io.EOF) && len(w.stack) == 0 {
			return append(out, data[done:]...)
		}
		if err != nil {
			return data // half a file, or none of JSON
		}
		key, isValue := w.next(t)
		s, isText := t.(string)
		if !isValue || !isText || !moments[key] {
			continue
		}
		moved, ok := earlier(s, d)
		end := int(dec.InputOffset())
		// Between start and end stand the colon, blanks, and the value itself.
		quote := int(start) + bytes.IndexByte(data[start:end], '"')
		if !ok || string(data[quote+1:end-1]) != s {
			continue
		}
		out = append(append(out, data[done:quote+1]...), moved...)
		done = end - 1
	}
}

// walker tells keys from values in a stream of JSON tokens.
type walker struct {
	stack []bool // for each open bracket: whether it is an object
	key   string
	isKey bool // the next text in this object is a key
}

// next takes a token. It returns the key that the token is the value of, and
// false when the token is a key, a bracket, or stands in a list.
func (w *walker) next(t json.Token) (key string, value bool) {
	if b, ok := t.(json.Delim); ok {
		if b == '{' || b == '[' {
			w.stack = append(w.stack, b == '{')
		} else {
			w.stack = w.stack[:len(w.stack)-1]
		}
		w.isKey = true
		return "", false
	}
	if len(w.stack) == 0 || !w.stack[len(w.stack)-1] {
		return "", false
	}
	if w.isKey {
		w.key, _ = t.(string)
		w.isKey = false
		return "", false
	}
	w.isKey = true
	return w.key, true
}

// layouts are the ways in which clients write moments. Each writes a moment
// that it read back to the same text, or it is not the one.
var layouts = []string{
	"2006-01-02T15:04:05Z",                // AWS CLI, fob, Go
	"2006-01-02T15:04:05.000Z",            // JavaScript
	"2006-01-02T15:04:05.0000000Z",        // .NET
	"2006-01-02T15:04:05-07:00",           // AWS CLI, keys of assumed roles
	"2006-01-02T15:04:05UTC",              // AWS CLI before 2.10
	"2006-01-02T15:04:05.999999999Z07:00", // any other number of decimals
	"2006-01-02T15:04:05.000000-07:00",    // Python with microseconds
}

// earlier moves a written moment by d; false when it is in no known shape.
func earlier(s string, d time.Duration) (string, bool) {
	for _, layout := range layouts {
		if at, err := time.Parse(layout, s); err == nil && at.Format(layout) == s {
			return at.Add(-d).Format(layout), true
		}
	}
	return "", false
}
