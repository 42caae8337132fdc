package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/shell"
)

type useOptions struct {
	Profile string // empty: ask, unless Unset
	Unset   bool
	Shell   string // the shell that the line is for; empty: the one in use
}

func newUseCmd(e *Env) *cobra.Command {
	var o useOptions
	c := &cobra.Command{
		Use:   "use [profile]",
		Short: "Switch the shell you are in to a profile",
		Long: "Switch the shell you are in to a profile: every tool started from it then uses\n" +
			"that profile. Keys left in the environment, which would win, are cleared.\n\n" +
			"A program cannot change the shell that started it, so the shell loads fob's\n" +
			"hook once (fob init). Without it, the line to paste is printed.",
		Example: "  fob use my-dev-account\n  fob use my-prod-account --region eu-central-1\n  fob use --unset",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.Profile = args[0]
			} else if e.Global.Profile != "" {
				o.Profile = e.Global.Profile
			}
			return runUse(c.Context(), e, o)
		},
		ValidArgsFunction: completeProfiles(e),
	}
	c.Flags().BoolVar(&o.Unset, "unset", false, "use no profile any more")
	c.Flags().StringVar(&o.Shell, "shell", "", "print the line for this `SHELL`: "+kindNames())
	return c
}

func runUse(ctx context.Context, e *Env, o useOptions) error {
	k, hooked, err := o.kind(e)
	if err != nil {
		return err
	}
	s, talk, err := o.decide(ctx, e)
	if err != nil {
		return err
	}
	if hooked {
		_, err = io.WriteString(e.Stdout, shell.Answer(k, s))
		fmt.Fprintln(e.Stderr, talk)
		return err
	}
	_, err = fmt.Fprintln(e.Stdout, shell.UseLine(k, s, contrary(e)))
	if e.Interactive() {
		fmt.Fprintf(e.Stderr, "Paste this line to switch this shell. To let fob do it, load its hook once:\n  %s\n", loadLine(k))
	}
	return err
}

// kind finds the shell to answer: the hook that called, --shell, or a guess.
func (o useOptions) kind(e *Env) (k shell.Kind, hooked bool, err error) {
	if o.Shell != "" {
		k, ok := shell.ParseKind(o.Shell)
		if !ok {
			return k, false, unknownShell(o.Shell, "fob use --shell bash "+profile.Quote(o.Profile))
		}
		return k, false, nil
	}
	if k, ok := shell.Caller(e.Environ.Get(shell.HookVariable)); ok {
		return k, true, nil
	}
	return shell.Detect(e.Environ, e.Self), false, nil
}

// decide works out the switch, and the sentence that tells of it.
func (o useOptions) decide(ctx context.Context, e *Env) (s shell.Switch, talk string, err error) {
	if e.Global.Region != "" {
		if s.Region, err = ident.ParseRegion(e.Global.Region); err != nil {
			return s, "", fault.NewUsage(err.Error(), "--region us-east-1")
		}
	}
	if o.Unset {
		if o.Profile != "" {
			return s, "", fault.NewUsage("--unset takes no profile", "fob use --unset")
		}
		return s, "This shell uses no profile any more.", nil
	}
	files, err := e.Files()
	if err != nil {
		return s, "", err
	}
	if err := files.Err(); err != nil {
		return s, "", err
	}
	names := files.ProfileNames()
	if o.Profile == "" {
		if o.Profile, err = pickProfile(ctx, e, files, names); err != nil {
			return s, "", err
		}
	}
	if !slices.Contains(names, o.Profile) {
		return s, "", profile.NotFound(names, o.Profile)
	}
	if strings.ContainsFunc(o.Profile, unicode.IsControl) {
		return s, "", fault.NewUsage(fmt.Sprintf("the profile %q has a character that no shell can hand on", o.Profile), "")
	}
	s.Profile = o.Profile
	return s, "This shell now uses " + o.Profile + describeProfile(files, o.Profile) + ".", nil
}

// pickProfile lets the person choose.
func pickProfile(ctx context.Context, e *Env, files awsconfig.Files, names []string) (string, error) {
	if len(names) == 0 {
		return "", &fault.Error{Summary: "no profile is set up yet", Hint: "Set one up:", Remedy: "fob configure sso"}
	}
	if !e.Interactive() {
		return "", fault.NewUsage("no profile is named", "fob use "+profile.Quote(names[0]))
	}
	current, _ := e.Profile()
	items := make([]Item, len(names))
	for i, name := range names {
		items[i] = Item{Label: name, Detail: strings.Trim(describeProfile(files, name), " ()")}
	}
	i, err := e.Asker().Pick(ctx, Choice{Title: "Use which profile?", Items: items, Initial: max(0, slices.Index(names, current))})
	if err != nil {
		return "", err
	}
	return names[i], nil
}

// describeProfile adds account and role to a name, where the profile tells.
func describeProfile(files awsconfig.Files, name string) string {
	s, ok := files.Find(awsconfig.TypeProfile, name)
	if !ok {
		return ""
	}
	account, role := s.Get("sso_account_id"), s.Get("sso_role_name")
	switch {
	case account != "" && role != "":
		return " (" + account + ", " + role + ")"
	case s.Get("role_arn") != "":
		return " (" + s.Get("role_arn") + ")"
	}
	return ""
}

// contrary lists what is set and would win over the profile.
func contrary(e *Env) []string {
	var set []string
	for _, name := range shell.Contrary() {
		if _, ok := e.Environ.Lookup(name); ok {
			set = append(set, name)
		}
	}
	return set
}

// hookWords are the words of a `fob use` that a hook hands over through the
// environment, because its shell would break them on a command line.
func hookWords(e *Env, words []string) []string {
	text, set := e.Environ.Lookup(shell.WordsVariable)
	if !set || len(words) != 1 || words[0] != "use" || e.Environ.Get(shell.HookVariable) == "" {
		return words
	}
	more, ok := shell.Words(text)
	if !ok {
		return words
	}
	return append(words, more...)
}

// completeProfiles offers every profile for the first argument.
func completeProfiles(e *Env) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		files, err := e.Files()
		if err != nil || len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return files.ProfileNames(), cobra.ShellCompDirectiveNoFileComp
	}
}
