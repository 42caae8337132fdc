package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/populate"
)

// populateOptions are the flags of `fob configure populate`, as they are typed.
type populateOptions struct {
	instanceOptions
	namingOptions
	Regions     []string
	Defaults    []string // KEY=VALUE
	Existing    populate.Action
	ProcessLine populate.ProcessLine
	DryRun      bool
	Yes         bool
	Output      outputOptions
}

func newConfigurePopulateCmd(e *Env) *cobra.Command {
	o := populateOptions{Existing: populate.Keep}
	c := &cobra.Command{
		Use:   "populate",
		Short: "Create a profile for every account and role",
		Long: "Create a profile for every account and role that you can use, on one session, so\n" +
			"that one sign-in works for all of them. Names are composed from the account\n" +
			"and role names; each goes through these steps in order: safe, case, trim. So\n" +
			"patterns match the changed case. They have Python's syntax, with look-behind.\n\n" +
			"Run it again when your access changes: it adds what is new, lists and removes\n" +
			"the profiles that it created and whose role you no longer have. It removes none\n" +
			"in an account that AWS did not list completely, and asks about profiles that you\n" +
			"have added keys to. It never removes your own profiles, and changes one that\n" +
			"points elsewhere only with --existing-config-action overwrite. It shows all\n" +
			"changes first and writes them at once; `fob configure undo` reverts them.\n\n" +
			"The options are those of aws-sso-util.",
		Example: "  fob configure populate --region us-east-1\n" +
			"  fob configure populate --dry-run --region us-east-1\n" +
			"  fob configure populate --sso-start-url https://my-company.awsapps.com/start \\\n" +
			"    --sso-region us-east-1 --account-name-case lower --role-name-case lower \\\n" +
			"    --trim-role-name \"(?<=admin)istratoraccess\" --region us-east-1",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return runConfigurePopulate(c.Context(), e, o) },
	}
	o.instanceOptions.addFlags(c, e)
	o.namingOptions.addFlags(c)
	f := c.Flags()
	f.StringArrayVarP(&o.Regions, "region", "r", nil, "`REGION` of the profiles; again for more (default: AWS_CONFIGURE_DEFAULT_REGION, AWS_DEFAULT_REGION)")
	f.StringArrayVarP(&o.Defaults, "config-default", "c", nil, "`KEY=VALUE` for every profile; again for more")
	choiceVar(c, &o.Existing, populate.Actions(), "existing-config-action", "`ACTION` for the other keys of an existing profile")
	pairVar(c, "credential-process", "also write a credential_process line, for SDKs without sso_session",
		"no-credential-process", "remove credential_process lines", func(on bool) {
			if o.ProcessLine = populate.RemoveProcess; on {
				o.ProcessLine = populate.WriteProcess
			}
		})
	f.BoolVar(&o.DryRun, "dry-run", false, "show all profiles, and write nothing")
	f.BoolVarP(&o.Yes, "yes", "y", false, "write without asking")
	o.Output.addFlags(c)
	return c
}

// runConfigurePopulate checks all that can be checked before it asks AWS, or
// the person, for anything.
func runConfigurePopulate(ctx context.Context, e *Env, o populateOptions) error {
	files, err := e.Files()
	if err != nil {
		return err
	}
	if err := files.Writable(awsconfig.ConfigFile); err != nil {
		return err
	}
	i, err := o.find(ctx, e, files)
	if err != nil {
		return err
	}
	po, err := o.settings(e, i)
	if err != nil {
		return err
	}
	regions, err := o.regions(ctx, e, i)
	if err != nil {
		return err
	}
	name, err := o.namer(ctx, e)
	if err != nil {
		return err
	}
	found, err := discover(ctx, e, i, o.instanceOptions, po)
	if err != nil {
		return err
	}
	candidates := populate.Candidates(found.Roles, regions)
	if err := name(ctx, candidates); err != nil {
		return err
	}
	return o.finish(ctx, e, populating{candidates, found, po})
}

// populating is what a plan is made of, once the files are read.
type populating struct {
	candidates []populate.Candidate
	found      populate.Listing
	options    populate.Options
}

func (p populating) plan(files awsconfig.Files) (awsconfig.Plan, populate.Report) {
	return populate.New(p.candidates, p.found, p.options, files)
}

// choiceVar adds a flag that takes one of a few words.
func choiceVar[T ~string](c *cobra.Command, value *T, allowed []T, name, usage string) {
	var words []string
	for _, a := range allowed {
		words = append(words, string(a))
	}
	c.Flags().Var(&choiceValue[T]{value, words}, name, usage+": "+strings.Join(words, ", "))
	_ = c.RegisterFlagCompletionFunc(name, fixed(words...)) // the flag is there
}

// choiceValue is the value of such a flag.
type choiceValue[T ~string] struct {
	value   *T
	allowed []string
}

func (v *choiceValue[T]) String() string {
	if v.value == nil {
		return ""
	}
	return string(*v.value)
}

func (v *choiceValue[T]) Type() string { return "" }

func (v *choiceValue[T]) Set(s string) error {
	if !slices.Contains(v.allowed, s) {
		return fmt.Errorf("want one of %s", strings.Join(v.allowed, ", "))
	}
	*v.value = T(s)
	return nil
}

// pairVar adds two flags that say yes and no to one thing; the last one wins.
func pairVar(c *cobra.Command, yes, yesUsage, no, noUsage string, set func(bool)) {
	for _, f := range []struct {
		name, usage string
		means       bool
	}{{yes, yesUsage, true}, {no, noUsage, false}} {
		c.Flags().BoolFunc(f.name, f.usage, func(text string) error {
			on, err := strconv.ParseBool(text)
			if err == nil {
				set(on == f.means)
			}
			return err
		})
	}
}
