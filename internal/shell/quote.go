package shell

import "strings"

// Quote writes s as a literal of the shell: the text it returns means exactly
// s, as an argument and on the right of an assignment. s must not hold a NUL,
// which no program can be given.
func Quote(k Kind, s string) string {
	if k == PowerShell {
		return quotePowerShell(s)
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

// quotePOSIX puts s in single quotes, between which every character but the
// single quote stands for itself, in interactive shells too (no history
// expansion) and whatever options are set.
func quotePOSIX(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
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
// a list and a leading digit as a number.
func plain(k Kind, s string) bool {
	if s == "" || s[0] == '-' {
		return false
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', strings.IndexByte("_-./:", c) >= 0:
		case c >= '0' && c <= '9':
			if k == PowerShell && i == 0 {
				return false
			}
		default:
			return false
		}
	}
	return true
}
