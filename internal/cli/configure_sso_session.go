package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
)

func newConfigureSSOSessionCmd(e *Env) *cobra.Command {
	var o sessionAnswers
	var yes bool
	c := &cobra.Command{
		Use:   "sso-session",
		Short: "Set up or change a session, without signing in",
		Long: "Set up or change a session, step by step, with the questions of\n" +
			"`aws configure sso-session`. Every answer can be given as a flag. The change is\n" +
			"shown before it is written, and `fob configure undo` reverts it.",
		Example: "  fob configure sso-session\n" +
			"  fob configure sso-session --sso-session my-sso --sso-region us-east-1 \\\n" +
			"    --sso-start-url https://my-company.awsapps.com/start",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return runConfigureSSOSession(c.Context(), e, o, yes) },
	}
	o.addFlags(c, e)
	c.Flags().BoolVarP(&yes, "yes", "y", false, "write without asking")
	return c
}

func runConfigureSSOSession(ctx context.Context, e *Env, o sessionAnswers, yes bool) error {
	s, err := newSessionAsker(e, &o)
	if err != nil {
		return err
	}
	s.line = s.sessionLine
	s.rest = func() []*answer { return nil }
	base, err := s.askSessionName(ctx)
	if err != nil {
		return err
	}
	if err := s.askNew(ctx, base); err != nil {
		return err
	}
	change, err := agreedChange(ctx, e, s.sessionPlan(), yes)
	if err != nil {
		return err
	}
	name := o.Session.text
	fmt.Fprintf(e.Stderr, "\nCompleted configuring SSO session: %s\n", name)
	if !change.Empty() {
		fmt.Fprintln(e.Stderr, "Undo: fob configure undo")
	}
	fmt.Fprintf(e.Stderr, "Run the following to login and refresh access token for this session:\n\n%s\n", s.session.LoginLine())
	return nil
}

// askSessionName settles the name, which is required here, and returns the
// section of that name, whose values are the defaults.
func (s *sessionAsker) askSessionName(ctx context.Context) (*awsconfig.Section, error) {
	q := Question{Label: "SSO session name: ", Suggestions: s.sessionNames(), Note: s.aboutSession}
	q.Validate = func(name string) error {
		if name == "" {
			return errRequired
		}
		return s.validName(name)
	}
	ok, err := s.a.Session.settle(ctx, s.e, q)
	if err != nil {
		return nil, err
	}
	base := &awsconfig.Section{Type: awsconfig.TypeSession, Name: s.a.Session.text}
	if section, found := s.files.Find(awsconfig.TypeSession, s.a.Session.text); found && ok {
		base = section
	}
	var missing []*answer
	if !ok {
		missing = append(missing, &s.a.Session)
	}
	if !s.e.Interactive() {
		for _, m := range s.othersMissing() {
			if m == &s.a.StartURL && base.Get("sso_start_url") == "" || m == &s.a.SSORegion && base.Get("sso_region") == "" {
				missing = append(missing, m)
			}
		}
	}
	if len(missing) > 0 {
		return nil, missingAnswers(missing, s.line())
	}
	return base, nil
}

// sessionLine is the command line with the answers so far.
func (s *sessionAsker) sessionLine() string {
	words := []string{"fob configure sso-session"}
	for _, a := range []*answer{&s.a.Session, &s.a.StartURL, &s.a.SSORegion, &s.a.Scopes} {
		if a.given || s.needs(a) {
			words = append(words, a.word())
		}
	}
	return strings.Join(words, " ")
}
