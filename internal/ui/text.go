package ui

import (
	"strings"
	"unicode"

	"github.com/clipperhouse/displaywidth"
)

// width returns the columns that s takes on a terminal. Nearly all text is
// ASCII, for which the count of bytes is the answer.
func width(s string) int {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return displaywidth.String(s)
		}
	}
	return len(s)
}

// clip shortens s to at most columns, ending it in … where it is cut.
func clip(s string, columns int) string {
	switch {
	case width(s) <= columns:
		return s
	case columns <= 0:
		return ""
	}
	return displaywidth.TruncateString(s, columns, "…")
}

// printable replaces what would steer the terminal or reverse the text: names
// come from a service and from files, and may hold anything.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '�'
		}
		return r
	}, s)
}
