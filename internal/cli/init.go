package cli

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/shell"
)

type initOptions struct {
	Shell     string // as it was typed; empty: the shell in use
	Load      shell.Load
	Install   bool
	Uninstall bool
	File      string // the file to edit; empty: the one that the shell loads
	Yes       bool
}

func newInitCmd(e *Env) *cobra.Command {
	var o initOptions
	c := &cobra.Command{
		Use:   "init " + strings.Join(kindNames(), "|"),
		Short: "Install the shell hook that fob use needs",
		Long: "Print the shell hook, which lets `fob use` switch the profile of the shell that\n" +
			"you run it in and completes fob commands with TAB. With --aws it also completes\n" +
			"`aws --profile`; with --prompt it shows the profile in the prompt. All other\n" +
			"commands work the same without it.\n\n" +
			"--install adds the line that loads the hook to your shell's startup file, and\n" +
			"shows it first; --uninstall restores the file. To add it yourself:\n\n" +
			"  PowerShell  $PROFILE      " + loadLine(shell.PowerShell, shell.Load{}) + "\n" +
			"  bash        ~/.bashrc     " + loadLine(shell.Bash, shell.Load{}) + "\n" +
			"  zsh         ~/.zshrc      " + loadLine(shell.Zsh, shell.Load{}) + "\n" +
			"  fish        config.fish   " + loadLine(shell.Fish, shell.Load{}) + "\n\n" +
			"nu and cmd load code only from a file. Save it, and again after each update:\n\n" +
			"  " + loadLine(shell.Nu, shell.Load{}) + "\n" +
			"  " + loadLine(shell.Cmd, shell.Load{}),
		Example: "  fob init --install\n  fob init --install pwsh --file $PROFILE.CurrentUserAllHosts\n" +
			"  fob init --uninstall\n  " + loadLine(shell.Bash, shell.Load{}),
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: kindNames(),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.Shell = args[0]
			}
			return runInit(c.Context(), e, o)
		},
	}
	f := c.Flags()
	f.BoolVar(&o.Install, "install", false, "load the hook in every new shell")
	f.BoolVar(&o.Uninstall, "uninstall", false, "remove what --install added")
	f.BoolVar(&o.Load.AWS, "aws", false, "also complete aws --profile")
	f.BoolVar(&o.Load.Prompt, "prompt", false, "show account and role in the prompt")
	f.StringVar(&o.File, "file", "", "edit this `FILE` instead of the startup file of the shell")
	f.BoolVarP(&o.Yes, "yes", "y", false, "write without asking")
	return c
}

func runInit(ctx context.Context, e *Env, o initOptions) error {
	if o.Install && o.Uninstall {
		return fault.NewUsage("--install and --uninstall are two deeds", "fob init --install")
	}
	if !o.Install && !o.Uninstall && (o.Shell == "" || o.File != "") {
		return fault.NewUsage("say which shell the hook is for, or --install it", "fob init --install")
	}
	k, err := o.kind(e)
	switch {
	case err != nil:
		return err
	case o.Install:
		return install(ctx, e, k, o)
	case o.Uninstall:
		return uninstall(ctx, e, k, o)
	}
	_, err = io.WriteString(e.Stdout.Raw(), shell.Hook(k, o.Load))
	return err
}

// kind reads the shell's name, or finds the one in use.
func (o initOptions) kind(e *Env) (shell.Kind, error) {
	k, ok := shell.Detect(e.Environ, e.Self), true
	if o.Shell != "" {
		k, ok = shell.ParseKind(o.Shell)
	}
	if !ok {
		return k, unknownShell(o.Shell, kindNames(), "fob init bash")
	}
	if k == shell.Sh {
		return k, fault.NewUsage("there is no hook for sh; fob use prints it a line to paste", "fob use --shell sh")
	}
	return k, nil
}

// loadLine is the line that loads the hook. nu and cmd cannot run what a
// program prints: theirs saves the hook to a file, once.
func loadLine(k shell.Kind, l shell.Load) string {
	line := "fob init " + string(k)
	if l.AWS {
		line += " --aws"
	}
	if l.Prompt {
		line += " --prompt"
	}
	switch k {
	case shell.PowerShell, shell.WindowsPowerShell:
		return line + " | Out-String | Invoke-Expression"
	case shell.Fish:
		return line + " | source"
	case shell.Nu:
		return line + ` | save -f ($nu.user-autoload-dirs.0 | path join fob.nu)`
	case shell.Cmd:
		return line + ` > %USERPROFILE%\fob-hook.cmd & %USERPROFILE%\fob-hook`
	}
	return `eval "$(` + line + `)"`
}

func unknownShell(name string, known []string, remedy string) error {
	return fault.NewUsage("fob does not know the shell "+name+"; it knows "+strings.Join(known, ", "), remedy)
}

// kindNames lists the shells that have a hook.
func kindNames() []string {
	var names []string
	for _, k := range shell.Kinds() {
		names = append(names, string(k))
	}
	return names
}
