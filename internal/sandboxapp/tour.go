package sandboxapp

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/sandboxapp/home"
	"github.com/fobcli/fob/internal/sandboxapp/tour"
)

type tourOptions struct {
	Browser bool
}

const tourLong = `Do every step of the guide before your eyes, from the wizard to signing out, by
running fob's own commands against a sandbox in a private home. Each step's
result is checked; the exit code is 1 when one is wrong. It takes seconds, asks
nothing, reaches no network, and leaves nothing behind.`

func newTourCmd(w *world) *cobra.Command {
	var o tourOptions
	c := &cobra.Command{
		Use: "tour", Short: "Do the whole guide before your eyes", Long: tourLong,
		Example: "  fob-sandbox tour\n  fob-sandbox tour --browser     sign in with your own browser",
		Args:    args(cobra.NoArgs),
		RunE:    func(c *cobra.Command, _ []string) error { return runTour(c.Context(), w, o, orgOptions{}) },
	}
	c.Flags().BoolVar(&o.Browser, "browser", false, "sign in with your own browser instead of the built-in visitor")
	return c
}

// runTour takes the tour on an organisation; tests take it on a wrong one.
func runTour(ctx context.Context, w *world, o tourOptions, organisation orgOptions) error {
	s, err := setUp(w, stageOptions{Org: organisation, Browser: o.Browser, OwnFob: true})
	if err != nil {
		return err
	}
	r, err := takeTour(ctx, w, s, o)
	if err = errors.Join(err, s.close()); err != nil {
		return err
	}
	return concluded(w, r)
}

func takeTour(ctx context.Context, w *world, s *stage, o tourOptions) (tour.Result, error) {
	visits := s.home.Visits()
	s.set(home.VisitsVar, visits)
	t := tour.Tour{
		Out: w.stdout, Colour: colourful(w), PowerShell: w.windows, Now: w.now,
		Program: s.home.Program(fobName), Env: s.env, Home: s.home.Dir(), Visits: visits, OwnBrowser: o.Browser,
		Advance: s.server.Advance, Age: home.Age, Sandbox: s.server.URL(),
	}
	return t.Run(ctx)
}

// concluded says what the tour came to, once everything is removed.
func concluded(w *world, r tour.Result) error {
	if len(r.Wrong) > 0 {
		return &fault.Error{
			Summary: fmt.Sprintf("%s of the tour went wrong", count(len(r.Wrong), "step", "steps")),
			Detail:  r.Wrong,
			Hint:    "This is a fault of fob or of its sandbox. Please report it with the lines above:",
			Remedy:  "https://github.com/fobcli/fob/issues",
		}
	}
	fmt.Fprintf(w.stdout, "\nAll %d steps went right: %d commands, %d checks, %.1f s. Nothing was left behind.\n",
		r.Steps, r.Commands, r.Checks, r.Took.Seconds())
	fmt.Fprint(w.stdout, "Try it with your own hands:\n  fob sandbox shell          (from the source: go run ./cmd/fob-sandbox shell)\n")
	return nil
}

// colourful reports whether stdout is a terminal that takes colour.
func colourful(w *world) bool {
	f, ok := w.stdout.Under().(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && w.lookup("NO_COLOR") == "" && w.lookup("TERM") != "dumb"
}
