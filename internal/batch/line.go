package batch

import "strings"

// line writes arguments for two readers at once: cmd.exe, for which & | < > ( )
// ^ mean something outside of quotes, and the program that the batch file hands
// its %* to, for which blanks do.
//
// They disagree about quotes: for cmd.exe each one begins or ends a quoted part;
// for the program \" is a quote of the text. So after a first \" one of them
// stands inside quotes and the other outside, and a plain quote swaps that. A
// blank then is written where the program is inside, anything that cmd.exe might
// take for its own where cmd.exe is inside. Two quotes side by side never occur:
// programs read those by two different rules.
type line struct {
	text        strings.Builder
	cmd, prog   bool // inside quotes, as each of them sees it
	backslashes int  // at the end, which a quote would turn around
}

// add writes one more argument.
func (l *line) add(arg string) {
	l.text.WriteByte(' ')
	l.backslashes = 0
	if arg == "" {
		l.text.WriteString(`""`)
		return
	}
	for _, r := range arg {
		switch {
		case r == '"':
			l.double()
			l.text.WriteString(`\"`)
			l.cmd = !l.cmd
			continue
		case (r == ' ' || r == '\t') && !l.prog, !harmless(r) && !l.cmd:
			l.swap()
		}
		if r == '\\' {
			l.backslashes++
		} else {
			l.backslashes = 0
		}
		l.text.WriteRune(r)
	}
	if l.prog {
		l.swap()
	}
}

// swap writes a quote that both take for the begin or the end of a part.
func (l *line) swap() {
	l.double()
	l.text.WriteByte('"')
	l.cmd, l.prog = !l.cmd, !l.prog
}

// double repeats the backslashes at the end, since a quote follows.
func (l *line) double() {
	l.text.WriteString(strings.Repeat(`\`, l.backslashes))
	l.backslashes = 0
}

// harmless reports whether r means nothing to cmd.exe outside of quotes.
func harmless(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r > 127:
		return true
	}
	return strings.ContainsRune(` -_./:\`+"\t", r)
}
