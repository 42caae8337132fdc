package sandboxapp

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/browser"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/sandbox/visitor"
	"github.com/fobcli/fob/internal/sandboxapp/home"
)

// visitTime is how long a visit may take: a program that waits for its
// callback answers within milliseconds.
const visitTime = 30 * time.Second

type visitOptions struct {
	User string
	Deny bool
}

func newVisitCmd(w *world) *cobra.Command {
	var o visitOptions
	c := &cobra.Command{
		Use: "visit URL", Short: "Sign in and allow at a sandbox's address, without a browser",
		Long: `Do what a person would do in the browser: sign in at the address that a program
shows, compare the code, and allow it. The built-in visitor goes to this machine
only, never to AWS.

Inside exec and shell it is what BROWSER points at, so sign-ins go by themselves.`,
		Example: "  fob-sandbox visit 'http://127.0.0.1:8443/start/device?user_code=PKZJ-PHML'\n" +
			"  fob-sandbox visit --deny 'http://127.0.0.1:8443/authorize?…'",
		Args: args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, words []string) error { return runVisit(c.Context(), w, o, words[0]) },
	}
	c.Flags().StringVar(&o.User, "user", "", "`USER` to sign in as (default: "+home.UserVar+", then the one proposed)")
	c.Flags().BoolVar(&o.Deny, "deny", false, "refuse instead of allow")
	return c
}

func runVisit(ctx context.Context, w *world, o visitOptions, address string) error {
	if o.User == "" {
		o.User = w.lookup(home.UserVar)
	}
	ctx, cancel := context.WithTimeout(ctx, visitTime)
	defer cancel()
	out, err := visitor.Visitor{User: o.User, Deny: o.Deny}.Visit(ctx, address)
	line := told(out)
	if err != nil {
		line = "The built-in visitor could not sign in: " + err.Error()
	}
	if file := w.lookup(home.VisitsVar); file != "" {
		err = errors.Join(err, noteVisit(file, line))
	}
	if err != nil {
		return &fault.Error{Summary: "the built-in visitor could not sign in: " + err.Error(), Err: err}
	}
	fmt.Fprintln(w.stdout, line)
	return nil
}

// told says in one line what a visit did.
func told(o visitor.Outcome) string {
	line := fmt.Sprintf("The built-in visitor signed in as %s", o.User)
	if o.UserCode != "" {
		line += ", compared the code " + o.UserCode
	}
	if o.Allowed {
		return line + " and allowed " + o.Client + "."
	}
	return line + " and denied " + o.Client + "."
}

// noteVisit adds a line to a file. One write: visits may end together.
func noteVisit(file, line string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("note the visit: %w", err)
	}
	_, err = f.WriteString(line + "\n")
	return errors.Join(err, f.Close())
}

// newBrowseCmd is what BROWSER points at inside a private home. It returns at
// once: AWS CLI serves its callback only after the browser's program has ended.
func newBrowseCmd(w *world) *cobra.Command {
	return &cobra.Command{
		Use: "browse URL", Hidden: true, Args: args(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, words []string) error { return runBrowse(w, words[0]) },
	}
}

func runBrowse(w *world, address string) error {
	if person := w.lookup(home.PersonVar); person != "" {
		return browseAsPerson(w, person, address)
	}
	if err := startVisit(w, address); err != nil {
		return &fault.Error{Summary: "the built-in visitor could not be started: " + err.Error(), Err: err}
	}
	return nil
}

// browseAsPerson opens the person's own browser, with the environment that it
// has outside: inside the private home it would set up a new profile.
func browseAsPerson(w *world, file, address string) error {
	environ, err := home.LoadPerson(file)
	if err != nil {
		return &fault.Error{Summary: "the environment outside cannot be read: " + err.Error(), Err: err}
	}
	for _, kv := range w.environ {
		name, _, _ := cutVar(kv)
		_ = os.Unsetenv(name)
	}
	vars := map[string]string{}
	for _, kv := range environ {
		if name, value, ok := cutVar(kv); ok {
			vars[name] = value
			_ = os.Setenv(name, value)
		}
	}
	plan := browser.Choose(browser.Machine{Env: paths.FromMap(goos(w), vars), Has: browser.Installed}, address)
	if err := browser.Open(plan); err != nil {
		return &fault.Error{
			Summary: "no browser was opened: " + err.Error(), Err: err,
			Hint: "Open this address yourself:", Remedy: address,
		}
	}
	return nil
}
