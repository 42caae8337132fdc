// Package browser decides how a browser is started on a machine, and starts
// it. It never writes to stdout and never waits for the browser.
package browser

import (
	"context"
	"errors"

	"github.com/fobcli/fob/internal/paths"
)

// Plan is what to run, or why there is no browser here.
type Plan struct {
	Argv   []string // the program and its arguments, the URL among them
	Reason string   // why there is none; set when Argv is empty
}

// Choose plans how to open url.
func Choose(env paths.Environ, url string) Plan { return Plan{Reason: "not yet"} }

// Open starts the plan's program, detached from this one.
func Open(ctx context.Context, p Plan) error { return errors.New("browser: not yet") }
