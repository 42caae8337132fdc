package wire

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxText is how much of a server's words is shown, in bytes.
const maxText = 500

// Printable makes a server's words safe to show: control characters, which
// could move a terminal's cursor or add lines, become blanks, and what is
// longer than any message is cut.
func Printable(s string) string {
	if len(s) > maxText {
		cut := maxText
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + "…"
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, s))
}
