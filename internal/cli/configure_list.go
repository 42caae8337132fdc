package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/output"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/vend"
)

func newConfigureListCmd(e *Env) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "Show which profile, keys and region are in force, and why",
		Long:    "Show the current profile, access key and region, and where each comes from, in\nthe format of the AWS CLI. The credentials are fetched, and masked.",
		Example: "  fob configure list --profile my-dev-account",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return runConfigureList(c.Context(), e) },
	}
}

// runConfigureList prints each row as soon as it is known, so that a sign-in
// that is over hides nothing but the keys.
func runConfigureList(ctx context.Context, e *Env) error {
	name, _ := e.Profile()
	files, err := e.Files()
	if err != nil {
		return err
	}
	view := files.ViewOf(name)
	if err := view.Err(); err != nil {
		return err
	}
	row := func(cells ...string) {
		for i := range cells {
			cells[i] = output.Line(cells[i])
		}
		fmt.Fprintf(e.Stdout, "%-10s : %-24s : %-16s : %s\n", cells[0], cells[1], cells[2], cells[3])
	}
	row("NAME", "VALUE", "TYPE", "LOCATION")
	row(e.profileRow()...)
	region := e.regionRow(profile.SettingsOf(view, e.Environ, name))
	keys, err := e.credentials(ctx, name)
	if fault.CodeOf(err) == fault.NoCredentials {
		row("access_key", notSet, "None", "None")
		row("secret_key", notSet, "None", "None")
		row(region...)
		return noteNoCredentials(e.Stderr, err)
	}
	if err != nil {
		return err
	}
	row("access_key", maskedEnd(keys.AccessKeyID), keys.Method, "")
	row("secret_key", maskedEnd(keys.SecretAccessKey.Reveal()), keys.Method, "")
	row(region...)
	return warnAboutEnvironment(e.Stderr, keys, e)
}

// noteNoCredentials says why the rows of the keys are empty. That is an answer
// and no failure, here as in the AWS CLI.
func noteNoCredentials(w io.Writer, err error) error {
	fmt.Fprintf(w, "Note: %v.\n", err)
	if remedy := fault.RemedyOf(err); remedy != "" {
		fmt.Fprintf(w, "  %s\n", remedy)
	}
	return nil
}

const notSet = "<not set>"

func (e *Env) profileRow() []string {
	switch name, source := e.Profile(); source {
	case "":
		return []string{"profile", notSet, "None", "None"}
	case "--profile":
		return []string{"profile", name, "manual", "--profile"}
	default:
		return []string{"profile", name, "env", "['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']"}
	}
}

func (e *Env) regionRow(s profile.Settings) []string {
	if s.Region == "" {
		return []string{"region", notSet, "None", "None"}
	}
	if r, _ := e.Environ.Region(); r != "" {
		return []string{"region", string(s.Region), "env", "['AWS_REGION', 'AWS_DEFAULT_REGION']"}
	}
	return []string{"region", string(s.Region), "config-file", e.Paths.Short(s.RegionSource)}
}

// maskedEnd hides all of a key but its last four characters, as the AWS CLI does.
func maskedEnd(key string) string {
	return "****************" + key[max(0, len(key)-4):]
}

// warnAboutEnvironment names the classic trap: keys in the environment that
// stand before the profile which the person has chosen.
func warnAboutEnvironment(w io.Writer, keys vend.Vended, e *Env) error {
	name, source := e.Profile()
	if keys.Method != "env" || source == "" {
		return nil
	}
	_, err := fmt.Fprintf(w, "Warning: AWS_ACCESS_KEY_ID is set and wins over the profile %s. Clear it:\n  fob use %s\n", name, profile.Quote(name))
	return err
}
