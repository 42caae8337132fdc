// Package output is what the program writes to its streams: it escapes what
// came from outside, and remembers a write that failed.
//
// Names, addresses and messages come from services, files and command lines,
// and may hold anything. Written as they are, they could move the cursor, hide
// text, reverse it, add lines, or change the terminal's settings. This package
// alone decides how such characters are shown. It never decides what is
// written.
package output

import (
	"strings"
	"unicode/utf8"
)

// Text escapes s for text of several lines: control characters (C0, DEL and
// C1), characters that change the direction of text, line and paragraph
// separators, and bytes that are not UTF-8 become \x1b, \u202e and the like.
// Line feeds and tabs stay. Escaping twice changes nothing.
func Text(s string) string { return escape(s, inText) }

// Line escapes s for a single line or a cell of a table: as Text does, and line
// feeds and tabs become \n and \t, too.
func Line(s string) string { return escape(s, inLine) }

// Clean reports whether s can be shown as it is: Line does not change it.
func Clean(s string) bool { return unsafeAt(s, inLine) == len(s) }

// JSON replaces what Text escapes by JSON's own escapes, so that doc, which
// must be encoded JSON, means the same to every parser.
func JSON(doc []byte) []byte {
	text := string(doc)
	if unsafeAt(text, inJSON) == len(text) {
		return doc
	}
	return []byte(escape(text, inJSON))
}

// place is where text is shown.
type place int

const (
	inText place = iota
	inLine
	inJSON
)

// keeps reports whether a control character may stand as it is.
func (p place) keeps(r rune) bool {
	switch r {
	case '\n', '\t':
		return p != inLine
	case '\r':
		return p == inJSON // between values; within them encoders escape it
	}
	return false
}

// unsafeAt returns where the first character is that has to be escaped; the
// length of s when there is none.
func unsafeAt(s string, p place) int {
	for i := 0; i < len(s); {
		if c := s[i]; c >= ' ' && c < 0x7f {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 || unsafe(r) && !p.keeps(r) {
			return i
		}
		i += size
	}
	return len(s)
}

// unsafe reports whether r could steer a terminal or mislead a reader: control
// characters (Unicode's Cc), those with the property Bidi_Control, and the line
// and paragraph separators.
func unsafe(r rune) bool {
	switch {
	case r < ' ', r >= 0x7f && r <= 0x9f:
		return true
	case r < 0x61c:
		return false
	}
	return r == 0x61c || r == 0x200e || r == 0x200f || r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

func escape(s string, p place) string {
	at := unsafeAt(s, p)
	if at == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	for at < len(s) {
		b.WriteString(s[:at])
		r, size := utf8.DecodeRuneInString(s[at:])
		b.WriteString(escaped(r, s[at], size, p))
		s = s[at+size:]
		at = unsafeAt(s, p)
	}
	b.WriteString(s)
	return b.String()
}

// escaped writes one unsafe character; first is its first byte.
func escaped(r rune, first byte, size int, p place) string {
	invalid := r == utf8.RuneError && size == 1
	switch {
	case p == inJSON && invalid:
		return `\ufffd` // what encoding/json makes of such a byte
	case p == inJSON:
		return hex(`\u`, uint32(r), 4)
	case invalid:
		return hex(`\x`, uint32(first), 2)
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r <= 0x7f:
		return hex(`\x`, uint32(r), 2)
	}
	return hex(`\u`, uint32(r), 4)
}

func hex(prefix string, n uint32, digits int) string {
	b := []byte(prefix)
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		b = append(b, "0123456789abcdef"[n>>shift&0xf])
	}
	return string(b)
}
