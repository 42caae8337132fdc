package cli

import (
	"bufio"
	"io"
)

// Screen shows what is not a question: tables, progress, and how wide and
// colourful the terminal is.
type Screen interface {
	// Progress shows long work on stderr from 300 ms on; nothing when stderr
	// is no terminal. The caller ends it with Done.
	Progress(title string) Progress
	// Strong and Faint style text for w (Stdout or Stderr) where it is a
	// terminal that takes colour, and return it unchanged elsewhere. A w that
	// buffers tells what by a method Under.
	Strong(w io.Writer, s string) string
	Faint(w io.Writer, s string) string
	// Table writes rows in columns as wide as their text is on a terminal.
	Table(w io.Writer, t Table) error
	// Width returns how many columns w shows; 0 when it is no terminal.
	Width(w io.Writer) int
}

// Progress is one piece of long work being shown.
type Progress interface {
	Set(done, total int)
	Done()
}

// Table is rows under a head. Every row has as many cells as the head; the
// last column is never padded, so no line ends in blanks.
type Table struct {
	Head   []string // empty: no head is shown
	Rows   [][]string
	Marked bool // rows have room for a mark in front
	Mark   int  // the row that bears it, *; -1 for none
}

// answerWriter is stdout with a buffer. Screen looks through it at the terminal.
type answerWriter struct {
	*bufio.Writer
	under io.Writer
}

// Under returns what is buffered.
func (a answerWriter) Under() io.Writer { return a.under }
