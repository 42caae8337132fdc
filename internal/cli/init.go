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
		Use:   "init bash|zsh|pwsh",
		Short: "Print the hook that lets fob use switch your shell",
		Long: "Print the hook that lets `fob use` switch the shell it is typed in. All other\n" +
			"lines of fob work the same with and without it.\n\n" +
			"Load it at each start of the shell, by one line:\n\n" +
			"  bash        ~/.bashrc     " + loadLine(shell.Bash) + "\n" +
			"  zsh         ~/.zshrc      " + loadLine(shell.Zsh) + "\n" +
			"  PowerShell  $PROFILE      " + loadLine(shell.PowerShell),
		Example:   "  " + loadLine(shell.Bash) + "\n  " + loadLine(shell.PowerShell),
		Args:      cobra.ExactArgs(1),
		ValidArgs: strings.Split(kindNames(), ", "),
		RunE: func(_ *cobra.Command, args []string) error {
			k, ok := shell.ParseKind(args[0])
			if !ok {
				return unknownShell(args[0], "fob init bash")
			}
			_, err := io.WriteString(e.Stdout, shell.Hook(k))
			return err
		},
	}
}

// loadLine is the line that loads the hook.
func loadLine(k shell.Kind) string {
	if k == shell.PowerShell {
		return "fob init pwsh | Out-String | Invoke-Expression"
	}
	return `eval "$(fob init ` + string(k) + `)"`
}

func unknownShell(name, remedy string) error {
	return fault.NewUsage("fob does not know the shell "+name+"; it knows "+kindNames(), remedy)
}

func kindNames() string {
	var names []string
	for _, k := range shell.Kinds() {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}
