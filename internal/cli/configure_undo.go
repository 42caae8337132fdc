package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func newConfigureUndoCmd(e *Env) *cobra.Command {
	return &cobra.Command{
		Use:   "undo",
		Short: "Take back fob's last change of the shared files",
		Long: "Take back fob's last change of the shared files; again, and it takes back the\n" +
			"one before, up to ten. It refuses, and shows the difference, when a file was\n" +
			"changed by others since. The versions lie in ~/.aws/fob/undo.",
		Example: "  fob configure undo",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return runConfigureUndo(c.Context(), e) },
	}
}

// undoShown is how many lines of the difference are shown.
const undoShown = 40

func runConfigureUndo(ctx context.Context, e *Env) error {
	change, err := e.Editor().Undo(ctx)
	if err != nil {
		return err
	}
	if e.Interactive() {
		for _, line := range change.DiffLines(undoShown) {
			fmt.Fprintln(e.Stderr, line)
		}
	}
	for _, f := range change.Files {
		if f.After == nil {
			fmt.Fprintf(e.Stderr, "Removed %s, which did not exist before the change.\n", e.Paths.Short(f.Path))
		} else {
			fmt.Fprintf(e.Stderr, "%s is as it was before the change.\n", e.Paths.Short(f.Path))
		}
	}
	return nil
}
