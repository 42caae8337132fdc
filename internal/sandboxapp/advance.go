package sandboxapp

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/sandboxapp/home"
)

func newAdvanceCmd(w *world) *cobra.Command {
	var o controlOptions
	c := &cobra.Command{
		Use: "advance DURATION", Short: "Let time pass in the sandbox, at once",
		Long: `Let time pass in the sandbox: everything that it issued (sessions, tokens,
codes, registrations, keys) becomes older at once.

Inside exec and shell the cache files of the private home become older too,
so that fob, aws and the SDKs see what they would have seen after that time.`,
		Example: "  fob-sandbox advance 55m      access tokens are about to end\n" +
			"  fob-sandbox advance 9h       the session has ended",
		Args: args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, words []string) error {
			d, err := time.ParseDuration(words[0])
			if err != nil || d < 0 {
				return fault.NewUsage(fmt.Sprintf("%q is no time that can pass", words[0]), sandboxName+" advance 9h")
			}
			return runAdvance(c.Context(), w, o, d)
		},
	}
	o.addFlags(c)
	return c
}

func runAdvance(ctx context.Context, w *world, o controlOptions, d time.Duration) error {
	c, err := o.open(w)
	if err != nil {
		return err
	}
	var clock struct{ Advanced string }
	if err := c.do(ctx, http.MethodPost, "clock", map[string]string{"advance": d.String()}, &clock); err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "%s have passed in the sandbox, %s in all.\n", short(d.String()), short(clock.Advanced))
	dir := w.lookup(home.HomeVar)
	if dir == "" || o.URL != "" {
		return nil // not inside exec or shell: the files here are the person's own
	}
	n, err := home.Age(dir, d)
	if err != nil {
		return &fault.Error{Summary: err.Error(), Err: err}
	}
	fmt.Fprintf(w.stdout, "%s of this home became as much older.\n", count(n, "cache file", "cache files"))
	return nil
}

// short writes a duration without the units that are zero: 8h, not 8h0m0s.
func short(s string) string {
	d, err := time.ParseDuration(s)
	if err != nil {
		return s
	}
	switch {
	case d%time.Hour == 0:
		return fmt.Sprintf("%dh", int(d.Hours()))
	case d%time.Minute == 0 && d < time.Hour:
		return fmt.Sprintf("%dm", int(d.Minutes()))
	case d%time.Minute == 0:
		return fmt.Sprintf("%dh%dm", int(d.Hours()), int(d.Minutes())%60)
	}
	return d.String()
}

// count writes a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func newEndSessionCmd(w *world) *cobra.Command {
	var o controlOptions
	c := &cobra.Command{
		Use: "end-session [USER]", Short: "End sessions as an administrator would",
		Long: "End the sessions of one user, or of everyone, as an administrator would: tokens\n" +
			"are worth nothing at once; keys already handed out work until they expire.",
		Example: "  fob-sandbox end-session you@example.com\n  fob-sandbox end-session",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, words []string) error {
			path := "sessions"
			if len(words) == 1 {
				path += "?" + url.Values{"user": {words[0]}}.Encode()
			}
			return runEndSession(c.Context(), w, o, path)
		},
	}
	o.addFlags(c)
	return c
}

func runEndSession(ctx context.Context, w *world, o controlOptions, path string) error {
	c, err := o.open(w)
	if err != nil {
		return err
	}
	var out struct{ Ended int }
	if err := c.do(ctx, http.MethodDelete, path, nil, &out); err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "Ended %s.\n", count(out.Ended, "session", "sessions"))
	return nil
}
