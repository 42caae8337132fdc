package shell

import (
	"fmt"
	"strings"
	"unicode"
)

// Quote writes s as a literal of the shell: the text it returns means exactly
// s, as an argument and, but in cmd, on the right of an assignment. s must not
// hold a NUL, which no program can be given, nor what Refusal refuses.
func Quote(k Kind, s string) string {
	switch {
	case k.IsPowerShell():
		return quotePowerShell(s)
	case k == Fish:
		return quoteFish(s)
	case k == Nu:
		return quoteNu(s)
	case k == Cmd:
		return quoteCmd(s)
	}
	return quotePOSIX(s)
}

// Word writes s as an argument of a command, bare where it needs no quotes: the
// form for lines that people read and copy.
func Word(k Kind, s string) string {
	if plain(k, s) {
		return s
	}
	return Quote(k, s)
}

// Refusal says why s cannot be written in the shell, as the end of a sentence
// ("... has a line break"). It is empty where Quote writes it.
//
// cmd has no quote that holds everything: between double quotes %NAME% is
// still replaced, !NAME! is where delayed expansion is on, a quote ends them,
// and a line ends the command.
func Refusal(k Kind, s string) string {
	if strings.Contains(s, "\x00") {
		return "has a NUL, which no shell can hand on"
	}
	if k != Cmd {
		return ""
	}
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r':
			return "has a line break, which cmd cannot write"
		case unicode.IsControl(r):
			return "has a control character, which cmd cannot write"
		case strings.ContainsRune(`"%!`, r):
			return fmt.Sprintf("has a %c, which cmd cannot quote", r)
		}
	}
	return ""
}

// quotePOSIX puts s in single quotes, between which every character but the
// single quote stands for itself, in interactive shells too (no history
// expansion) and whatever options are set.
func quotePOSIX(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// quoteFish puts s in single quotes, between which a backslash before a quote
// or a backslash is the only thing with a meaning.
// Source: fish documentation, "Quotes".
func quoteFish(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) + "'"
}

// quoteNu puts s in double quotes: nu's single quotes cannot hold one. Nothing
// but the backslash and the quote has a meaning between them; control
// characters are written as numbers, so that the line stays one line.
// Source: nushell book, "Working with strings".
func quoteNu(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case unicode.IsControl(r):
			fmt.Fprintf(&b, `\u{%x}`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// quoteCmd puts s in double quotes, between which cmd leaves & | < > ^ ( ) and
// blanks alone. The program that gets the word takes the quotes off; it reads a
// backslash before a quote as an escape, so those at the end are doubled.
// Source: Microsoft C++, "Parsing C command-line arguments".
func quoteCmd(s string) string {
	body := strings.TrimRight(s, `\`)
	return `"` + s + s[len(body):] + `"`
}

// quotePowerShell puts s in single quotes and doubles those within. PowerShell
// takes the typographic quotes ‘ ’ ‚ ‛ for single quotes too, so each of them
// would end the string; doubled, each stands for itself.
// Source: PowerShell language specification, 2.3.5.2; CharTraits.IsSingleQuote.
func quotePowerShell(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range s {
		switch r {
		case '\'', '‘', '’', '‚', '‛':
			b.WriteRune(r)
		}
		b.WriteRune(r)
	}
	b.WriteByte('\'')
	return b.String()
}

// plain reports whether s means itself without quotes. The set is small on
// purpose: a word too many in quotes harms nobody. PowerShell reads a comma as
// a list and a leading digit as a number; nu has more forms of numbers, and
// words for values, so there only what begins with a letter is plain.
func plain(k Kind, s string) bool {
	if s == "" || s[0] == '-' {
		return false
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		case strings.IndexByte("_-./:", c) >= 0:
			if k == Nu && i == 0 {
				return false
			}
		case c >= '0' && c <= '9':
			if (k.IsPowerShell() || k == Nu) && i == 0 {
				return false
			}
		default:
			return false
		}
	}
	switch strings.ToLower(s) {
	case "true", "false", "null", "nan", "inf", "infinity":
		return k != Nu
	}
	return true
}
