package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/pattern"
	"github.com/fobcli/fob/internal/populate"
)

// namingOptions say how profiles are named.
type namingOptions struct {
	Components, Separator      string
	IncludeRegion, RegionStyle string
	TrimAccount, TrimRole      []string
	AccountCase, RoleCase      populate.Case
	Process                    string
	Raw, Portable              bool
}

func (o *namingOptions) addFlags(c *cobra.Command) {
	o.IncludeRegion, o.RegionStyle = "default", "short"
	f := c.Flags()
	f.StringVar(&o.Components, "components", populate.DefaultComponents,
		"`PARTS` of a name: account_name, account_id, role_name, region, short_region, default_style_region; others stand for themselves")
	f.StringVar(&o.Separator, "separator", "", "`TEXT` between the parts (default \".\", or AWS_CONFIGURE_SSO_DEFAULT_PROFILE_NAME_SEPARATOR)")
	f.StringVar(&o.Separator, "sep", "", "the same as --separator `TEXT`")
	choiceVar(c, &o.IncludeRegion, []string{"default", "always"}, "include-region", "`WHEN` the first region is part of names")
	choiceVar(c, &o.RegionStyle, []string{"short", "long"}, "region-style", "`STYLE` of default_style_region (usea1 or us-east-1)")
	f.StringArrayVar(&o.TrimAccount, "trim-account-name", nil, "`PATTERN` to remove from account names; again for more")
	f.StringArrayVar(&o.TrimRole, "trim-role-name", nil, "`PATTERN` to remove from role names; again for more")
	choiceVar(c, &o.AccountCase, populate.Cases(), "account-name-case", "`CASE` of account names")
	choiceVar(c, &o.RoleCase, populate.Cases(), "role-name-case", "`CASE` of role names")
	f.StringVar(&o.Process, "profile-name-process", "", "`COMMAND` that prints a name for each role, or SKIP")
	pairVar(c, "safe-account-names", "replace blanks and brackets by one hyphen (the default)",
		"raw-account-names", "use account names unchanged", func(safe bool) { o.Raw = !safe })
	f.BoolVar(&o.Portable, "portable-names", false, "remove accents, and use hyphens for characters that SDKs reject")
}

// separator is the flag's, the variable's, or a point. An empty one counts as
// not given, as in aws-sso-util.
func (o namingOptions) separator(e *Env) string {
	for _, s := range []string{o.Separator, e.Environ.Text("AWS_CONFIGURE_SSO_DEFAULT_PROFILE_NAME_SEPARATOR")} {
		if s != "" {
			return s
		}
	}
	return "."
}

// namer returns what gives candidates their names. A bad pattern, or a program
// that does not work, is found here.
func (o namingOptions) namer(ctx context.Context, e *Env) (func(context.Context, []populate.Candidate) error, error) {
	if o.Process != "" {
		return o.byProcess(ctx, e)
	}
	t := populate.Template{
		Components: strings.Split(o.Components, ","), Separator: o.separator(e),
		AlwaysRegion: o.IncludeRegion == "always", LongRegion: o.RegionStyle == "long",
		RawAccounts: o.Raw, Portable: o.Portable,
		Account: populate.Rule{Case: o.AccountCase}, Role: populate.Rule{Case: o.RoleCase},
	}
	var err error
	if t.Account.Trim, err = patterns("--trim-account-name", o.TrimAccount); err != nil {
		return nil, err
	}
	if t.Role.Trim, err = patterns("--trim-role-name", o.TrimRole); err != nil {
		return nil, err
	}
	return func(_ context.Context, all []populate.Candidate) error {
		if err := t.Name(all); err != nil {
			return fault.NewUsage(err.Error(), "")
		}
		return nil
	}, nil
}

