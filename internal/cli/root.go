package cli

import (
	"context"
	"errors"
	"sync"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/output"
)

// group is commands that stand together in the help.
type group struct {
	Title    string
	Commands []*cobra.Command
}

// groups lists every command of fob, in the order of the help. A new command
// gets its line here, or in newConfigureCmd.
func groups(e *Env) []group {
	return []group{
		{"Sign in", []*cobra.Command{
			newLoginCmd(e),
			newLogoutCmd(e),
			newStatusCmd(e),
		}},
		{"Work with a profile", []*cobra.Command{
			newUseCmd(e),
			newExecCmd(e),
			newEnvCmd(e),
			newServeCmd(e),
			newCredentialProcessCmd(e),
			newCredentialsCmd(e),
			newTokenCmd(e),
			newPromptCmd(e),
		}},
		{"Look", []*cobra.Command{
			newWhoamiCmd(e),
			newProfilesCmd(e),
			newAccountsCmd(e),
			newRolesCmd(e),
			newExplainCmd(e),
			newS3Cmd(e),
		}},
		{"Set up", []*cobra.Command{
			newConfigureCmd(e),
			newConfigCmd(e),
			newInitCmd(e),
		}},
		{"More", []*cobra.Command{
			newSandboxCmd(e),
			newVersionCmd(e),
			newCompleteCmd(e),
		}},
	}
}

// newConfigureCmd gathers what edits the shared files.
func newConfigureCmd(e *Env) *cobra.Command {
	c := newGroupCmd("configure", "Set up profiles and sessions in the shared AWS files")
	c.AddCommand(
		newConfigureSSOCmd(e),
		newConfigureSSOSessionCmd(e),
		newConfigurePopulateCmd(e),
		newConfigureGetCmd(e),
		newConfigureSetCmd(e),
		newConfigureUnsetCmd(e),
		newConfigureUndoCmd(e),
		newConfigureWSLCmd(e),
		newExportCredentialsCmd(e),
		newConfigureProcessCmd(e),
		newConfigureListCmd(e),
	)
	return c
}

// Execute runs fob with the words after the program's name. Its error is a
// *fault.Error with code 2 for every mistake in the command line, an Exit when
// the command has already said all, and otherwise the command's own error.
func Execute(ctx context.Context, e *Env, words []string) error {
	err := execute(ctx, e, words)
	tellExit(e, words, err)
	return err
}

func execute(ctx context.Context, e *Env, words []string) error {
	words, e.Global.AWSForm = rewrite(hookWords(e, words))
	root, started := NewRoot(e), false
	walk(root, func(c *cobra.Command) {
		if run := c.RunE; run != nil {
			c.RunE = func(c *cobra.Command, args []string) error {
				started = true
				return run(c, args)
			}
		}
	})
	root.SetArgs(words)
	c, err := root.ExecuteContextC(ctx)
	if _, lost := errors.AsType[*output.WriteError](err); err == nil || started || lost {
		return err // cobra's own commands, which print too, are not counted as started
	}
	// Whatever is found wrong before a command has started is a mistake in the
	// command line: an unknown flag, a missing argument, a value that is none.
	f := (*fault.Error)(nil)
	if !errors.As(err, &f) {
		return fault.NewUsage(err.Error(), helpLine(c))
	}
	if f.Remedy == "" {
		f.Remedy = helpLine(c)
	}
	return f
}

// declaredOrder keeps the commands in the order of groups: cobra sorts them by
// name unless this global says otherwise.
var declaredOrder sync.Once

// NewRoot builds the command tree.
func NewRoot(e *Env) *cobra.Command {
	declaredOrder.Do(func() { cobra.EnableCommandSorting = false })
	root := newGroupCmd("fob", "Sign in to AWS once and use every account and role")
	root.SilenceUsage, root.SilenceErrors = true, true
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetIn(e.Stdin)
	root.SetOut(e.Stdout)
	root.SetErr(e.Stderr)
	root.SetHelpFunc(func(c *cobra.Command, _ []string) { writeHelp(helpStream(e), c) })
	root.SetHelpCommand(newHelpCmd(e))
	addGlobalFlags(root, e)
	for _, g := range groups(e) {
		root.AddGroup(&cobra.Group{ID: g.Title, Title: g.Title})
		for _, c := range g.Commands {
			c.GroupID = g.Title
			root.AddCommand(c)
		}
	}
	return root
}

func addGlobalFlags(root *cobra.Command, e *Env) {
	f := root.PersistentFlags()
	f.StringVarP(&e.Global.Profile, "profile", "p", "", "`NAME` of the profile to use (default: AWS_PROFILE)")
	f.StringVar(&e.Global.Region, "region", "", "AWS `REGION` (default: AWS_REGION, then the profile)")
	f.StringVar(&e.Global.CABundle, "ca-bundle", "", "`FILE` of CA certificates to trust")
	f.BoolVar(&e.Global.Debug, "debug", false, "write a trace to stderr that is safe to share")
	f.BoolVar(&e.Global.Plain, "plain", false, "no redrawing or colour; numbered choices")
	// The errors say that a flag does not exist, some lines above.
	_ = root.RegisterFlagCompletionFunc("profile", flagProfiles(e))
	_ = root.RegisterFlagCompletionFunc("region", completeRegions)
}

// newGroupCmd is a command that only holds others: alone it shows its help,
// and a word it does not know is a usage error (cobra would show the help and
// report success).
func newGroupCmd(use, short string) *cobra.Command {
	return &cobra.Command{
		Use:   use,
		Short: short,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return c.Help()
			}
			return unknownCommand(c, args)
		},
		Args:                       cobra.ArbitraryArgs,
		SuggestionsMinimumDistance: 2,
	}
}

func walk(c *cobra.Command, visit func(*cobra.Command)) {
	visit(c)
	for _, sub := range c.Commands() {
		walk(sub, visit)
	}
}
