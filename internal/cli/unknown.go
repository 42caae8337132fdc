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
	f := &fault.Error{
		Summary: fmt.Sprintf("there is no command %q", path+" "+args[0]),
		Remedy:  helpLine(c),
		Code:    fault.Usage,
	}
	// The AWS CLI has hundreds of commands under such a word; fob has a few.
	word := strings.TrimPrefix(path+" "+args[0], c.Root().Name()+" ")
	if c.HasParent() {
		word = c.Name()
	}
	if known := spellingsUnder(word); len(known) > 0 && (!c.HasParent() || len(c.Commands()) == 1) {
		f.Hint, f.Remedy = fmt.Sprintf("Of `aws %s` fob knows only:", word), linesWith(c.Root().Name(), known)
		return f
	}
	if len(args[0]) < 4 {
		c.SuggestionsMinimumDistance = 1 // two letters of three are another word
	}
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		f.Hint, f.Remedy = "Did you mean:", linesWith(path, near)
	}
	return f
}

// linesWith puts a word in front of each of the others, a line each.
func linesWith(word string, others []string) string {
	return word + " " + strings.Join(others, "\n"+word+" ")
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
