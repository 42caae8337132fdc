package shell

import "strings"

// lexer reads words as a shell does, as far as completion needs it: quotes and
// escapes, and nothing expanded. A quote that is not closed ends with the text.
type lexer struct {
	kind Kind
	read []string
	word strings.Builder
	in   bool // a word has begun
}

// words returns what the words of a text mean; the last is the one being
// typed, empty behind a blank.
func (l *lexer) words(text string) []string {
	l.scan(text)
	return append(l.read, l.word.String())
}

// open returns the quote that is open at the end of a text: 0, ' or ".
func (l *lexer) open(text string) byte { return l.scan(text) }

func (l *lexer) scan(text string) (quote byte) {
	l.read, l.in = nil, false
	l.word.Reset()
	runes := []rune(text)
	for i := 0; i < len(runes); i++ {
		r, q := runes[i], l.quoteOf(runes[i])
		switch {
		case quote == 0 && q != 0 && (l.kind != Nu || !l.in):
			quote, l.in = q, true
		case quote != 0 && q == quote:
			if l.kind == PowerShell && i+1 < len(runes) && l.quoteOf(runes[i+1]) == quote {
				i++ // doubled, it stands for itself
				l.put(runes[i])
				continue
			}
			quote = 0
		case r == l.escape(quote):
			if i++; i < len(runes) {
				l.escaped(quote, r, runes[i])
			}
		case quote == 0 && l.ends(r):
			if l.in {
				l.read = append(l.read, l.word.String())
				l.word.Reset()
			}
			l.in = false
		default:
			l.put(r)
		}
	}
	return quote
}

func (l *lexer) put(r rune) {
	l.word.WriteRune(r)
	l.in = true
}

// quoteOf returns the kind of quote that a character is to the shell.
func (l *lexer) quoteOf(r rune) byte {
	switch r {
	case '\'', '"':
		return byte(r)
	case '`':
		if l.kind == Nu {
			return '`'
		}
	case '‘', '’', '‚', '‛':
		if l.kind == PowerShell {
			return '\''
		}
	case '“', '”', '„':
		if l.kind == PowerShell {
			return '"'
		}
	}
	return 0
}

// escape returns the character that takes the meaning from the next; 0 for none.
func (l *lexer) escape(quote byte) rune {
	switch {
	case l.kind == PowerShell && quote != '\'':
		return '`'
	case l.kind == PowerShell, l.kind == Bash && quote == '\'', l.kind == Nu && quote != '"':
		return 0
	}
	return '\\'
}

// escaped takes a character behind an escape. Within quotes only some have a
// meaning that can be taken.
func (l *lexer) escaped(quote byte, escape, r rune) {
	literal := l.kind == Bash && quote == '"' && !strings.ContainsRune("$`\"\\", r) ||
		l.kind == Fish && quote == '\'' && r != '\'' && r != '\\' ||
		l.kind == Fish && quote == '"' && !strings.ContainsRune("$\"\\", r)
	if literal {
		l.put(escape)
	}
	l.put(r)
}

// ends reports whether a character ends a word. Only bash gives whole lines.
func (l *lexer) ends(r rune) bool {
	return l.kind == Bash && strings.ContainsRune(" \t\n|&;()<>", r)
}
