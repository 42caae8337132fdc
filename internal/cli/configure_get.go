package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
)

type configureGetOptions struct {
	sectionOptions
	Key string
}

func newConfigureGetCmd(e *Env) *cobra.Command {
	var o configureGetOptions
	c := &cobra.Command{
		Use:   "get KEY",
		Short: "Print a value from the shared files",
		Long: "Print a value from the shared files, as the AWS SDKs read them.\n\n" +
			"KEY is a key of the current profile (region), one nested in it\n" +
			"(s3.addressing_style), or one of another profile (dev.region,\n" +
			"profile.dev.region). Secrets are not masked.\n\n" +
			"If there is no such value, nothing is printed and the exit code is 1; if there\n" +
			"is no such profile, it is 5.",
		Example:           "  fob configure get region\n  fob configure get sso_account_id --profile my-dev-account\n  fob configure get sso_start_url --sso-session my-sso",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: o.completeKeys(e),
		RunE: func(_ *cobra.Command, args []string) error {
			o.Key = args[0]
			return runConfigureGet(e, o)
		},
	}
	o.addFlags(c)
	return c
}

func runConfigureGet(e *Env, o configureGetOptions) error {
	files, err := e.Files()
	if err != nil {
		return err
	}
	s, err := o.resolve(e, files, o.Key)
	if err != nil {
		return err
	}
	if found, ok := files.Find(s.Type, s.Name); ok {
		if err := files.ErrIn(found); err != nil {
			return err
		}
		e.warnLinesOf(files.View(), s.Type, s.Name)
	}
	p, section, key := s.lookup(files)
	switch {
	case !section && !s.Implied:
		return s.missing(files)
	case !key:
		return Exit(fault.Failed)
	case len(p.Sub) > 0:
		return &fault.Error{
			Summary: fmt.Sprintf("%s holds nested values", s.Key),
			Hint:    "Name the one to print:",
			Remedy:  fmt.Sprintf("fob configure get %s.%s", o.Key, p.Sub[0].Key),
		}
	}
	_, err = fmt.Fprintln(e.Stdout.Exact(), p.Value)
	return err
}
