package output

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestEscapes(t *testing.T) {
	for _, tc := range []struct{ in, text, line string }{
		{"", "", ""},
		{"Zürich 東京, O'Neill & Söhne \\x1b", "Zürich 東京, O'Neill & Söhne \\x1b", "Zürich 東京, O'Neill & Söhne \\x1b"},
		{"a\nb\tc\r\n", "a\nb\tc\\r\n", `a\nb\tc\r\n`},
		{"bell\aand\x1b[2J", `bell\x07and\x1b[2J`, `bell\x07and\x1b[2J`},
		{"\x00\x7f", `\x00\x7f`, `\x00\x7f`},
		{"csi\u009b2J", `csi\u009b2J`, `csi\u009b2J`},
		{"right\u202eleft\u2069", `right\u202eleft\u2069`, `right\u202eleft\u2069`},
		{"line\u2028paragraph\u2029", `line\u2028paragraph\u2029`, `line\u2028paragraph\u2029`},
		{"raw\x9b2J\xff", `raw\x9b2J\xff`, `raw\x9b2J\xff`},
		{"replaced \ufffd", "replaced \ufffd", "replaced \ufffd"},
		{"family 👨\u200d👩\u200d👧", "family 👨\u200d👩\u200d👧", "family 👨\u200d👩\u200d👧"},
	} {
		if got := Text(tc.in); got != tc.text {
			t.Errorf("Text(%q) = %q, want %q", tc.in, got, tc.text)
		}
		if got := Line(tc.in); got != tc.line {
			t.Errorf("Line(%q) = %q, want %q", tc.in, got, tc.line)
		}
		if got, want := Clean(tc.in), tc.in == tc.line; got != want {
			t.Errorf("Clean(%q) = %v, want %v", tc.in, got, want)
		}
	}
}

// Every character that Unicode counts among those that the package promises to
// escape is escaped, and no other.
func TestUnsafeCharactersAreThoseOfUnicode(t *testing.T) {
	for r := range rune(unicode.MaxRune + 1) {
		want := unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r)
		if got := unsafe(r); got != want {
			t.Errorf("unsafe(%U) = %v, want %v", r, got, want)
		}
	}
}

func FuzzEscapedTextIsSafe(f *testing.F) {
	for _, s := range []string{"", "plain", "a\nb\tc\r", "\x1b]0;title\a", "\u009b31m", "\u202egnp.exe", "\u2028", "\xff\x9b", `\x1b`, "\"\\\x7f"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, line := Text(s), Line(s)
		for _, r := range text {
			if unsafe(r) && r != '\n' && r != '\t' {
				t.Fatalf("Text(%q) = %q holds %U", s, text, r)
			}
		}
		if strings.ContainsFunc(line, unsafe) {
			t.Fatalf("Line(%q) = %q", s, line)
		}
		if !utf8.ValidString(text) || !utf8.ValidString(line) {
			t.Fatalf("%q is not UTF-8 when escaped", s)
		}
		if Text(text) != text || Line(line) != line || Text(line) != line {
			t.Fatalf("escaping %q twice changes it", s)
		}
		if Clean(s) != (line == s) {
			t.Fatalf("Clean(%q) is wrong", s)
		}

		doc, err := json.Marshal(map[string]string{s: s})
		if err != nil {
			t.Fatal(err)
		}
		safe := JSON(doc)
		if strings.ContainsFunc(string(safe), unsafe) {
			t.Fatalf("JSON(%q) = %q", doc, safe)
		}
		var want, got map[string]string
		if err := json.Unmarshal(doc, &want); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(safe, &got); err != nil {
			t.Fatalf("JSON(%q) = %q: %v", doc, safe, err)
		}
		for k, v := range want {
			if got[k] != v {
				t.Fatalf("JSON(%q) = %q means something else", doc, safe)
			}
		}
	})
}
