package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
)

type tokenOptions struct {
	Session string // empty: the profile's, or the only one
	Output  outputOptions
}

func newTokenCmd(e *Env) *cobra.Command {
	var o tokenOptions
	c := &cobra.Command{
		Use:   "token [session]",
		Short: "Print the access token of a sign-in",
		Long: "Print the access token of a sign-in, for tools that call the portal API or\n" +
			"another API with it. It is refreshed first if it is about to expire.\n" +
			"Anyone with the token can act as you until it expires: pass it to a program, and\n" +
			"keep it out of files and command lines.\n\n" +
			"Without a name it uses the session of the current profile, or the only session.\n" +
			"Exit code 3 means that a sign-in is needed.",
		Example: "  fob token --profile my-dev-account -o json\n  fob token my-sso",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.Session = args[0]
			}
			return runToken(c.Context(), e, o)
		},
		ValidArgsFunction: completeSessions(e),
	}
	o.Output.addFlags(c)
	addNoLogin(c, e)
	return c
}

// tokenAnswer is the JSON of `fob token`. Its shape is a contract.
type tokenAnswer struct {
	Token      string `json:"token"`
	Expiration string `json:"expiration"` // RFC 3339, UTC
}

func runToken(ctx context.Context, e *Env, o tokenOptions) error {
	view, err := e.view()
	if err != nil {
		return err
	}
	s, err := chooseSession(ctx, e, view, o.Session, "The token of which session?")
	if err != nil {
		return err
	}
	t, err := e.token(ctx, s)
	if err != nil {
		return err
	}
	answer := tokenAnswer{t.AccessToken.Reveal(), t.ExpiresAt.UTC().Format(time.RFC3339)}
	return o.Output.print(e, answer, func(io.Writer) error {
		_, err := fmt.Fprintln(e.Stdout.Exact(), answer.Token)
		return err
	})
}
