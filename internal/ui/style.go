package ui

import (
	"io"

	"github.com/fobcli/fob/internal/output"
)

// Strong writes text styled for w, as cli.Screen says.
func (t *Terminal) Strong(w io.Writer, text string) { t.styled(w, output.Bold, text) }

// Faint writes text styled for w, as cli.Screen says.
func (t *Terminal) Faint(w io.Writer, text string) { t.styled(w, output.Faint, text) }

// styled writes text with a style where w is a terminal that shows styles. The
// stream remembers a failed write.
func (t *Terminal) styled(w io.Writer, look output.Style, text string) {
	if stream, ok := w.(*output.Stream); ok && t.colour && text != "" {
		if _, ok := terminalOf(w); ok {
			_ = stream.Styled(look, text)
			return
		}
	}
	_, _ = io.WriteString(w, text)
}
