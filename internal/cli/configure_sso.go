package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/profile"
)

// configureSSOOptions are the answers of the wizard, and how to sign in.
type configureSSOOptions struct {
	sessionAnswers
	Account, Role answer
	Region        answer // the global --region
	Output        answer
	Name          answer // of the profile; --profile means the same
	NoBrowser     bool
	DeviceCode    bool
	Yes           bool
}

func newConfigureSSOCmd(e *Env) *cobra.Command {
	var o configureSSOOptions
	c := &cobra.Command{
		Use:   "sso",
		Short: "Set up a profile: sign in, pick account and role",
		Long: "Set up a profile step by step: the session, the sign-in, the account, the role,\n" +
			"and the profile's name. The questions are those of `aws configure sso`. Every\n" +
			"answer can be given as a flag; with all of them it does not prompt, and without\n" +
			"a terminal it never prompts. An empty session name creates a profile of the\n" +
			"legacy form, without a session.\n\n" +
			"Nothing is written before the end, where the change is shown first.\n" +
			"`fob configure undo` reverts it.",
		Example: "  fob configure sso\n" +
			"  fob configure sso --sso-session my-sso --profile my-prod-account\n" +
			"  fob configure sso --sso-session my-sso --sso-account-id 111122223333 \\\n" +
			"    --sso-role-name ReadOnly --region us-east-1 --profile my-dev-account",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return runConfigureSSO(c.Context(), e, o) },
	}
	o.sessionAnswers.addFlags(c, e)
	o.Account.addTo(c, "sso-account-id", "ACCOUNT_ID", "`ID` of the account, 12 digits")
	o.Role.addTo(c, "sso-role-name", "ROLE_NAME", "`NAME` of the role")
	o.Output.addTo(c, "output", "FORMAT", "output `FORMAT` of the AWS CLI, for the profile")
	o.Name.addTo(c, "profile-name", "PROFILE", "`NAME` of the profile; the same as --profile")
	o.Region.flag, o.Region.placeholder = "--region", "REGION"
	f := c.Flags()
	f.BoolVar(&o.NoBrowser, "no-browser", false, "show the sign-in URL instead of opening a browser")
	f.BoolVar(&o.DeviceCode, "use-device-code", false, "sign in by entering a code on any device")
	f.BoolVarP(&o.Yes, "yes", "y", false, "write without asking")
	_ = c.RegisterFlagCompletionFunc("output", fixed(outputFormats()...))
	_ = c.RegisterFlagCompletionFunc("profile-name", flagProfiles(e))
	_ = c.RegisterFlagCompletionFunc("sso-account-id", completeAccounts(e))
	_ = c.RegisterFlagCompletionFunc("sso-role-name", completeRoles(e, &o.Account))
	return c
}

// outputFormats are the values that the AWS CLI knows for the key output.
func outputFormats() []string { return []string{"json", "text", "table", "yaml", "yaml-stream", "off"} }

// wizard is one run of `fob configure sso`: it gathers answers, signs in, and
// writes once, at the end.
type wizard struct {
	*sessionAsker
	o    *configureSSOOptions
	base *awsconfig.Section // the profile that was named; empty when none was
}

func runConfigureSSO(ctx context.Context, e *Env, o configureSSOOptions) error {
	w, err := newWizard(e, &o)
	if err != nil {
		return err
	}
	if err := w.checkFlags(); err != nil {
		return err
	}
	if err := w.askSession(ctx, w.base); err != nil {
		return err
	}
	if err := w.chooseAccess(ctx); err != nil {
		return err
	}
	if err := w.askProfile(ctx); err != nil {
		return err
	}
	change, err := agreedChange(ctx, e, w.plan(), o.Yes)
	if err != nil {
		return err
	}
	w.warnWhatWins()
	w.sayDone(change)
	return nil
}

