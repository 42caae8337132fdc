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
	c.Flags().StringVar(&o.Shell, "shell", "", "print the line for this `SHELL`: "+strings.Join(kindNames(), ", ")+", sh")
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
		fmt.Fprintln(e.Stderr, talk)
		if names := cleared(e, s); len(names) > 0 {
			fmt.Fprintf(e.Stderr, "Cleared what would have come before it: %s\n", strings.Join(names, ", "))
		}
		_, err = io.WriteString(e.Stdout, shell.Answer(k, s))
		return err
	}
	if why := shell.Refusal(k, s.Profile); why != "" {
		return fault.NewUsage(fmt.Sprintf("the profile %q %s", s.Profile, why), "")
	}
	if e.Interactive() {
		fmt.Fprintf(e.Stderr, "Paste this line to switch this shell. To let fob do it, load its hook once:\n  %s\n", loadLine(k))
	}
	_, err = fmt.Fprintln(e.Stdout, shell.UseLine(k, s, cleared(e, s)))
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
		return s, "This shell uses no profile any more." + regionLeft(e, s, ""), nil
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
	section, _ := files.Find(awsconfig.TypeProfile, o.Profile)
	talk = "This shell now uses " + o.Profile + describeProfile(section) + "."
	return s, talk + regionLeft(e, s, section.Get("region")), nil
}

// regionLeft tells of a region in the environment that comes before the one of
// the profile: after `fob use --region` it stays until it is changed.
func regionLeft(e *Env, s shell.Switch, profileRegion string) string {
	region, variable := e.Environ.Region()
	if s.Region != "" || region == "" || region == profileRegion {
		return ""
	}
	return fmt.Sprintf("\n%s stays %s and comes before the profile's region.", variable, region)
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
	items := make([]Item, 0, len(names))
	err := files.EachProfile([]string{"sso_account_id", "sso_role_name", "role_arn"}, func(s *awsconfig.Section) {
		items = append(items, Item{Label: strings.Clone(s.Name), Detail: strings.Trim(describeProfile(s), " ()")})
	})
	if err != nil {
		return "", err
	}
	i, err := e.Asker().Pick(ctx, Choice{Title: "Use which profile?", Items: items, Initial: max(0, slices.Index(names, current))})
	if err != nil {
		return "", err
	}
	return items[i].Label, nil
}

// describeProfile adds account and role to a name, where the profile tells.
func describeProfile(s *awsconfig.Section) string {
	account, role := s.Get("sso_account_id"), s.Get("sso_role_name")
	switch {
	case account != "" && role != "":
		return " (" + account + ", " + role + ")"
	case s.Get("role_arn") != "":
		return " (" + s.Get("role_arn") + ")"
	}
	return ""
}

// cleared lists what is set and goes with the switch: all that would come
// before the profile; without one, only its other name.
func cleared(e *Env, s shell.Switch) []string {
	names := shell.Contrary()
	if s.Profile == "" {
		names = []string{"AWS_DEFAULT_PROFILE"}
	}
	var set []string
	for _, name := range names {
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
