// Package tour performs the guide, step by step, by running fob's own commands
// as child processes in a private home, shows what they print, and checks it.
//
// It knows the guide's organisation and nothing of the sandbox's inside; what
// it must do to the world is handed in.
package tour

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/fobcli/fob/internal/output"
)

// Tour is one tour. Every field is to be filled.
type Tour struct {
	Out        *output.Stream
	Colour     bool // Out is a terminal that takes colour
	PowerShell bool // show PowerShell's way where it differs
	Now        func() time.Time

	Program    string   // path of the program that is fob
	Env        []string // of the children; its PATH leads to Program as fob
	Home       string   // their home
	Sandbox    string   // the sandbox's origin
	Visits     string   // file where the built-in visitor notes what it did
	OwnBrowser bool     // the person signs in by hand

	// Advance lets time pass in the sandbox, Age in the files of a home.
	Advance func(time.Duration) time.Duration
	Age     func(home string, d time.Duration) (int, error)
}

// Result is what a tour came to.
type Result struct {
	Steps, Commands, Checks int
	Wrong                   []string // titles of the steps that went wrong
	Took                    time.Duration
}

// step is one step of the guide, numbered as there.
type step struct {
	number, title string
	do            func(*guide)
}

// steps are those of the guide, in its order; none is left out.
func steps() []step {
	return []step{
		{"0", "Know", (*guide).know},
		{"1", "Install", (*guide).install},
		{"2a", "Set up by the wizard", (*guide).wizard},
		{"2b", "Set up by hand", (*guide).byHand},
		{"3", "Sign in", (*guide).signIn},
		{"4", "Verify", (*guide).verify},
		{"5", "Default profile", (*guide).defaultProfile},
		{"6", "Several profiles", (*guide).severalProfiles},
		{"7", "Dozens of accounts", (*guide).populate},
		{"8", "Expiry", (*guide).expiry},
		{"9", "Sign out", (*guide).signOut},
		{"10", "Trouble", (*guide).trouble},
	}
}

// Run takes the tour. A step that goes wrong is marked and counted, and the
// tour goes on. The error is the context's, or one of the tour's own doing.
func (t Tour) Run(ctx context.Context) (Result, error) {
	from := t.Now()
	g := &guide{Tour: t, ctx: ctx}
	for _, s := range steps() {
		g.heading(s.number, s.title)
		g.wrong = false
		s.do(g)
		if err := ctx.Err(); err != nil {
			return g.result, err
		}
		if g.broken != nil {
			return g.result, fmt.Errorf("step %s, %s: %w", s.number, s.title, g.broken)
		}
		g.result.Steps++
		if g.wrong {
			g.result.Wrong = append(g.result.Wrong, s.number+" "+s.title)
		}
	}
	g.result.Took = t.Now().Sub(from)
	return g.result, nil
}

// guide is a tour under way.
type guide struct {
	Tour
	ctx    context.Context
	result Result
	wrong  bool  // something in this step was not as it must be
	broken error // the tour itself cannot go on
	noted  int   // how much of the visitor's notes was shown, in bytes
}

// stop ends the tour: not fob, but the tour's own world is at fault.
func (g *guide) stop(err error) {
	if err != nil {
		g.broken = errors.Join(g.broken, err)
	}
}
