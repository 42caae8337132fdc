package awsconfig

import "strings"

// shellWords splits s into words as a POSIX shell does, which is how the AWS
// CLI reads the header of a section. ok is false when a quote has no end.
// Source: Python's shlex.split.
func shellWords(s string) (words []string, ok bool) {
	var word strings.Builder
	inWord := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case ' ', '\t', '\r', '\n':
			if inWord {
				words = append(words, word.String())
				word.Reset()
				inWord = false
			}
			continue
		case '\'', '"':
			n := quoted(&word, s[i+1:], c)
			if n < 0 {
				return nil, false
			}
			i += n
		case '\\':
			if i++; i == len(s) {
				return nil, false
			}
			word.WriteByte(s[i])
		default:
			word.WriteByte(c)
		}
		inWord = true
	}
	if inWord {
		words = append(words, word.String())
	}
	return words, true
}

// quoted copies the text up to the closing quote into word and returns its
// length with the quote, or -1 when there is none. Only double quotes know the
// backslash, and only in front of themselves and of another one.
func quoted(word *strings.Builder, s string, quote byte) int {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == quote:
			return i + 1
		case c == '\\' && quote == '"' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
			word.WriteByte(s[i])
		default:
			word.WriteByte(c)
		}
	}
	return -1
}

// insideFor writes what stands between the brackets of a new section.
//
// Names with blanks get the quotes that the AWS CLI's own writer uses, because
// that looks for its sections letter by letter and would add a second one. The
// SDKs see no name that needs quotes, however it is written.
func insideFor(t Target, r ref) string {
	switch {
	case t == CredentialsFile:
		return r.Name
	case r.Type == TypeProfile && r.Name == defaultProfile:
		return defaultProfile
	case strings.ContainsAny(r.Name, " \t'\"\\"):
		return r.Type + " '" + strings.ReplaceAll(r.Name, "'", `'"'"'`) + "'"
	}
	return r.Type + " " + r.Name
}

// Header is the line that opens a section of the config file, as an edit that
// makes the section writes it.
func Header(typ, name string) string { return "[" + insideFor(ConfigFile, ref{typ, name}) + "]" }
