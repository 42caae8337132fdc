// Package ui is what the person sees: pickers, prompts, progress, tables. It
// fills the ports that cli declares, draws on stderr, reads stdin, and is the
// only importer of terminal libraries. It never does a deed.
//
// There are two ways to ask. On a terminal that can redraw, a question is
// redrawn in place; in plain mode (--plain, FOB_PLAIN=1, TERM=dumb) it
// is a line of text and an answer line, so that it works through anything that
// carries text, a screen reader included. An old Windows console that refuses
// escape sequences gets plain mode by itself.
package ui

import (
	"io"
	"os"

	"golang.org/x/term"

	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/paths"
)

// defaultWidth is the width that is assumed of a terminal that does not tell.
const defaultWidth = 80

// World is what a Terminal is made from.
type World struct {
	In, Out, Err *os.File
	Environ      paths.Environ
	Plain        bool // --plain was given
}

// Terminal is the person's terminal: cli's Asker and Screen. Questions are
// asked one at a time; Screen's methods are safe for use by many goroutines.
type Terminal struct {
	in, out, err *os.File
	talk         *output.Stream // err, for text
	plain        bool
	colour       bool
	input        input
}

// New returns the terminal of w. All that it does to it before it is asked
// something is to tell a Windows console that escape sequences will come.
func New(w World) *Terminal {
	dumb := w.Environ.Get("TERM") == "dumb"
	t := &Terminal{in: w.In, out: w.Out, err: w.Err, talk: output.New(w.Err), input: input{in: w.In}}
	t.plain = w.Plain || w.Environ.Get("FOB_PLAIN") == "1" || dumb || !enableSequences(w.Err) || !enableSequences(w.Out)
	t.colour = !t.plain && w.Environ.Text("NO_COLOR") == ""
	return t
}

// Width returns the columns of w, 0 when it is no terminal.
func (t *Terminal) Width(w io.Writer) int {
	f, ok := terminalOf(w)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		return defaultWidth
	}
	return width
}

// terminalOf returns the terminal that w writes to, through a stream or not.
func terminalOf(w io.Writer) (*os.File, bool) {
	if s, ok := w.(*output.Stream); ok {
		w = s.Under()
	}
	f, ok := w.(*os.File)
	return f, ok && term.IsTerminal(int(f.Fd()))
}
