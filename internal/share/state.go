// Package share makes Windows and a WSL use one ~/.aws: the folder of one side
// becomes a symlink to the other's, so that profiles, sessions and sign-ins are
// the same. It never deletes what is there, and it first makes sure that fob's
// locks hold between the two.
//
// Only a symlink shares a sign-in: AWS_CONFIG_FILE moves the profiles, but no
// variable moves the caches of tokens and credentials.
package share

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/fobcli/fob/internal/wsl"
)

// Side is where the files are kept.
type Side string

// The two sides. None means that each has its own.
const (
	None    Side = ""
	Windows Side = "windows"
	Linux   Side = "linux"
)

// Deed does it. Every field is needed.
type Deed struct {
	Windows wsl.Windows
	Folder  string // ~/.aws of this side
}

// Place is the folder of one side.
type Place struct {
	Side     Side
	Here     string // its path on this side
	Named    string // as people on its own side write it
	There    bool   // it exists, or is a symlink
	Link     bool   // it is a symlink
	Profiles bool   // config or credentials say something
	SignIns  int    // tokens in its cache
	Aside    bool   // there is a folder that was moved aside
}

// State is how things are.
type State struct {
	Linux, Windows Place
	Shared         Side // whose files both sides use
	Modes          bool // the drive of Windows keeps Linux's modes
}

// asideMark ends the name of a folder that made way for a symlink.
const asideMark = ".before-wsl"

func (p Place) aside() string { return p.Here + asideMark }

// AsideName is where the folder is moved to, as its own side writes it.
func (p Place) AsideName() string { return p.Named + asideMark }

// Look finds out how things are. It changes nothing.
func (d *Deed) Look(ctx context.Context) (State, error) {
	home, err := d.Windows.Home(ctx)
	if err != nil {
		return State{}, err
	}
	s := State{
		Linux:   look(Linux, d.Folder, "~/.aws"),
		Windows: look(Windows, filepath.Join(home.Here, ".aws"), home.Windows+`\.aws`),
		Modes:   d.Windows.Facts.DriveOf(home.Here).Modes,
	}
	switch {
	case s.Linux.Link && leadsTo(s.Linux.Here, s.Windows.Here):
		s.Shared = Windows
	case s.Windows.Link && (leadsTo(s.Windows.Here, s.Linux.Here) || isMarked(s.Linux)):
		// A symlink of Windows to \\wsl.localhost cannot be followed from here;
		// the mark on our side tells it from others.
		s.Shared = Linux
	}
	return s, nil
}

func look(side Side, here, named string) Place {
	p := Place{Side: side, Here: here, Named: named}
	if info, err := os.Lstat(here); err == nil {
		p.There, p.Link = true, !info.IsDir()
	}
	_, err := os.Lstat(p.aside())
	p.Aside = err == nil
	p.Profiles = saysSomething(filepath.Join(here, "config")) || saysSomething(filepath.Join(here, "credentials"))
	tokens, _ := filepath.Glob(filepath.Join(quoteGlob(here), "sso", "cache", "*.json")) // the pattern is good
	p.SignIns = len(tokens)
	return p
}

// quoteGlob makes a folder's name match itself alone.
func quoteGlob(s string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(s)
}

// leadsTo reports whether a symlink leads to a folder, which need not exist.
func leadsTo(link, folder string) bool {
	if to, err := os.Readlink(link); err == nil && filepath.Clean(to) == filepath.Clean(folder) {
		return true
	}
	a, errA := os.Stat(link)
	b, errB := os.Stat(folder)
	return errA == nil && errB == nil && os.SameFile(a, b)
}

// saysSomething reports whether a file has a line that is not a comment. One
// that is there and cannot be read counts as such.
func saysSomething(file string) bool {
	data, err := os.ReadFile(file)
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist)
	}
	for l := range bytes.Lines(bytes.TrimPrefix(data, []byte("\ufeff"))) {
		if l = bytes.TrimSpace(l); len(l) > 0 && l[0] != '#' && l[0] != ';' {
			return true
		}
	}
	return false
}

// sameFiles reports whether both places say the same.
func sameFiles(a, b Place) bool {
	for _, name := range shared {
		left, errA := os.ReadFile(filepath.Join(a.Here, name))
		right, errB := os.ReadFile(filepath.Join(b.Here, name))
		if (errA == nil) != (errB == nil) || !bytes.Equal(left, right) || errA != nil && !errors.Is(errA, fs.ErrNotExist) {
			return false
		}
	}
	return true
}

// shared are the files that are taken along when the side that keeps the files
// has none.
var shared = [...]string{"config", "credentials"}
