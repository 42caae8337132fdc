package cli

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
)

type credentialsClearOptions struct {
	Sections []string // empty: all of them
	Output   outputOptions
}

func newCredentialsClearCmd(e *Env) *cobra.Command {
	var o credentialsClearOptions
	c := &cobra.Command{
		Use:   "clear [SECTION...]",
		Short: "Remove the keys that fob wrote",
		Long: "Remove the keys that fob credentials write put into ~/.aws/credentials: all, or\n" +
			"those of the given sections. The file is then as it was before, to the byte.\n" +
			"Keys that were changed since are kept. fob logout does the same for the keys of\n" +
			"its session.",
		Example: "  fob credentials clear\n  fob credentials clear default",
		RunE: func(c *cobra.Command, args []string) error {
			o.Sections = args
			return runCredentialsClear(c.Context(), e, o)
		},
		ValidArgsFunction: completeWritten(e),
	}
	o.Output.addFlags(c)
	return c
}

func runCredentialsClear(ctx context.Context, e *Env, o credentialsClearOptions) error {
	files, err := e.Files()
	if err != nil {
		return err
	}
	there := files.Written()
	for _, name := range o.Sections {
		i := slices.IndexFunc(there, func(w awsconfig.Written) bool { return w.Section == name })
		if i < 0 || there[i].Changed {
			return e.notOurs(name)
		}
	}
	cleared, err := e.Editor().ClearKeys(ctx, func(w awsconfig.Written) bool {
		return len(o.Sections) == 0 || slices.Contains(o.Sections, w.Section)
	})
	if err != nil {
		return err
	}
	if err := o.Output.print(e, describeWritten(cleared, e.Now()), func(w io.Writer) error { return writeCleared(w, e, there, cleared) }); err != nil {
		return err
	}
	e.tellKept(len(cleared) > 0)
	return nil
}

// notOurs is the error for a section whose keys are not fob's to take away.
func (e *Env) notOurs(name string) error {
	return &fault.Error{
		Summary: fmt.Sprintf("fob has no keys in [%s] of %s, so nothing is taken away there", name, e.Paths.Short(e.Paths.Credentials)),
		Hint:    "See where it has:",
		Remedy:  "fob credentials list",
	}
}

func writeCleared(w io.Writer, e *Env, there, cleared []awsconfig.Written) error {
	shown := e.Paths.Short(e.Paths.Credentials)
	var names []string
	for _, k := range cleared {
		names = append(names, k.Section)
	}
	for _, k := range there {
		if k.Changed {
			fmt.Fprintf(w, "The keys of [%s] were changed since by others, so they stay.\n", k.Section)
		}
	}
	if len(cleared) == 0 {
		_, err := fmt.Fprintf(w, "Nothing to take away from %s.\n", shown)
		return err
	}
	_, err := fmt.Fprintf(w, "Took the keys of %s out of %s.\n", sections(names), shown)
	return err
}
