package sandboxapp

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The groups of commands in the help, by what they are for.
const (
	groupTry     = "try"
	groupTools   = "tools"
	groupControl = "control"
)

func groups() []*cobra.Group {
	return []*cobra.Group{
		{ID: groupTry, Title: "See and try"},
		{ID: groupTools, Title: "For tools and tests"},
		{ID: groupControl, Title: "Inside exec and shell, or with the lines that serve prints"},
	}
}

// writeHelp is the help page of a command.
func writeHelp(out io.Writer, c *cobra.Command) {
	w := &strings.Builder{}
	text := c.Long
	if text == "" {
		text = c.Short + "."
	}
	use := c.UseLine()
	if c.HasAvailableSubCommands() {
		use = c.CommandPath() + " <command>"
	}
	fmt.Fprintf(w, "%s\n\nUsage:\n  %s\n", strings.TrimSpace(text), use)
	for _, g := range c.Groups() {
		writeCommands(w, g.Title, c, g.ID)
	}
	if len(c.Groups()) == 0 && c.HasAvailableSubCommands() {
		writeCommands(w, "Commands", c, "")
	}
	if c.HasExample() {
		fmt.Fprintf(w, "\nExamples:\n%s\n", c.Example)
	}
	if c.HasParent() && c.HasAvailableLocalFlags() {
		fmt.Fprint(w, "\nFlags:\n")
		writeFlags(w, c.LocalFlags())
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(w, "\n%s <command> --help tells more about one.\n", c.CommandPath())
	}
	_, _ = io.WriteString(out, w.String()) // there is nowhere to say that it failed
}

// writeCommands lists the commands of one group under c.
func writeCommands(w io.Writer, title string, c *cobra.Command, group string) {
	fmt.Fprintf(w, "\n%s:\n", title)
	column := 11
	for _, sub := range c.Commands() {
		if sub.GroupID == group && sub.IsAvailableCommand() {
			column = max(column, len(sub.Name()))
		}
	}
	for _, sub := range c.Commands() {
		if sub.GroupID == group && sub.IsAvailableCommand() {
			fmt.Fprintf(w, "  %-*s  %s\n", column, sub.Name(), sub.Short)
		}
	}
}

func writeFlags(w io.Writer, flags *pflag.FlagSet) {
	column := 0
	flags.VisitAll(func(f *pflag.Flag) { column = max(column, len(flagHead(f))) })
	flags.VisitAll(func(f *pflag.Flag) {
		_, usage := pflag.UnquoteUsage(f)
		fmt.Fprintf(w, "  %-*s  %s\n", column, flagHead(f), usage)
	})
}

// flagHead is "-o, --output FORMAT": the flag and what it takes.
func flagHead(f *pflag.Flag) string {
	head := "    --" + f.Name
	if f.Shorthand != "" {
		head = "-" + f.Shorthand + ", --" + f.Name
	}
	if takes, _ := pflag.UnquoteUsage(f); f.Value.Type() != "bool" {
		head += " " + takes
	}
	return head
}
