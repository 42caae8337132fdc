package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/shell"
)

type useOptions struct {
	Profile string // empty: ask, unless Unset or Back
	Unset   bool
	Back    bool   // to the profile that the shell had before
	Shell   string // the shell that the line is for; empty: the one in use
	Depths  depths
}

func newUseCmd(e *Env) *cobra.Command {
	var o useOptions
	c := &cobra.Command{
		Use:   "use [profile|-]",
		Short: "Switch the current shell to a profile",
		Long: "Switch the current shell to a profile: every tool started from it then uses that\n" +
			"profile. Keys in the environment, which would override it, are cleared. Without\n" +
			"a profile you choose one from a list; - is the previous one.\n\n" +
			"A program cannot change the shell that started it, so this needs the shell hook\n" +
			"(fob init --install). Without it, fob use prints the line to paste.\n\n" +
			"--save also makes it the default of new shells, with a marked block in your\n" +
			"shell's startup file. --user, on Windows, makes it the default of all programs\n" +
			"that you start afterwards. --unset reverts each of them.",
		Example: "  fob use my-dev-account\n  fob use my-prod-account --region eu-central-1\n  fob use -\n  fob use --unset\n" +
			"  fob use my-dev-account --save\n  fob use --unset --save",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.Profile, o.Back = args[0], args[0] == "-"
			} else if e.Global.Profile != "" {
				o.Profile = e.Global.Profile
			}
			return runUse(c.Context(), e, o)
		},
		ValidArgsFunction: completeProfiles(e),
	}
	c.Flags().BoolVar(&o.Unset, "unset", false, "stop using a profile")
	c.Flags().StringVar(&o.Shell, "shell", "", "print the line for this `SHELL`: "+strings.Join(kindNames(), ", ")+", sh")
	d := &o.Depths
	c.Flags().BoolVar(&d.Save, "save", false, "also for new shells, in their startup file")
	c.Flags().BoolVar(&d.User, "user", false, "also for all new programs (Windows: the user's environment)")
	c.Flags().StringVar(&d.File, "file", "", "edit this `FILE` with --save, instead of the startup file")
	c.Flags().BoolVarP(&d.Yes, "yes", "y", false, "write without asking")
	_ = c.RegisterFlagCompletionFunc("shell", fixed(append(kindNames(), string(shell.Sh))...)) // the flag is there
	return c
}

func runUse(ctx context.Context, e *Env, o useOptions) error {
	k, hooked, err := o.kind(e)
	if err != nil {
		return err
	}
	if o.Back {
		if o, err = o.back(e, k, hooked); err != nil {
			return err
		}
	}
	if err := o.Depths.check(e, k, o.Profile); err != nil {
		return err
	}
	s, talk, err := o.decide(ctx, e)
	if err != nil {
		return err
	}
	if err := o.Depths.last(ctx, e, k, s); err != nil {
		return err
	}
	if hooked {
		return answerHook(e, k, s, talk)
	}
	return printLine(e, k, s)
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
	names := files.ProfileNames()
	if o.Profile == "" {
		if o.Profile, err = pickProfile(ctx, e, files, names); err != nil {
			return s, "", err
		}
	}
	if !slices.Contains(names, o.Profile) {
		return s, "", profile.NotFound(names, o.Profile)
	}
	s.Profile = o.Profile
	section, _ := files.Find(awsconfig.TypeProfile, o.Profile)
	if err := files.ErrIn(section); err != nil {
		return s, "", err
	}
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
