package inifile

import "strings"

// Kind is what a line is.
type Kind uint8

// The kinds of lines.
const (
	Blank        Kind = iota // blanks and tabs only
	Comment                  // # or ; in the first column
	Header                   // [section], blanks may stand before it
	Property                 // name = value, in the first column
	Continuation             // an indented line that continues the value above it
	Nested                   // an indented name = value, under a property without a value
	Bad                      // none of these; Line.Fault tells why
)

// Fault is why a line is Bad.
type Fault uint8

// The faults of lines.
const (
	NoFault        Fault = iota
	NoEquals             // no =, so it is neither property, header nor comment
	NoName               // nothing in front of the =
	NoSection            // a property or an indented line before any header
	NoProperty           // an indented line with no property above it
	NestedNoEquals       // an indented line without = under a property without a value
	NestedNoName         // nothing in front of the = there
	NoBracket            // a header without its ]
	AfterBracket         // neither blank nor comment after the ] of a header
)

// byteOrderMark stands at the start of files that some Windows programs wrote.
const byteOrderMark = "\xef\xbb\xbf"

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// trim cuts blanks and tabs at both ends, and nothing else: other white space
// is part of a value to the SDKs.
func trim(s string) string { return trimLeft(trimRight(s)) }

// trimLeft and trimRight run for every property of every file, which strings'
// own, made for any set of characters, would make felt.
func trimLeft(s string) string {
	for len(s) > 0 && isBlank(s[0]) {
		s = s[1:]
	}
	return s
}

func trimRight(s string) string {
	for len(s) > 0 && isBlank(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

// parts are the pieces of a property line; together they are its whole text.
//
//	"region" " = " "eu-west-1" "  # home"
type parts struct{ name, equals, value, tail string }

// split cuts a property line at its =, which stands at text[eq]. In a nested
// line the name includes the indent, and nothing counts as a comment.
func split(text string, eq int, nested bool) parts {
	name := trimRight(text[:eq])
	value := trimLeft(text[eq+1:])
	start := len(text) - len(value)
	end := len(trimRight(text))
	if !nested {
		if c := commentStart(text, eq+1); c >= 0 {
			start = min(start, c)
			end = len(trimRight(text[:c]))
		}
	}
	end = max(start, end)
	return parts{name: name, equals: text[len(name):start], value: text[start:end], tail: text[end:]}
}

// commentStart returns where a comment begins at or after from: at a # or ;
// with a blank before it. It returns -1 when there is none.
func commentStart(text string, from int) int {
	for i := max(from, 1); i < len(text); i++ {
		if (text[i] == '#' || text[i] == ';') && isBlank(text[i-1]) {
			return i
		}
	}
	return -1
}

// NameValue returns the name and the value of a Property or Nested line, whose
// = stands at text[eq], without the blanks around them and the comment behind.
func NameValue(text string, eq int, kind Kind) (name, value string) {
	p := split(text, eq, kind == Nested)
	return trim(p.name), p.value
}

// Tail returns what stands behind the value of a Property line: blanks and
// the comment that is no part of the value.
func Tail(text string, eq int) string { return split(text, eq, false).tail }

// Continued returns the text of a Continuation as it is joined to the value.
func Continued(text string) string { return trim(text) }

// Inside returns what stands between the brackets of a Header line, blanks
// included.
func Inside(text string) string {
	open := strings.IndexByte(text, '[')
	if open < 0 {
		return ""
	}
	inside, _, _ := strings.Cut(text[open+1:], "]")
	return inside
}
