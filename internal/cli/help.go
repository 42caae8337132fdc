package cli

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/fobcli/fob/internal/fault"
)

// helpWidth is the width that help is written for.
const helpWidth = 80

// topic is a page of help that belongs to no command.
type topic struct {
	Name, Short string
	Write       func(io.Writer)
}

func topics() []topic {
	return []topic{
		{"exit-codes", "What the exit codes mean", writeExitCodes},
		{"aws-spellings", "Lines of the AWS CLI that fob understands", writeSpellings},
	}
}

func newHelpCmd(e *Env) *cobra.Command {
	return &cobra.Command{
		Use:               "help [command|topic]",
		Short:             "Show how a command is used",
		Example:           "  fob help login\n  fob help exit-codes",
		ValidArgsFunction: completeHelp,
		RunE:              func(c *cobra.Command, args []string) error { return runHelp(c, e, args) },
	}
}

// completeHelp offers the topics, and the commands below those that are typed.
func completeHelp(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	found, rest, err := c.Root().Find(args)
	if err != nil || len(rest) > 0 {
		return nil, noFiles
	}
	var words []string
	for _, sub := range found.Commands() {
		if sub.IsAvailableCommand() {
			words = append(words, withTip(sub.Name(), sub.Short))
		}
	}
	if len(args) == 0 {
		for _, t := range topics() {
			words = append(words, withTip(t.Name, t.Short))
		}
	}
	return words, noFiles
}

func runHelp(c *cobra.Command, e *Env, args []string) error {
	if len(args) == 1 {
		for _, t := range topics() {
			if t.Name == args[0] {
				t.Write(e.Stdout)
				return nil
			}
		}
	}
	found, rest, err := c.Root().Find(args)
	if err != nil || len(rest) > 0 {
		return unknownCommand(found, rest)
	}
	found.InitDefaultHelpFlag()
	writeHelp(e.Stdout, found)
	return nil
}

// writeHelp is fob's help page. It asks the terminal nothing, so it appears
// at once everywhere.
func writeHelp(out io.Writer, c *cobra.Command) {
	w := bufio.NewWriter(out)
	defer func() { _ = w.Flush() }() // whoever closed the pipe wants no more help
	text := c.Long
	if text == "" {
		text = c.Short + "."
	}
	fmt.Fprintf(w, "%s\n\nUsage:\n", strings.TrimSpace(text))
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(w, "  %s <command>\n", c.CommandPath())
	} else {
		fmt.Fprintf(w, "  %s\n", c.UseLine())
	}
	writeOtherSpellings(w, c)
	writeCommands(w, c)
	if c.HasExample() {
		fmt.Fprintf(w, "\nExamples:\n%s\n", c.Example)
	}
	if c.HasAvailableLocalFlags() && c.HasParent() {
		fmt.Fprint(w, "\nFlags:\n")
		writeFlags(w, c.LocalNonPersistentFlags())
	}
	fmt.Fprint(w, "\nFlags of every command:\n")
	writeFlags(w, c.Root().PersistentFlags())
	if !c.HasParent() {
		fmt.Fprint(w, "\nMore help:\n  fob help <command>\n")
		for _, t := range topics() {
			fmt.Fprintf(w, "  %-22s  %s\n", "fob help "+t.Name, t.Short)
		}
	}
}

func writeOtherSpellings(w io.Writer, c *cobra.Command) {
	own := strings.TrimPrefix(c.CommandPath(), c.Root().Name()+" ")
	for _, a := range aliases() {
		if a.Means == own && a.Words != own {
			fmt.Fprintf(w, "  %s %s\n", c.Root().Name(), a.Words)
		}
	}
}

func writeCommands(w io.Writer, c *cobra.Command) {
	for _, g := range c.Groups() {
		fmt.Fprintf(w, "\n%s:\n", g.Title)
		writeCommandList(w, c, g.ID)
	}
	if len(c.Groups()) == 0 && c.HasAvailableSubCommands() {
		fmt.Fprint(w, "\nCommands:\n")
		writeCommandList(w, c, "")
	}
}

func writeCommandList(w io.Writer, c *cobra.Command, groupID string) {
	longest := 0
	for _, sub := range c.Commands() {
		longest = max(longest, len(sub.Name()))
	}
	for _, sub := range c.Commands() {
		if sub.GroupID == groupID && sub.IsAvailableCommand() {
			fmt.Fprintf(w, "  %-*s  %s\n", longest, sub.Name(), sub.Short)
		}
	}
}

// longFlag is how wide a flag may be before its text goes to the next line.
const longFlag = 28

// writeFlags lists flags, each with what it takes and the text wrapped beside it.
func writeFlags(w io.Writer, flags *pflag.FlagSet) {
	column := 0
	flags.VisitAll(func(f *pflag.Flag) {
		if n := len(flagHead(f)); !f.Hidden && n <= longFlag {
			column = max(column, n)
		}
	})
	indent := strings.Repeat(" ", column+4)
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		head := flagHead(f)
		_, usage := pflag.UnquoteUsage(f)
		lines := wrap(usage, helpWidth-len(indent))
		if len(head) > longFlag {
			fmt.Fprintf(w, "  %s\n", head)
		} else {
			fmt.Fprintf(w, "  %-*s  %s\n", column, head, lines[0])
			lines = lines[1:]
		}
		for _, line := range lines {
			fmt.Fprintf(w, "%s%s\n", indent, line)
		}
	})
}

// flagHead is "-p, --profile NAME"; flags without a letter stand below the others' names.
func flagHead(f *pflag.Flag) string {
	head := "    --" + f.Name
	if f.Shorthand != "" {
		head = "-" + f.Shorthand + ", --" + f.Name
	}
	if f.Value.Type() != "bool" {
		name, _ := pflag.UnquoteUsage(f)
		head += " " + name
	}
	return head
}

// wrap breaks text at blanks into lines of at most width; never empty.
func wrap(text string, width int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(text) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case len(*last)+1+len(word) > width:
			lines = append(lines, word)
		default:
			*last += " " + word
		}
	}
	return lines
}

func writeExitCodes(w io.Writer) {
	fmt.Fprint(w, "The exit codes of fob:\n\n")
	for _, c := range fault.Codes() {
		fmt.Fprintf(w, "  %-5d%s\n", c.Code, c.Meaning)
	}
	fmt.Fprint(w, "\n`fob exec` gives the exit code of the program that it ran.\n")
}

func writeSpellings(w io.Writer) {
	fmt.Fprint(w, "These AWS CLI commands work with fob in place of aws, and print what the AWS CLI\nprints:\n\n")
	for _, a := range aliases() {
		if a.AWS {
			fmt.Fprintf(w, "  fob %-26s fob %s\n", a.Words, a.Means)
		}
	}
	fmt.Fprint(w, "\nThe right column is fob's own command, with output for people.\n")
}
