package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/login"
	"github.com/fobcli/fob/internal/profile"
)

type loginOptions struct {
	Session string // empty: the profile's, or the only one
	login.Options
	Output outputOptions
}

func newLoginCmd(e *Env) *cobra.Command {
	var o loginOptions
	var ssoSession string
	c := &cobra.Command{
		Use:   "login [session]",
		Short: "Sign in, once for all profiles of a session",
		Long: "Sign in to AWS IAM Identity Center, once for all profiles of a session.\n\n" +
			"Without a name it uses the session of the current profile, or the only session;\n" +
			"otherwise it asks. For a sign-in without an sso-session section, give its start\n" +
			"URL. It does nothing while the sign-in is valid.\n\n" +
			"Your browser shows the sign-in page and returns to this machine. Without a\n" +
			"browser, for example over SSH, open the URL on your own computer and paste the\n" +
			"URL that the browser ends on. Without a terminal, use --use-device-code: it\n" +
			"prints a URL and a code, and ends when you have entered the code.",
		Example: "  fob login\n  fob login my-sso --use-device-code\n  fob login --profile my-dev-account",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			o.Session = ssoSession
			if len(args) == 1 {
				if ssoSession != "" && ssoSession != args[0] {
					return fault.NewUsage("two sessions are named", "fob login "+profile.Quote(args[0]))
				}
				o.Session = args[0]
			}
			return runLogin(c.Context(), e, o)
		},
		ValidArgsFunction: completeSessions(e),
	}
	f := c.Flags()
	f.StringVar(&ssoSession, "sso-session", "", "`NAME` of the session, as the AWS CLI spells it")
	f.BoolVar(&o.NoBrowser, "no-browser", false, "show the URL instead of opening a browser")
	f.BoolVar(&o.DeviceCode, "use-device-code", false, "sign in by entering a code on any device")
	f.BoolVar(&o.Force, "force", false, "sign in again although the sign-in is still valid")
	_ = c.RegisterFlagCompletionFunc("sso-session", flagSessions(e)) // the flag is there
	o.Output.addFlags(c)
	return c
}

func runLogin(ctx context.Context, e *Env, o loginOptions) error {
	v, err := e.view()
	if err != nil {
		return err
	}
	s, err := chooseSession(ctx, e, v, o.Session, "Sign in to which session?")
	if err != nil {
		return err
	}
	r, err := e.signIn(ctx, s, o.Options)
	if err != nil {
		return err
	}
	if e.Global.AWSForm {
		_, err = fmt.Fprintf(e.Stdout, "Successfully logged into Start URL: %s\n", s.StartURL)
		return err
	}
	if r.NewRegion != "" {
		s.Region = r.NewRegion
	}
	answer := describeSession(login.StatusOf(e.Store(), s, e.Now()))
	return o.Output.print(e, answer, func(w io.Writer) error {
		_, err := io.WriteString(w, signedInText(e, s, r))
		return err
	})
}

// signIn signs in to a session and talks to the person meanwhile. Other
// commands that need a sign-in, such as the wizard, use it too.
func (e *Env) signIn(ctx context.Context, s profile.Session, o login.Options) (login.Result, error) {
	d, err := e.Login()
	if err != nil {
		return login.Result{}, err
	}
	talk := loginTalk{e}
	d.ShowPage, d.ShowCode, d.Warn = talk.page, talk.code, talk.warn
	d.ShowPaste, d.Paste = talk.stranded, talk.paste
	r, err := d.SignIn(ctx, s, o)
	if err != nil {
		return r, err
	}
	switch {
	case r.NewRegion == "" || o.KeepConfig:
	case e.Global.AWSForm:
		fmt.Fprintf(e.Stdout, "SSO region updated to %s\n", r.NewRegion)
	default:
		fmt.Fprintf(e.Stderr, "%s is in %s; sso_region now says so. Undo: fob configure undo\n", s.Label(), r.NewRegion)
	}
	return r, nil
}

// signedInText tells what holds now, and until when.
func signedInText(e *Env, s profile.Session, r login.Result) string {
	now, t := e.Now(), r.Token
	renews := t.Renewable(now)
	switch {
	case r.Already && renews:
		return fmt.Sprintf("%s: signed in, access until %s and renewable.\nNothing to do (--force signs in anew).\n", s.Label(), until(t.ExpiresAt, now))
	case r.Already:
		return fmt.Sprintf("%s: signed in, access until %s.\nNothing to do (--force signs in anew).\n", s.Label(), until(t.ExpiresAt, now))
	case renews:
		return fmt.Sprintf("Signed in to %s. Access until %s, renewed by itself until AWS ends the session.\n", s.Label(), clock(t.ExpiresAt, now))
	}
	return fmt.Sprintf("Signed in to %s. Access until %s.\n", s.Label(), until(t.ExpiresAt, now))
}
