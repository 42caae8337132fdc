package sandboxapp

import (
	"context"
	"errors"
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
	s, err := setUp(w, stageOptions{Org: organisation, Browser: o.Browser})
	if err != nil {
		return err
	}
	err = takeTour(ctx, w, s, o)
	if cause := s.close(); cause != nil {
		err = errors.Join(err, &fault.Error{Summary: cause.Error(), Err: cause})
	}
	return err
}

func takeTour(ctx context.Context, w *world, s *stage, o tourOptions) error {
	// The tour shows this very program, whatever fob is installed.
	fob, err := s.home.AddProgram("tour-"+fobName, w.self)
	if err != nil {
		return &fault.Error{Summary: err.Error(), Err: err}
	}
	visits := s.home.Path("..", "visits")
	s.set(home.VisitsVar, visits)
	t := tour.Tour{
		Out: w.stdout, Colour: colourful(w), PowerShell: w.windows, Now: w.now,
		Program: fob, Name: fobName, Env: s.env, Home: s.home.Dir(), Visits: visits, OwnBrowser: o.Browser,
		Advance: s.server.Advance, Age: home.Age, Sandbox: s.server.URL(),
	}
	failed, err := t.Run(ctx)
	if err == nil && failed > 0 {
		err = &fault.Error{Summary: count(failed, "step of the tour is wrong; it is marked above", "steps of the tour are wrong; they are marked above")}
	}
	return err
}

// colourful reports whether stdout is a terminal that takes colour.
func colourful(w *world) bool {
	f, ok := w.stdout.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && w.lookup("NO_COLOR") == "" && w.lookup("TERM") != "dumb"
}
