package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/profile"
)

type execOptions struct {
	Argv   []string // the program and its arguments
	Server bool     // give it a server to ask, not credentials
	eachOptions
}

func newExecCmd(e *Env) *cobra.Command {
	var o execOptions
	c := &cobra.Command{
		Use:   "exec [flags] -- COMMAND [ARGUMENT...]",
		Short: "Run a program with a profile's credentials",
		Long: `Run a program with a profile's credentials in its environment; variables that
would override them are removed. The exit code is the program's own; 127 means
that there is no such program.

With several profiles it runs once for each, in parallel and without input. Each
line of output begins with the name of its profile, and the exit code is the
highest one. -o json gives one array of
{"profile","exit_code","stdout","stderr","error","remedy"}.`,
		Example: "  fob exec -p my-dev-account -- terraform plan\n" +
			"  fob exec -p my-dev-account --region eu-west-1 -- env\n" +
			"  fob exec -p my-dev-account,my-prod-account -- aws s3 ls\n" +
			"  fob exec -p 'my-*' --each -o json -- aws s3 ls",
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			o.Argv = args
			return runExec(c.Context(), e, o)
		},
	}
	c.Flags().BoolVar(&o.Server, "server", false, "let the program get credentials from fob, refreshed while it runs")
	c.Flags().BoolVar(&o.Each, "each", false, "--profile is a list of names and patterns (* and ?)")
	c.Flags().IntVar(&o.Parallel, "parallel", 8, "run at most `N` programs at once (default 8)")
	o.Output.addFlags(c)
	// The first word that is no flag of fob's begins the program's own line.
	c.Flags().SetInterspersed(false)
	addMinTTL(c, e)
	addNoLogin(c, e)
	return c
}

func runExec(ctx context.Context, e *Env, o execOptions) error {
	if len(o.Argv) == 0 || o.Argv[0] == "" {
		return fault.NewUsage("exec needs a program to run", "fob exec -- COMMAND")
	}
	names, err := o.profiles(e)
	switch {
	case err != nil:
		return err
	case len(names) > 0:
		return runEach(ctx, e, o, names)
	case o.Output != outputOptions{}:
		return fault.NewUsage("-o and --query are for several profiles; with one the output is the program's own", "fob exec -p NAME --each -o json -- COMMAND")
	}
	name, _ := e.Profile()
	if o.Server {
		return execServed(ctx, e, o, name)
	}
	v, err := e.credentials(ctx, name)
	if err != nil {
		return err
	}
	vars, err := e.variables(v)
	if err != nil {
		return err
	}
	exit, err := e.Exec(ctx, o.Argv, execEnv(e.Environ.All(), vars))
	if err != nil {
		return err
	}
	return Exit(exit)
}

// execServed runs the program as a child, for as long as which there is a
// server for it.
func execServed(ctx context.Context, e *Env, o execOptions, name string) error {
	if err := signInOnce(ctx, e, []string{name}); err != nil {
		return err
	}
	hand, err := serveHandout(ctx, e, []string{name})
	if err != nil {
		return err
	}
	defer hand.end()
	vars, err := hand.variables(ctx, name)
	if err != nil {
		return err
	}
	exit, err := e.Child(ctx, o.Argv, execEnv(e.Environ.All(), vars))
	if err != nil {
		return err
	}
	return Exit(exit)
}

// execRegion returns --region, else the environment's, else the profile's;
// empty when none says.
func execRegion(e *Env, name string) (ident.Region, error) {
	if e.Global.Region != "" {
		r, err := ident.ParseRegion(e.Global.Region)
		if err != nil {
			return "", fault.NewUsage(err.Error(), "--region us-east-1")
		}
		return r, nil
	}
	files, err := e.Files()
	if err != nil {
		return "", err
	}
	return profile.SettingsOf(files.ViewOf(name), e.Environ, name).Region, nil
}
