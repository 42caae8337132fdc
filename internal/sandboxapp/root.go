package sandboxapp

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
)

const rootLong = `An IAM Identity Center on this machine: sign-in pages, access portal, role
credentials, STS and a little of S3, on one address that only this machine
reaches. No AWS account is needed, nothing is sent anywhere, and nothing costs
anything.

Under the name fob this program is fob itself, so it is all that is needed.`

const rootExample = `  fob-sandbox tour                             the whole guide, before your eyes
  fob-sandbox shell                            a shell where fob and aws use it
  fob-sandbox exec --configured -- ./my-test   a test of yours, in a home of its own
  fob-sandbox serve                            a sandbox for tools of your own`

// execute builds the command tree and runs it.
func execute(ctx context.Context, w *world, words []string) error {
	root := newRoot(w)
	root.SetArgs(words)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[usage](err); ok || strings.HasPrefix(err.Error(), "unknown command") {
		return fault.NewUsage(err.Error(), sandboxName+" --help")
	}
	return err
}

// usage is a command line that cobra or a check of ours refuses.
type usage struct{ error }

func newRoot(w *world) *cobra.Command {
	root := &cobra.Command{
		Use: sandboxName, Short: "IAM Identity Center on this machine, to try and to test with",
		Long: rootLong, Example: rootExample,
		SilenceUsage: true, SilenceErrors: true,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetIn(w.stdin)
	root.SetOut(w.stdout)
	root.SetErr(w.stderr)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage{err} })
	root.SetHelpCommand(&cobra.Command{Hidden: true})
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetHelpFunc(func(c *cobra.Command, _ []string) { writeHelp(w.stdout, c) })
	root.AddGroup(groups()...)
	addTo := func(group string, commands ...*cobra.Command) {
		for _, c := range commands {
			c.GroupID = group
		}
		root.AddCommand(commands...)
	}
	addTo(groupTry, newTourCmd(w), newShellCmd(w))
	addTo(groupTools, newExecCmd(w), newServeCmd(w), newInitCmd(w))
	addTo(groupControl, newAdvanceCmd(w), newEndSessionCmd(w), newCallsCmd(w), newFaultCmd(w), newRotationCmd(w), newMFACodeCmd(w), newWebIdentityCmd(w), newAssumedCmd(w), newVisitCmd(w))
	root.AddCommand(newBrowseCmd(w))
	return root
}

// args makes an arity check's error one of usage.
func args(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, words []string) error {
		if err := check(c, words); err != nil {
			return usage{err}
		}
		return nil
	}
}