// newWizard reads the files. A profile that was named, by flag or variable, is
// the one to set up, and its values are the defaults. Nobody else's are: the
// AWS CLI offers those of [default], and so copies them into every profile.
func newWizard(e *Env, o *configureSSOOptions) (*wizard, error) {
	name, source := e.Profile()
	switch {
	case o.Name.given && source == "--profile" && o.Name.text != name:
		return nil, fault.NewUsage("--profile and --profile-name name two profiles", "fob configure sso --profile "+profile.Quote(name))
	case !o.Name.given && source != "":
		o.Name.text, o.Name.given = name, true
	}
	s, err := newSessionAsker(e, &o.sessionAnswers)
	if err != nil {
		return nil, err
	}
	w := &wizard{sessionAsker: s, o: o, base: &awsconfig.Section{Type: awsconfig.TypeProfile}}
	if o.Name.given {
		if section, ok := s.files.Find(awsconfig.TypeProfile, o.Name.text); ok {
			w.base = section
		}
	}
	s.line = w.line
	s.rest = w.restMissing
	return w, nil
}

// checkFlags refuses a wrong answer before the person has signed in for it.
func (w *wizard) checkFlags() error {
	if r := w.e.Global.Region; r != "" {
		w.o.Region.text, w.o.Region.given = r, true
	}
	for _, f := range []struct {
		a        *answer
		validate func(string) error
	}{
		{&w.o.Account, validAccount}, {&w.o.Role, validRole}, {&w.o.Region, validRegion}, {&w.o.Name, w.validName},
	} {
		if f.a.given {
			if err := f.a.check(f.validate); err != nil {
				return err
			}
		}
	}
	return nil
}

// askProfile asks for what remains once account and role are known.
func (w *wizard) askProfile(ctx context.Context) error {
	for _, q := range []struct {
		a *answer
		q Question
	}{
		{&w.o.Region, Question{Label: "Default client Region", Default: w.base.Get("region"), Suggestions: regionNames(), Validate: optional(validRegion)}},
		{&w.o.Output, Question{Label: "CLI default output format (json if not specified)", Default: w.base.Get("output"), Suggestions: outputFormats()}},
		{&w.o.Name, Question{Label: "Profile name", Default: w.defaultName(), Validate: w.validName, Note: w.aboutName}},
	} {
		ok, err := q.a.settle(ctx, w.e, q.q)
		if err != nil {
			return err
		}
		if !ok {
			return missingAnswers([]*answer{q.a}, w.line())
		}
	}
	return nil
}

// defaultName is the AWS CLI's: the role and the account, when both are known.
func (w *wizard) defaultName() string {
	if w.o.Role.text == "" || w.o.Account.text == "" {
		return ""
	}
	return w.o.Role.text + "-" + w.o.Account.text
}

func (w *wizard) validName(name string) error {
	if name == "" {
		return errRequired
	}
	_, err := w.e.Editor().Preview(awsconfig.Plan{{Name: name, Key: "region", Op: awsconfig.Unset}})
	return err
}

// aboutName tells what stands behind a profile's name already, and who will
// not see it.
func (w *wizard) aboutName(name string) string {
	if _, ok := w.files.Find(awsconfig.TypeProfile, name); ok && name != "" {
		return "is there already; its account and role will be replaced"
	}
	if strings.ContainsAny(name, " \t") {
		return "AWS SDKs do not see names with blanks; the AWS CLI and fob do"
	}
	return ""
}

// line is the command line that gives the answers so far, and placeholders for
// those that are missing.
func (w *wizard) line() string {
	words := []string{"fob configure sso"}
	for _, a := range []*answer{&w.o.Session, &w.o.StartURL, &w.o.SSORegion, &w.o.Scopes, &w.o.Account, &w.o.Role, &w.o.Region, &w.o.Output} {
		if a.given || w.needs(a) {
			words = append(words, a.word())
		}
	}
	if w.o.Name.given {
		words = append(words, "--profile "+profile.Quote(w.o.Name.text))
	}
	return strings.Join(words, " ")
}

// needs reports whether an answer that is missing cannot be done without.
func (w *wizard) needs(a *answer) bool {
	switch a {
	case &w.o.Account, &w.o.Role:
		return true
	}
	return w.sessionAsker.needs(a)
}

