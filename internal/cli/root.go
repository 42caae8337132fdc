package cli

import "github.com/spf13/cobra"

// NewRoot builds the command tree.
func NewRoot(e *Env) *cobra.Command {
	root := &cobra.Command{
		Use:           "fob",
		Short:         "Sign in to AWS once, use every account and role",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	f := root.PersistentFlags()
	f.StringVarP(&e.Global.Profile, "profile", "p", "", "profile to use (default: AWS_PROFILE, then default)")
	f.StringVar(&e.Global.Region, "region", "", "AWS region (default: the environment, then the profile)")
	f.StringVar(&e.Global.CABundle, "ca-bundle", "", "file of CA certificates to trust")
	f.BoolVar(&e.Global.Debug, "debug", false, "write a trace to stderr that is safe to paste")
	f.BoolVar(&e.Global.Plain, "plain", false, "no redrawing, numbered choices, no colour")
	root.AddCommand(newConfigureCmd(e))
	return root
}

// newConfigureCmd gathers what edits the shared files.
func newConfigureCmd(e *Env) *cobra.Command {
	c := &cobra.Command{Use: "configure", Short: "Set up profiles and sessions in the shared AWS files"}
	return c
}
