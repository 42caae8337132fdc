package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/profile"
)

const processKey = "credential_process"

type configureProcessOptions struct {
	Profiles []string // names and patterns
	All      bool
	Suffix   string // empty: the line goes into the profile itself
	Command  string // how the line calls fob; empty: by its path
	Remove   bool
	Force    bool // replace the line of another program
	Yes      bool
}

func newConfigureProcessCmd(e *Env) *cobra.Command {
	var o configureProcessOptions
	c := &cobra.Command{
		Use:   "credential-process [PROFILE...]",
		Short: "Let programs without SSO get credentials from fob",
		Long: "Write a credential_process line into profiles, in the form that all SDKs and the\n" +
			"AWS CLI read in the same way. Names may be patterns (* and ?).\n\n" +
			"In a profile with sso_ keys or a role, current SDKs use those first; the line is\n" +
			"for programs that support neither. With --suffix the line goes into a second\n" +
			"profile that has nothing else: all programs that use that profile get their\n" +
			"credentials from fob, which refreshes them once for all.",
		Example: "  fob configure credential-process my-dev-account\n" +
			"  fob configure credential-process --all --suffix .fob\n" +
			"  fob configure credential-process --all --remove",
		RunE: func(c *cobra.Command, args []string) error {
			o.Profiles = args
			return runConfigureProcess(c.Context(), e, o)
		},
		ValidArgsFunction: flagProfiles(e),
	}
	f := c.Flags()
	f.BoolVar(&o.All, "all", false, "all profiles that can use the line")
	f.StringVar(&o.Suffix, "suffix", "", "write a second profile with this `TEXT` appended to its name")
	f.StringVar(&o.Command, "command", "", "how the line calls fob (default: by its `PATH`)")
	f.BoolVar(&o.Remove, "remove", false, "remove fob's lines")
	f.BoolVar(&o.Force, "force", false, "also replace another program's line")
	f.BoolVarP(&o.Yes, "yes", "y", false, "write without asking")
	return c
}

func runConfigureProcess(ctx context.Context, e *Env, o configureProcessOptions) error {
	if o.All == (len(o.Profiles) > 0) {
		return fault.NewUsage("name the profiles, or say --all", "fob configure credential-process --all")
	}
	files, err := e.Files()
	if err != nil {
		return err
	}
	if err := files.Writable(awsconfig.ConfigFile); err != nil {
		return err
	}
	view := files.View()
	names := files.ProfileNames()
	if !o.All {
		if names, err = selectProfiles(names, o.Profiles); err != nil {
			return err
		}
	}
	helper, err := e.processHelper(o.Command)
	if err != nil && !o.Remove {
		return err
	}
	w := processPlan{configureProcessOptions: o, view: view, helper: helper, goos: e.Environ.GOOS}
	for _, name := range names {
		if err := w.add(name); err != nil && !o.All {
			return err
		}
	}
	change, err := agreedChange(ctx, e, w.plan, o.Yes)
	if err != nil {
		return err
	}
	verb := "Wrote"
	if o.Remove {
		verb = "Removed"
	}
	e.tellChanged(change, fmt.Sprintf("%s %s of %s", verb, processKey, plural(w.done, "profile")))
	return nil
}

// processPlan is the edit plan as it grows.
type processPlan struct {
	configureProcessOptions
	view   *awsconfig.View
	helper string
	goos   string
	plan   awsconfig.Plan
	done   int
}

// add plans for one profile, or says why nothing is to be done there.
func (p *processPlan) add(name string) error {
	if p.Suffix != "" && p.All && strings.HasSuffix(name, p.Suffix) {
		return nil // a second profile needs no third
	}
	target := name + p.Suffix
	there, exists := p.view.Profile(target)
	line := ""
	if exists {
		line = there.Get(processKey)
	}
	if p.Remove {
		p.remove(target, line)
		return nil
	}
	if line != "" && !isOurProcess(line) && !p.Force {
		return &fault.Error{
			Summary: fmt.Sprintf("the profile %q gets its credentials from another program", target),
			Detail:  []string{"  " + processKey + " = " + line},
			Hint:    "Replace that line:", Remedy: "fob configure credential-process " + profile.Quote(name) + " --force",
		}
	}
	if exists && p.Suffix != "" && line == "" {
		return &fault.Error{Summary: fmt.Sprintf("there is a profile %q, which is not fob's", target), Hint: "Take another suffix:", Remedy: "fob configure credential-process " + profile.Quote(name) + " --suffix .other"}
	}
	if err := p.useful(name); err != nil {
		return err
	}
	return p.write(name, target)
}

func (p *processPlan) remove(target, line string) {
	if !isOurProcess(line) {
		return
	}
	edit := awsconfig.Edit{Type: awsconfig.TypeProfile, Name: target, Key: processKey, Op: awsconfig.Unset}
	if p.Suffix != "" {
		edit = awsconfig.Edit{Type: awsconfig.TypeProfile, Name: target, Op: awsconfig.RemoveSection}
	}
	p.plan = append(p.plan, edit)
	p.done++
}

// useful tells whether a line for the profile can give credentials: in the
// profile itself it must stand behind something that fob reads first, or fob
// would call itself.
func (p *processPlan) useful(name string) error {
	chain, err := profile.Resolve(p.view, name)
	if err != nil {
		return err
	}
	if sso := chain.SSO(); sso != nil && sso.Account == "" {
		return &fault.Error{
			Summary: fmt.Sprintf("the profile %q names a session, but no account and role", name),
			Hint:    "Pick an account and a role:",
			Remedy:  "fob configure sso --profile " + profile.Quote(name),
			Code:    fault.NoCredentials,
		}
	}
	top := chain.Steps[len(chain.Steps)-1].Kind()
	behind := slices.Contains([]profile.Kind{profile.KindSSO, profile.KindAssumeRole, profile.KindWebIdentity}, top)
	if behind || p.Suffix != "" && top != profile.KindProcess {
		return nil
	}
	return &fault.Error{
		Summary: fmt.Sprintf("the profile %q has no sign-in and no role, so the line would stand for itself", name),
		Hint:    "See where its credentials come from:",
		Remedy:  "fob explain " + profile.Quote(name),
	}
}

func (p *processPlan) write(name, target string) error {
	value, err := processValue(p.helper, name, p.goos)
	if err != nil {
		return &fault.Error{Summary: fmt.Sprintf("the profile %q gets no line: %v", name, err)}
	}
	set := func(key, value string) {
		p.plan = append(p.plan, awsconfig.Edit{Type: awsconfig.TypeProfile, Name: target, Key: key, Value: value})
	}
	set(processKey, value)
	if p.Suffix != "" {
		source, _ := p.view.Profile(name)
		for _, key := range []string{"region", "output"} {
			if v := source.Get(key); v != "" {
				set(key, v)
			}
		}
	}
	p.done++
	return nil
}
