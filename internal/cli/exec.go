package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/vend"
)

type execOptions struct {
	Argv []string // the program and its arguments
}

func newExecCmd(e *Env) *cobra.Command {
	var o execOptions
	c := &cobra.Command{
		Use:   "exec [-p PROFILE] [--region REGION] -- COMMAND [ARGUMENT...]",
		Short: "Run a program with a profile's credentials",
		Long: `Run a program with a profile's credentials in its environment, and with
nothing there that would contradict them. The exit code is the program's own;
127 means that there is no such program.`,
		Example: "  fob exec -p my-dev-account -- terraform plan\n  fob exec -p my-dev-account --region eu-west-1 -- env",
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			o.Argv = args
			return runExec(c.Context(), e, o)
		},
	}
	// The first word that is no flag of fob's begins the program's own line.
	c.Flags().SetInterspersed(false)
	return c
}

func runExec(ctx context.Context, e *Env, o execOptions) error {
	if len(o.Argv) == 0 || o.Argv[0] == "" {
		return fault.NewUsage("exec needs a program to run", "fob exec -- COMMAND")
	}
	v, err := vended(ctx, e)
	if err != nil {
		return err
	}
	region, err := execRegion(e, v.Profile)
	if err != nil {
		return err
	}
	exit, err := e.Exec(ctx, o.Argv, execEnv(e.Environ.All(), v, region))
	if err != nil || exit == 0 {
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

// contradicting are the variables that name other credentials than the ones
// that are handed over, or that tools would take before them.
func contradicting() []string {
	return []string{
		"AWS_PROFILE", "AWS_DEFAULT_PROFILE",
		"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
		"AWS_CREDENTIAL_EXPIRATION", "AWS_ACCOUNT_ID", "AWS_CREDENTIAL_FILE",
		"AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE",
		"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
		"AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
	}
}

// execEnv returns the environment of the program: all of ours but what would
// contradict the credentials, then these, and the region under both of its
// names. An empty region leaves what there is.
func execEnv(all []string, v vend.Vended, region ident.Region) []string {
	drop := contradicting()
	add := []string{
		"AWS_ACCESS_KEY_ID=" + v.AccessKeyID,
		"AWS_SECRET_ACCESS_KEY=" + v.SecretAccessKey.Reveal(),
	}
	if v.SessionToken != "" {
		add = append(add, "AWS_SESSION_TOKEN="+v.SessionToken.Reveal())
	}
	if !v.Expiration.IsZero() {
		add = append(add, "AWS_CREDENTIAL_EXPIRATION="+pythonTime(v.Expiration.UTC()))
	}
	if v.AccountID != "" {
		add = append(add, "AWS_ACCOUNT_ID="+string(v.AccountID))
	}
	if region != "" {
		drop = append(drop, "AWS_REGION", "AWS_DEFAULT_REGION")
		add = append(add, "AWS_REGION="+string(region), "AWS_DEFAULT_REGION="+string(region))
	}
	var env []string
	for _, entry := range all {
		name, _, _ := strings.Cut(entry, "=")
		if !containsFold(drop, name) {
			env = append(env, entry)
		}
	}
	return append(env, add...)
}

// containsFold compares without regard to case, as Windows does with
// variables; elsewhere nobody has an aws_profile that means something else.
func containsFold(names []string, name string) bool {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}
