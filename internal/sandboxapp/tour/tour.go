// Package tour performs the guide, step by step, by running fob's own commands
// as child processes in a private home, shows what they print, and checks it.
//
// It knows the guide's organisation and nothing of the sandbox's inside; what
// it must do to the world is handed in.
package tour

import (
	"context"
	"io"
	"time"
)

// Tour is one tour. Every field is to be filled but those that say otherwise.
type Tour struct {
	Out        io.Writer
	Colour     bool // Out is a terminal that takes colour
	PowerShell bool // show PowerShell's way where it differs
	Now        func() time.Time

	Program    string   // path of the program that is fob under the name below
	Name       string   // fob
	Env        []string // of the children
	Home       string   // their home
	Sandbox    string   // the sandbox's origin
	Visits     string   // file where the built-in visitor notes what it did
	OwnBrowser bool     // the person signs in by hand

	// Advance lets time pass in the sandbox, Age in the files of a home.
	Advance func(time.Duration) time.Duration
	Age     func(home string, d time.Duration) (int, error)
}

// Run takes the tour and returns how many steps went wrong.
func (t Tour) Run(ctx context.Context) (failed int, err error) { return 0, nil }
