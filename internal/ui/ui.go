// Package ui is what the person sees: pickers, prompts, progress, tables. It
// fills the ports that cli declares, draws on stderr, reads stdin, and is the
// only importer of terminal libraries. It never does a deed.
package ui

import (
	"os"

	"github.com/fobcli/fob/internal/paths"
)

// World is what a Terminal is made from.
type World struct {
	In, Out, Err *os.File
	Environ      paths.Environ
	Plain        bool // --plain was given
}

// Terminal is the person's terminal: cli's Asker and Screen.
type Terminal struct{ world World }

// New returns the terminal of w. It does nothing else until asked something.
func New(w World) *Terminal { return &Terminal{world: w} }
