package cli

import "io"

// Screen shows what is not a question: tables, progress, and how wide and
// colourful the terminal is.
type Screen interface {
	// Progress shows long work on stderr from 300 ms on; nothing when stderr
	// is no terminal. The caller ends it with Done.
	Progress(title string) Progress
	// Strong and Faint write text to w (Stdout or Stderr), with a style where
	// that is a terminal that takes colour.
	Strong(w io.Writer, s string)
	Faint(w io.Writer, s string)
	// Table writes rows in columns as wide as their text is on a terminal. It
	// escapes the cells, line breaks included.
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
