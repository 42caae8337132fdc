package startup

import (
	"strconv"
	"strings"

	"github.com/fobcli/fob/internal/shell"
)

// notes begins the comment that tells the profile in ASCII, so that it is read
// back whatever quotes the shell needs around it.
const notes = "# New shells use "

// ProfileLines is what the block of a saved profile holds.
func ProfileLines(k shell.Kind, s shell.Switch) []string {
	return []string{
		notes + strconv.QuoteToASCII(s.Profile) + ". Take it back: fob use --unset --save",
		shell.SaveLine(k, s),
	}
}

// noted reads the profile that the block's comment tells; empty for none.
func noted(lines []string) string {
	for _, line := range lines {
		if text, ok := strings.CutPrefix(strings.TrimSpace(line), notes); ok {
			quoted, err := strconv.QuotedPrefix(text)
			if err != nil {
				return ""
			}
			name, _ := strconv.Unquote(quoted) // QuotedPrefix has checked it
			return name
		}
	}
	return ""
}
