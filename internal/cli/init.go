package cli

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/shell"
)

func newInitCmd(e *Env) *cobra.Command {
	return &cobra.Command{
		Use:   "init " + strings.Join(kindNames(), "|"),
		Short: "Print the hook that lets fob use switch your shell",
		Long: "Print the hook that lets `fob use` switch the shell it is typed in. All other\n" +
			"lines of fob work the same with and without it.\n\n" +
			"Load it at each start of the shell, by one line:\n\n" +
			"  PowerShell  $PROFILE      " + loadLine(shell.PowerShell) + "\n" +
			"  bash        ~/.bashrc     " + loadLine(shell.Bash) + "\n" +
			"  zsh         ~/.zshrc      " + loadLine(shell.Zsh) + "\n" +
			"  fish        config.fish   " + loadLine(shell.Fish) + "\n\n" +
			"nu and cmd load code only from a file. Save it once, and anew after an update:\n\n" +
			"  " + loadLine(shell.Nu) + "\n" +
			"  " + loadLine(shell.Cmd),
		Example:   "  " + loadLine(shell.Bash) + "\n  " + loadLine(shell.PowerShell),
		Args:      cobra.ExactArgs(1),
		ValidArgs: kindNames(),
		RunE: func(_ *cobra.Command, args []string) error {
			k, ok := shell.ParseKind(args[0])
			if !ok {
				return unknownShell(args[0], "fob init bash")
			}
			if k == shell.Sh {
				return fault.NewUsage("there is no hook for "+args[0]+"; fob use prints it a line to paste", "fob use --shell sh")
			}
			_, err := io.WriteString(e.Stdout, shell.Hook(k, shell.Load{}))
			return err
		},
	}
}

// loadLine is the line that loads the hook. nu and cmd cannot run what a
// program prints: theirs saves the hook to a file, once.
func loadLine(k shell.Kind) string {
	switch k {
	case shell.PowerShell, shell.WindowsPowerShell:
		return "fob init " + string(k) + " | Out-String | Invoke-Expression"
	case shell.Fish:
		return "fob init fish | source"
	case shell.Nu:
		return `fob init nu | save -f ($nu.user-autoload-dirs.0 | path join fob.nu)`
	case shell.Cmd:
		return `fob init cmd > %USERPROFILE%\fob-hook.cmd & %USERPROFILE%\fob-hook`
	}
	return `eval "$(fob init ` + string(k) + `)"`
}

func unknownShell(name, remedy string) error {
	return fault.NewUsage("fob does not know the shell "+name+"; it knows "+strings.Join(kindNames(), ", "), remedy)
}

// kindNames lists the shells that have a hook.
func kindNames() []string {
	var names []string
	for _, k := range shell.Kinds() {
		names = append(names, string(k))
	}
	return names
}
