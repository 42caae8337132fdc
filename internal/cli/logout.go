package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/login"
	"github.com/fobcli/fob/internal/profile"
)

type logoutOptions struct {
	Session string // empty: the profile's, or the only one
	All     bool
	login.SignOutOptions
}

func newLogoutCmd(e *Env) *cobra.Command {
	var o logoutOptions
	c := &cobra.Command{
		Use:   "logout [session]",
		Short: "End a session, and remove its token and role credentials",
		Long: "End a session on the server, and remove its token and the role credentials that\n" +
			"came from it, whichever tool wrote them, and the keys that fob wrote to\n" +
			"~/.aws/credentials. Other sessions are not affected.\n\n" +
			"With --all it ends every session that has a token here, and removes every token,\n" +
			"all role credentials that came from a sign-in, and all keys that fob wrote.\n\n" +
			"If AWS cannot be reached, nothing is removed, because only the token can end the\n" +
			"session; --local removes the files anyway.",
		Example: "  fob logout\n  fob logout my-sso\n  fob logout --all",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.Session = args[0]
			}
			return runLogout(c.Context(), e, o)
		},
		ValidArgsFunction: completeSessions(e),
	}
	c.Flags().BoolVar(&o.All, "all", false, "end every session")
	c.Flags().BoolVar(&o.Local, "local", false, "remove the files without contacting the server")
	return c
}

func runLogout(ctx context.Context, e *Env, o logoutOptions) error {
	if o.All && o.Session != "" {
		return fault.NewUsage("either a session is named, or --all is given", "fob logout --all")
	}
	v, err := e.view()
	if err != nil {
		return err
	}
	d, err := e.Login()
	if err != nil {
		return err
	}
	d.Warn = loginTalk{e}.warn
	var receipts []login.Receipt
	if o.All {
		e.warnOfBroken(profile.Broken(v))
		receipts, err = d.SignOutAll(ctx, v, o.SignOutOptions)
	} else {
		receipts, err = signOutOne(ctx, e, d, v, o)
	}
	if !e.Global.AWSForm { // the AWS CLI says nothing
		text := receiptText(e, receipts) + stillSignedIn(e, v)
		if len(receipts) > 0 || err == nil {
			_, _ = io.WriteString(e.Stdout, text)
		}
	}
	e.tellKept(slices.ContainsFunc(receipts, func(r login.Receipt) bool { return len(r.Written) > 0 }))
	return err
}

// signOutOne ends the session that is meant: one of the config, or the start
// URL of a token that belongs to none there.
func signOutOne(ctx context.Context, e *Env, d *login.Deed, v *awsconfig.View, o logoutOptions) ([]login.Receipt, error) {
	s, err := chooseSession(ctx, e, v, o.Session, "End which session?")
	if err == nil {
		r, err := d.SignOut(ctx, v, s, o.SignOutOptions)
		if err != nil {
			return nil, err
		}
		return []login.Receipt{r}, nil
	}
	all, statusErr := login.Statuses(e.Store(), v, e.Now())
	for _, st := range all {
		if !st.Configured && o.Session != "" && st.Session.Label() == o.Session {
			r, err := d.SignOutOf(ctx, v, st, o.SignOutOptions)
			return []login.Receipt{r}, err
		}
	}
	if statusErr != nil {
		return nil, statusErr
	}
	return nil, asCommand(err, "logout")
}

// asCommand makes the remedies of chooseSession speak of another command.
func asCommand(err error, verb string) error {
	var f *fault.Error
	if errors.As(err, &f) && f.Code == fault.Usage {
		g := *f
		g.Remedy = strings.ReplaceAll(g.Remedy, "fob login ", "fob "+verb+" ")
		return &g
	}
	return err
}

// receiptText tells what was really done, a line for each session.
func receiptText(e *Env, receipts []login.Receipt) string {
	var b strings.Builder
	var keysUntil time.Time
	for _, r := range receipts {
		b.WriteString(receiptLine(r))
		if len(r.Written) > 0 {
			fmt.Fprintf(&b, "Took the keys of %s out of %s.\n", sections(r.Written), e.Paths.Short(e.Paths.Credentials))
		}
		if r.KeysUntil.After(keysUntil) {
			keysUntil = r.KeysUntil
		}
	}
	if len(receipts) == 0 {
		b.WriteString("Not signed in anywhere, nothing to remove.\n")
	}
	if !keysUntil.IsZero() {
		fmt.Fprintf(&b, "Keys already handed out work until they expire (the last at %s).\n", clock(keysUntil, e.Now()))
	}
	return b.String()
}

// receiptLine is the line of a session; empty where there was none to end.
func receiptLine(r login.Receipt) string {
	var done []string
	if r.Token {
		done = append(done, "token removed")
	}
	if r.Roles > 0 {
		done = append(done, fmt.Sprintf("credentials of %s removed", plural(r.Roles, "role")))
	}
	if r.Rest {
		if len(done) == 0 {
			return ""
		}
		return "No session in the config: " + strings.Join(done, ", ") + ".\n"
	}
	label := r.Session.Label()
	if label == "" {
		label = "A token without a start URL"
	}
	end := ".\n"
	switch r.Ending {
	case login.Ended:
		done = append([]string{"session ended at the server"}, done...)
	case login.WasOver:
		done = append([]string{"the session was over already"}, done...)
	case login.NotSignedIn:
		if len(done) == 0 && len(r.Written) == 0 {
			done = append(done, "nothing to remove")
		}
		done = append([]string{"not signed in"}, done...)
	case login.NotAsked:
		end = ". The session itself lives on at the server until AWS ends it.\n"
	}
	return label + ": " + strings.Join(done, ", ") + end
}

// stillSignedIn names the sessions that can still be used.
func stillSignedIn(e *Env, v *awsconfig.View) string {
	all, err := login.Statuses(e.Store(), v, e.Now())
	if err != nil {
		return ""
	}
	var names []string
	for _, st := range all {
		switch {
		case st.State == login.Active:
			names = append(names, fmt.Sprintf("%s (access until %s)", st.Session.Label(), clock(st.Token.ExpiresAt, e.Now())))
		case st.State.SignedIn():
			names = append(names, st.Session.Label())
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "Still signed in: " + strings.Join(names, ", ") + ".\n"
}
