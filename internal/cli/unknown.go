package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
)

// helpLine is the line that shows the help of c: "fob help configure sso".
func helpLine(c *cobra.Command) string {
	rest, ok := strings.CutPrefix(c.CommandPath(), c.Root().Name()+" ")
	if !ok {
		return c.Root().Name() + " help"
	}
	return c.Root().Name() + " help " + rest
}

// unknownCommand is the error for words that are no command below c.
func unknownCommand(c *cobra.Command, args []string) error {
	path := c.CommandPath()
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		return &fault.Error{
			Summary: fmt.Sprintf("there is no command %q", path+" "+args[0]),
			Hint:    "Did you mean:",
			Remedy:  path + " " + strings.Join(near, "\n"+path+" "),
			Code:    fault.Usage,
		}
	}
	if known := spellingsUnder(strings.TrimPrefix(path+" "+args[0], "fob ")); len(known) > 0 {
		return &fault.Error{
			Summary: fmt.Sprintf("fob does not do everything that `aws %s` does", args[0]),
			Hint:    "It knows:",
			Remedy:  "fob " + strings.Join(known, "\nfob "),
			Code:    fault.Usage,
		}
	}
	return fault.NewUsage(fmt.Sprintf("there is no command %q", path+" "+args[0]), helpLine(c))
}

// spellingsUnder lists the AWS CLI's spellings that begin with a word.
func spellingsUnder(word string) []string {
	var known []string
	for _, a := range aliases() {
		if strings.HasPrefix(a.Words, word+" ") {
			known = append(known, a.Words)
		}
	}
	return known
}
