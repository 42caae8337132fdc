package browser

import "strings"

// listed reads a list of commands as BROWSER holds it and returns the first
// one that can be run, with the address in the place of %s or at its end; nil
// when the list has none. Commands are divided like PATH. A final & means "in
// the background", which is how fob starts every browser.
//
// Source: Python's webbrowser module, which the AWS CLI uses.
func (m Machine) listed(list, address string) []string {
	separator := ":"
	if m.Env.GOOS == "windows" {
		separator = ";"
	}
	for command := range strings.SplitSeq(list, separator) {
		argv := words(command, m.Env.GOOS == "windows")
		if n := len(argv); n > 1 && argv[n-1] == "&" {
			argv = argv[:n-1]
		} else if n > 0 {
			argv[n-1] = strings.TrimSuffix(argv[n-1], "&")
		}
		if len(argv) > 0 && argv[0] != "" && m.Has(argv[0]) {
			return withAddress(argv, address)
		}
	}
	return nil
}

// withAddress puts the address in the place of each %s, or at the end.
func withAddress(argv []string, address string) []string {
	placed := false
	for i, a := range argv[1:] {
		if strings.Contains(a, "%s") {
			argv[i+1] = strings.ReplaceAll(a, "%s", address)
			placed = true
		}
	}
	if !placed {
		argv = append(argv, address)
	}
	return argv
}

// words splits a command at blanks outside of quotes. A backslash takes the
// next character as it is, but not on Windows, where it divides paths.
func words(command string, windows bool) []string {
	var out []string
	var word strings.Builder
	var quote rune
	inside, escaped := false, false
	for _, r := range command {
		switch {
		case escaped:
			word.WriteRune(r)
			escaped = false
		case r == '\\' && !windows && quote != '\'':
			escaped, inside = true, true
		case quote != 0:
			if r == quote {
				quote = 0
			} else {
				word.WriteRune(r)
			}
		case r == '"' || r == '\'':
			quote, inside = r, true
		case r == ' ' || r == '\t':
			if inside {
				out = append(out, word.String())
				word.Reset()
			}
			inside = false
		default:
			word.WriteRune(r)
			inside = true
		}
	}
	if inside {
		out = append(out, word.String())
	}
	return out
}
