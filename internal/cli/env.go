// Package cli holds fob's commands: one file each, flags in, an options
// struct, run, text out.
//
// Answers go to Stdout, talk goes to Stderr. The package reaches the terminal
// through the ports in Env alone; it never speaks HTTP and never reads the
// process's own environment.
package cli

import (
	"context"
	"io"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/login"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/vend"
)

// Env is the world of one run: everything that a command may touch. Each field
// is filled by app's constructor; a zero field is a bug, not a default. What
// costs time to build is a function, so that a command pays only for what it uses.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Environ        paths.Environ
	Paths          paths.Paths
	Now            func() time.Time
	Self           string // path of this program, for lines that name it
	Global         *Global

	// Interactive reports whether there is a person to ask: stdin and stderr
	// are both terminals.
	Interactive func() bool
	Asker       func() Asker
	Screen      func() Screen

	Files  func() (awsconfig.Files, error)
	Editor func() *awsconfig.Editor
	Store  func() cache.Store
	Vendor func() (*vend.Vendor, error)
	Login  func() (*login.Deed, error)

	// Exec runs a program with an environment and returns its exit code; on
	// Unix it does not come back.
	Exec func(ctx context.Context, argv, env []string) (int, error)
}

// Global holds the flags that every command takes.
type Global struct {
	Profile  string // --profile; empty means AWS_PROFILE, then default
	Region   string // --region; empty means the environment, then the profile
	Debug    bool   // --debug
	Plain    bool   // --plain, FOB_PLAIN=1, TERM=dumb
	CABundle string // --ca-bundle
}

// Asker asks a person. Every method returns ctx's error when the question is
// interrupted. Nothing calls it unless Env.Interactive says there is someone.
type Asker interface {
	// Ask reads one line; an empty answer means Question.Default.
	Ask(ctx context.Context, q Question) (string, error)
	// Pick lets the person choose one of the items and returns its index.
	Pick(ctx context.Context, c Choice) (int, error)
	// Confirm asks yes or no; an empty answer means def.
	Confirm(ctx context.Context, text string, def bool) (bool, error)
}

// Question asks for one line of text.
type Question struct {
	Label       string             // shown as "Label [Default]: "
	Default     string             // taken when the answer is empty
	Suggestions []string           // offered for completion
	Validate    func(string) error // nil accepts all; its error is shown and the question asked again
}

// Choice asks for one of several rows, filtered as the person types.
type Choice struct {
	Title   string
	Items   []Item
	Initial int // the row that is selected at first
}

// Item is one row of a Choice: the text, and words that also match the filter.
type Item struct{ Label, Detail string }

// Screen shows what is not a question: progress, and how wide and colourful
// the terminal is.
type Screen interface {
	// Progress shows long work on stderr from 300 ms on; nothing when stderr
	// is no terminal. The caller ends it with Done.
	Progress(title string) Progress
	// Strong and Faint style text for w (Stdout or Stderr) where it is a
	// terminal that takes colour, and return it unchanged elsewhere.
	Strong(w io.Writer, s string) string
	Faint(w io.Writer, s string) string
}

// Progress is one piece of long work being shown.
type Progress interface {
	Set(done, total int)
	Done()
}

// Profile returns the profile in force and what chose it: "--profile", the
// name of a variable, or "" for the default.
func (e *Env) Profile() (name, source string) {
	if e.Global.Profile != "" {
		return e.Global.Profile, "--profile"
	}
	if p, v := e.Environ.Profile(); p != "" {
		return p, v
	}
	return "default", ""
}
