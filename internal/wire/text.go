package wire

import (
	"strings"
	"unicode/utf8"

	"github.com/fobcli/fob/internal/output"
)

// maxText is how much of a server's text is kept for messages, in bytes.
const maxText = 500

// Shorten returns a server's text as one line of a message: trimmed, cut where
// it is longer than any message, and escaped, since errors go to logs, too.
func Shorten(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > maxText {
		cut := maxText
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + "…"
	}
	return output.Line(s)
}
