package cache

import (
	"encoding/json"
	"errors"
	"testing"
)

// Whatever stands in a file: it is read or counts as absent, and a rewrite is
// JSON that any other reader takes, with every key that it had.
func FuzzParseObject(f *testing.F) {
	for _, s := range []string{
		``, `{}`, `{"a": 1, "a": 2}`, `{"accessToken": "x", "expiresAt": "2026-11-23T01:33:58Z"}`, `{"a": {"b": [null, 1e9, "\ud83d"]}}`,
		`{"a" 1}`, `{"a": 1,}`, `[{}]`, `{"a": 1} {"b": 2}`, "\ufeff{\"\": \"\u2028\"}", `{"clientId": 7, "region": null}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		o, err := parseObject([]byte(text))
		if err != nil {
			return
		}
		for name, written := range map[string][]byte{
			"object": append(o.appendTo([]byte{'{'}), '}'),
			"token":  tokenOf(o).encode(),
		} {
			var m map[string]any
			if err := json.Unmarshal(written, &m); err != nil {
				t.Errorf("%s %q is rewritten to %q: %v", name, text, written, err)
			}
			if name == "object" && len(m) != len(o) {
				t.Errorf("%q has %d keys, rewritten %d", text, len(o), len(m))
			}
		}
	})
}

func FuzzParseTime(f *testing.F) {
	for _, s := range []string{"2026-11-23T01:33:58Z", "2026-11-23T01:33:58.1628886Z", "2026-11-23T01:33:58UTC", "2026-11-23 01:33:58+02:00", "2026-11-23T01:33:58", "UTC", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, err := ParseTime(s)
		if err != nil || at.Year() > 9999 || at.Year() < 1 {
			return
		}
		again, err := ParseTime(formatTime(at))
		if err != nil || at.UTC().Year() <= 9999 && again.Unix() != at.Unix() {
			t.Errorf("%q is written back as %q: %v", s, formatTime(at), errors.Join(err))
		}
	})
}
