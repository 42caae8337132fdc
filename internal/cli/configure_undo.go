package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"
)

func newConfigureUndoCmd(e *Env) *cobra.Command {
	forget := false
	c := &cobra.Command{
		Use:   "undo",
		Short: "Take back fob's last change of the shared files",
		Long: "Take back fob's last change of the shared files; again, and it takes back the\n" +
			"one before, up to ten. It refuses, and shows the difference, when a file was\n" +
			"changed by others since. The versions lie in ~/.aws/fob/undo.\n\n" +
			"They hold the secrets that the files held. --forget deletes all of them and\n" +
			"leaves the files as they are: nothing that fob did before can be undone then. It\n" +
			"deletes as rm does; it does not overwrite the disk, and backups keep what they\n" +
			"have.",
		Example: "  fob configure undo\n  fob configure undo --forget",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if forget {
				return runConfigureForget(c.Context(), e)
			}
			return runConfigureUndo(c.Context(), e)
		},
	}
	c.Flags().BoolVar(&forget, "forget", false, "delete the versions instead of going back to one")
	return c
}

// runConfigureForget deletes what is kept for undo.
func runConfigureForget(ctx context.Context, e *Env) error {
	done, err := e.Editor().Forget(ctx)
	dir := e.Paths.Short(filepath.Join(e.Paths.Own, "undo"))
	switch {
	case done.Changes > 0:
		fmt.Fprintf(e.Stderr, "Deleted the copies of %s from %s. The files themselves were not changed.\n", plural(done.Changes, "change"), dir)
	case err == nil:
		fmt.Fprintf(e.Stderr, "There are no copies in %s. Nothing was changed.\n", dir)
	}
	for _, path := range done.Left {
		fmt.Fprintf(e.Stderr, "fob did not make this, so it stays:\n  %s\n", e.Paths.Short(path))
	}
	return err
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
	e.tellKept(change.DropsSecrets())
	return nil
}