// restMissing lists what a new session's sign-in would have to look up, where
// there will be none.
func (w *wizard) restMissing() []*answer {
	if w.signsIn() {
		return nil
	}
	return w.accessMissing()
}

// plan is the change of the config file: the profile first, then the session,
// each with the AWS CLI's keys in its order. What contradicts them goes.
func (w *wizard) plan() awsconfig.Plan {
	name := w.o.Name.text
	var p awsconfig.Plan
	set := func(key, value string) {
		if value != "" {
			p = append(p, awsconfig.Edit{Type: awsconfig.TypeProfile, Name: name, Key: key, Value: value})
			// A value in the credentials file would win over this one.
			p = append(p, awsconfig.Edit{Target: awsconfig.CredentialsFile, Name: name, Key: key, Op: awsconfig.Unset})
		}
	}
	unset := func(keys ...string) {
		for _, key := range keys {
			for _, target := range []awsconfig.Target{awsconfig.ConfigFile, awsconfig.CredentialsFile} {
				p = append(p, awsconfig.Edit{Target: target, Type: awsconfig.TypeProfile, Name: name, Key: key, Op: awsconfig.Unset})
			}
		}
	}
	if w.session.Name != "" {
		unset("sso_start_url", "sso_region", "sso_registration_scopes")
		set("sso_session", string(w.session.Name))
	} else {
		unset("sso_session")
		set("sso_start_url", string(w.session.StartURL))
		set("sso_region", string(w.session.Region))
	}
	set("sso_account_id", w.o.Account.text)
	set("sso_role_name", w.o.Role.text)
	set("region", w.o.Region.text)
	set("output", w.o.Output.text)
	return append(p, w.sessionPlan()...)
}

// warnWhatWins names what stands before the sign-in in the profile as it is now.
func (w *wizard) warnWhatWins() {
	files, err := w.e.Files()
	if err != nil || w.o.Account.text == "" {
		return
	}
	name := w.o.Name.text
	chain, err := profile.Resolve(files.ViewOf(name), name)
	sso := chain.SSO()
	if err != nil || sso != nil && len(chain.Steps) == 1 {
		return
	}
	fmt.Fprintf(w.e.Stderr, "Warning: other keys of the profile come before its sign-in. See what it does now:\n  fob explain %s\n", profile.Quote(name))
}

// sayDone ends with what to type next, and the way back.
func (w *wizard) sayDone(change awsconfig.Change) {
	name, out := w.o.Name.text, w.e.Stderr
	if change.Empty() {
		fmt.Fprintf(out, "The profile %s is set up so already; nothing was changed.\n", name)
	} else {
		fmt.Fprintf(out, "The profile %s is set up in %s. Undo: fob configure undo\n", name, w.e.changed(change))
	}
	if w.o.Account.text == "" || w.o.Role.text == "" {
		fmt.Fprintf(out, "Successfully configured SSO for profile: %s\n", name)
		return
	}
	option := ""
	if !strings.EqualFold(name, "default") {
		option = " --profile " + profile.Quote(name)
	}
	if !w.signedIn {
		fmt.Fprintf(out, "Sign in, then see who you are:\n  %s\n", w.session.LoginLine())
	} else {
		fmt.Fprintln(out, "See who you are:")
	}
	fmt.Fprintf(out, "  fob whoami%s\n  aws sts get-caller-identity%s\n", option, option)
}

// validRegion accepts the name of a region.
func validRegion(s string) error {
	if s == "" {
		return errRequired
	}
	_, err := ident.ParseRegion(s)
	return err
}

func validAccount(s string) error {
	_, err := ident.ParseAccountID(s)
	return err
}

func validRole(s string) error {
	_, err := ident.ParseRoleName(s)
	return err
}

// optional lets an empty answer pass.
func optional(validate func(string) error) func(string) error {
	return func(s string) error {
		if s == "" {
			return nil
		}
		return validate(s)
	}
}
