package startup

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fobcli/fob/internal/rcfile"
)

// Origin is a line in a file that sets AWS_PROFILE for new shells.
type Origin struct {
	Profile string // empty where the line computes it
	Path    string
	Line    int
	Saved   bool // it stands in a block of fob's
}

// Origins lists the lines that set AWS_PROFILE, in the order of the files and
// of their lines: the last of a file wins there. A file that cannot be read
// tells nothing.
func Origins(files []string) []Origin {
	var list []Origin
	for _, path := range files {
		if data, err := read(path); err == nil {
			list = append(list, originsIn(path, data)...)
		}
	}
	return list
}

func originsIn(path string, data []byte) []Origin {
	lines, err := rcfile.Lines(data)
	if err != nil {
		return nil
	}
	block, saved, _ := rcfile.Find(data, ProfileBlock) // half a block is no block
	var list []Origin
	for i, line := range lines {
		value, ok := assignment(line)
		if !ok {
			continue
		}
		inside := saved && block.First <= i+1 && i+1 <= block.Last
		if inside && value == "" {
			value = noted(block.Lines)
		}
		list = append(list, Origin{value, path, i + 1, inside})
	}
	return list
}

const variable = "AWS_PROFILE"

// assignment finds the value that a line gives to AWS_PROFILE: in the language
// of every shell, as far as one line tells. The value is empty where it is not
// written there as it is.
func assignment(line string) (value string, ok bool) {
	text := strings.TrimSpace(line)
	if text == "" || strings.HasPrefix(text, "#") {
		return "", false
	}
	before, after, found := strings.Cut(text, variable)
	if !found || (before != "" && !strings.ContainsAny(before[len(before)-1:], " \t:.;'\"&({")) {
		return "", false
	}
	after = strings.TrimLeft(strings.TrimLeft(after, `'"})`), " \t")
	first := strings.Fields(before)
	switch {
	case strings.HasPrefix(after, "="):
		return literal(strings.TrimLeft(after[1:], " \t"))
	case slices.Contains(first, "SETUVAR") && strings.HasPrefix(after, ":"): // fish's own file
		return universal(after[1:]), true
	case slices.Contains(first, "set") && after != "" && exported(first): // fish
		return literal(after)
	case strings.Contains(before, "SetEnvironmentVariable(") && strings.HasPrefix(after, ","):
		return literal(strings.TrimLeft(after[1:], " \t"))
	}
	return "", false
}

// universal reads a value from fish's own file, in which all but letters and
// digits is written as \x2d or \u00fc.
func universal(text string) string {
	value, err := strconv.Unquote(`"` + text + `"`)
	if err != nil {
		return ""
	}
	return value
}

// exported reports whether fish's `set` sets a variable, and does not erase or
// ask for one.
func exported(words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(w, "-") && strings.ContainsAny(w, "eqS") && !strings.HasPrefix(w, "--") {
			return false
		}
		if w == "--erase" || w == "--query" || w == "--show" {
			return false
		}
	}
	return true
}

// literal reads a word that stands for itself. Where quotes hold quotes, or the
// shell computes something, the value is empty.
func literal(text string) (string, bool) {
	if text == "" || text[0] == '=' {
		return "", false
	}
	value, rest := text, ""
	if quote := text[:1]; quote == "'" || quote == `"` {
		value, rest, _ = strings.Cut(text[1:], quote)
	} else if end := strings.IndexAny(text, " \t;)"); end >= 0 {
		value = text[:end]
	}
	if strings.HasPrefix(text, "-") || // an operator of PowerShell
		strings.ContainsAny(value, "$`\\'\"({[") || (rest != "" && !strings.ContainsAny(rest[:1], " \t;)},")) {
		return "", true
	}
	return value, true
}
