package ui

import (
	"github.com/clipperhouse/displaywidth"

	"github.com/fobcli/fob/internal/output"
)

// width returns the columns that s takes on a terminal. Nearly all text is
// ASCII, for which the count of bytes is the answer.
func width[S ~string](s S) int {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return displaywidth.String(string(s))
		}
	}
	return len(s)
}

// clip shortens s to at most columns, ending it in … where it is cut.
func clip[S ~string](s S, columns int) S {
	switch {
	case width(s) <= columns:
		return s
	case columns <= 0:
		return ""
	}
	return S(displaywidth.TruncateString(string(s), columns, "…"))
}

// shown is text that is safe to draw: names come from services and files, and
// may hold anything. Only escaped and style make one from a string.
type shown string

// escaped escapes s for a line that is drawn.
func escaped(s string) shown { return shown(output.Line(s)) }

// styler styles text as Terminal.style does.
type styler func(output.Style, shown) shown

// style styles s for the terminal that questions are drawn on.
func (t *Terminal) style(look output.Style, s shown) shown {
	if !t.colour {
		return s
	}
	return shown(look.Of(string(s)))
}
