package shell

import (
	"strings"
	"unicode"
)

// Typed is a command line as far as it is typed, up to the cursor.
type Typed struct {
	Words []string // what the words mean, the program's first; the last is the one being completed

	kind  Kind
	quote byte   // the quote that is open in the last word: 0, ' or "
	kept  string // what the part of the last word means that the shell leaves alone
}

// Candidate is one way to complete a word.
type Candidate struct {
	Text string // the word as fob will read it
	Tip  string // what it is; empty for none
	Bare string // what stands before Text, and is no part of the word: "-- "
	Flag bool   // a flag or the beginning of one: never quoted
}

// TypedLine reads what bash tells its completers: the line up to the cursor,
// and its end that bash will replace. That is less than a word where a quote
// is open, or behind a character of COMP_WORDBREAKS.
func TypedLine(line, replaced string) Typed {
	l := lexer{kind: Bash}
	if replaced == ":" || replaced == "=" { // bash-completion's word, where bash would replace nothing
		replaced = ""
	}
	kept, ok := strings.CutSuffix(line, replaced)
	if !ok {
		kept = line
	}
	begun := l.words(kept)
	t := Typed{Words: l.words(line), kind: Bash, quote: l.open(kept)}
	if len(begun) == len(t.Words) { // the word began before what is replaced
		t.kept = begun[len(begun)-1]
	}
	for len(t.Words) > 1 && isAssignment(t.Words[0]) {
		t.Words = t.Words[1:]
	}
	return t
}

// TypedWords takes the words of a line from a shell that has read them, all but
// the last, which is as it was typed.
func TypedWords(k Kind, words []string) Typed {
	if k.IsPowerShell() {
		k = PowerShell
	}
	t := Typed{Words: append([]string{""}, words...), kind: k}
	if len(words) > 0 {
		t.Words = t.Words[1:]
	}
	last := &t.Words[len(t.Words)-1]
	if k == Zsh { // has read the last one, too
		return t
	}
	l := lexer{kind: k}
	if k == Nu { // has read none
		for i, w := range t.Words[:len(t.Words)-1] {
			t.Words[i] = strings.Join(l.words(w), " ")
		}
		if first, ok := strings.CutSuffix(t.Words[0], " use"); ok && len(t.Words) > 1 { // one command to nu
			t.Words = append([]string{first, "use"}, t.Words[1:]...)
			last = &t.Words[len(t.Words)-1]
		}
	}
	t.quote = l.open(*last)
	*last = strings.Join(l.words(*last), " ")
	return t
}

func isAssignment(word string) bool {
	name, _, ok := strings.Cut(word, "=")
	return ok && name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// Fit reports whether the shell can put a candidate in the place of what it
// replaces: the part of the word before that must be its beginning.
func (t Typed) Fit(c Candidate) bool {
	return strings.HasPrefix(c.Text, t.kept) && !strings.ContainsFunc(c.Text, unicode.IsControl) &&
		(c.Bare == "" || t.kept == "" && t.quote == 0)
}

// text is what the shell puts on the line for a candidate.
func (t Typed) text(c Candidate) string {
	switch rest := strings.TrimPrefix(c.Text, t.kept); {
	case c.Flag, t.kind == Zsh, t.kind == Fish: // these two quote for themselves
		return c.Bare + rest
	case t.kind == Bash:
		return c.Bare + bashRest(rest, t.quote, t.kept == "")
	case t.kind == PowerShell && t.quote == '"':
		return c.Bare + doubleQuotePowerShell(rest)
	case t.quote != 0:
		return c.Bare + Quote(t.kind, rest)
	default:
		return c.Bare + Word(t.kind, rest)
	}
}

// bashRest writes the rest of a word in bash, behind a quote that is open or
// none. bash closes the quote itself, unless the text ends in such a character.
func bashRest(s string, quote byte, first bool) string {
	if quote != 0 {
		if quote == '\'' {
			s = strings.ReplaceAll(s, "'", `'\''`)
		} else { // a ! cannot be kept from the history within double quotes
			s = strings.NewReplacer(`"`, `\"`, `\`, `\\`, "$", `\$`, "`", "\\`", "!", `"\!"`).Replace(s)
		}
		if strings.HasSuffix(s, string(quote)) {
			s += string(quote)
		}
		return s
	}
	var b strings.Builder
	for i, r := range s {
		if strings.ContainsRune(" \t\n|&;()<>'\"\\`$!*?[]{}^~", r) || r == '#' && first && i == 0 {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// doubleQuotePowerShell writes s between double quotes; the typographic ones
// ” “ „ end such a string, too.
func doubleQuotePowerShell(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if strings.ContainsRune("\"`$“”„", r) {
			b.WriteByte('`')
		}
		b.WriteRune(r)
	}
	b.WriteByte('"')
	return b.String()
}
