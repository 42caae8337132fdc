package ui

import (
	"io"
	"strings"
)

// The few looks there are: SGR parameters. Each stands beside a mark or a
// word that says the same, since colour is never the only carrier.
const (
	bold   = "1"
	faint  = "2"
	accent = "1;36" // bold cyan: the row under the cursor
	alarm  = "31"   // red: what is wrong with an answer
)

// Strong styles s for w, as cli.Screen says.
func (t *Terminal) Strong(w io.Writer, s string) string { return t.styleFor(w, bold, s) }

// Faint styles s for w, as cli.Screen says.
func (t *Terminal) Faint(w io.Writer, s string) string { return t.styleFor(w, faint, s) }

func (t *Terminal) styleFor(w io.Writer, sgr, s string) string {
	if _, ok := terminalOf(w); !ok || !t.colour {
		return s
	}
	return t.style(sgr, s)
}

// style styles s for the terminal that questions are drawn on.
func (t *Terminal) style(sgr, s string) string {
	if !t.colour || s == "" {
		return s
	}
	return "\x1b[" + sgr + "m" + strings.TrimRight(s, "\n") + "\x1b[m"
}