func (o namingOptions) byProcess(ctx context.Context, e *Env) (func(context.Context, []populate.Candidate) error, error) {
	argv, err := populate.ParseProcess(o.Process, e.Environ.GOOS == "windows")
	if err != nil {
		return nil, fault.NewUsage("--profile-name-process: "+err.Error(), "")
	}
	p := populate.Process{Argv: argv, RawAccounts: o.Raw, Stderr: e.Stderr}
	if err := p.Probe(ctx); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, &fault.Error{
			Summary: "--profile-name-process: " + err.Error(),
			Detail:  []string{"It was tried with the words: foo bar baz us-east-1 usea1 0 1"},
			Code:    fault.Usage, Err: err,
		}
	}
	return p.Name, nil
}

func patterns(flag string, texts []string) ([]*pattern.Pattern, error) {
	var all []*pattern.Pattern
	for _, text := range texts {
		p, err := pattern.Compile(text)
		if err != nil {
			return nil, fault.NewUsage(flag+": "+err.Error(), "")
		}
		all = append(all, p)
	}
	return all, nil
}

// regions are the profiles' regions: the flags', the environment's, or what the
// person says.
func (o populateOptions) regions(ctx context.Context, e *Env, i instance) ([]ident.Region, error) {
	given := o.Regions
	if len(given) == 0 {
		if r, _ := e.Environ.First("AWS_CONFIGURE_DEFAULT_REGION", "AWS_DEFAULT_REGION"); r != "" {
			given = []string{r}
		}
	}
	if len(given) == 0 {
		if !e.Interactive() {
			return nil, fault.NewUsage("the profiles need a region", "fob configure populate "+i.flags()+" --region us-east-1")
		}
		r, err := e.Asker().Ask(ctx, Question{
			Label: "Region of the profiles", Default: string(i.Region), Suggestions: regionNames(), Validate: validRegion,
		})
		if err != nil {
			return nil, err
		}
		given = []string{r}
	}
	var all []ident.Region
	for _, text := range given {
		r, err := ident.ParseRegion(text)
		if err != nil {
			return nil, fault.NewUsage(err.Error(), "--region us-east-1")
		}
		all = append(all, r)
	}
	return all, nil
}

// settings are what the plan needs to know. A default that cannot stand in the
// file is found by trying it on a profile that is never written.
func (o populateOptions) settings(e *Env, i instance) (populate.Options, error) {
	po := populate.Options{
		Instance:  populate.Instance{Session: i.Name, New: i.New, StartURL: i.StartURL, Region: i.Region},
		Separator: o.separator(e), Existing: o.Existing, ProcessLine: o.ProcessLine,
		Helper: "fob credential-process", Quote: func(name string) string { return processWord(name, e.Environ.GOOS) },
	}
	if h := e.Environ.Get("AWS_SSO_CREDENTIAL_PROCESS_NAME"); h != "" {
		po.Helper = h
	}
	if off := strings.ToLower(e.Environ.Get("AWS_CONFIGURE_SSO_DISABLE_CREDENTIAL_PROCESS")); po.ProcessLine == populate.LeaveProcess && (off == "1" || off == "true") {
		po.ProcessLine = populate.RemoveProcess
	}
	plan := awsconfig.Plan{{Type: awsconfig.TypeProfile, Name: "populate", Key: "region", Op: awsconfig.Unset}}
	if i.New {
		plan = append(plan, awsconfig.Edit{Type: awsconfig.TypeSession, Name: string(i.Name), Key: "sso_start_url", Value: string(i.StartURL)})
	}
	for _, text := range o.Defaults {
		key, value, ok := strings.Cut(text, "=")
		if !ok {
			return po, fault.NewUsage("--config-default: "+key+" has no value", "--config-default output=json")
		}
		key = strings.ToLower(key)
		po.SetDefault(key, value)
		edit := awsconfig.Edit{Type: awsconfig.TypeProfile, Name: "populate", Key: key, Value: value}
		if awsconfig.GoesToCredentials(key) {
			edit.Target = awsconfig.CredentialsFile
		}
		plan = append(plan, edit)
	}
	_, err := e.Editor().Preview(plan)
	return po, err
}
