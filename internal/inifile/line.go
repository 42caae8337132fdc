package inifile

import (
	"bytes"
	"strings"
	"unicode"
)

// Kind is what a line is.
type Kind uint8

// The kinds of lines.
const (
	Blank        Kind = iota // blanks and tabs only
	Comment                  // # or ; in the first column
	Header                   // [section], blanks may stand before it
	Property                 // name = value
	Continuation             // an indented line that continues the value above it
	Nested                   // an indented name = value, under a property without a value
	Bad                      // none of these; Line.Fault tells why
)

// Fault is why the AWS SDKs refuse a line.
type Fault uint8

// The faults of lines.
const (
	NoFault        Fault = iota
	NoEquals             // no =, so it is neither property, header nor comment
	NoName               // nothing before the = or :
	NoSection            // a property or an indented line before any header
	NoProperty           // an indented line with no property above it
	NestedNoEquals       // an indented line without = under a property without a value
	NestedNoName         // nothing before the = there
	NoBracket            // a header without its ]
	AfterBracket         // text other than a comment after the ] of a header
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

// isPythonSpace reports whether Python's str.strip removes r. The AWS CLI reads
// the files with it, so lines that it alone reads are trimmed that way.
func isPythonSpace(r rune) bool { return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f }

// IsName reports whether the SDKs take s for the name of a section or of a
// property: letters, digits and _ - / . % @ : +.
func IsName[T string | []byte](s T) bool {
	for i := 0; i < len(s); i++ {
		if !isNameByte(s[i]) {
			return false
		}
	}
	return len(s) > 0
}

func isNameByte(c byte) bool {
	switch {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '-' && c <= ':': // - . / 0-9 :
		return true
	}
	return c == '_' || c == '%' || c == '@' || c == '+'
}

// parts are the pieces of a property line; together they are its whole text.
//
//	"region" " = " "eu-west-1" "  # home"
type parts struct{ name, equals, value, tail string }

// split cuts a property line at its = or :, which stands at text[eq]. In a
// nested line the name includes the indent, and nothing counts as a comment;
// so it is in a loose line.
func split(text string, eq int, nested, loose bool) parts {
	name := trimRight(text[:eq])
	value := trimLeft(text[eq+1:])
	end := len(trimRight(text))
	if loose {
		value = strings.TrimLeftFunc(text[eq+1:], isPythonSpace)
		end = len(strings.TrimRightFunc(text, isPythonSpace))
	}
	start := len(text) - len(value)
	if !nested && !loose {
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

// NameValue returns the name and the value of a Property or Nested line with
// this text, without the blanks around them and the comment behind.
func (l *Line) NameValue(text string) (name, value string) {
	p := split(text, l.Equals, l.Kind == Nested, l.Loose)
	if l.Loose {
		return strings.TrimFunc(p.name, isPythonSpace), p.value
	}
	return trim(p.name), p.value
}

// Tail returns what stands behind the value of a Property line: blanks and
// the comment that is no part of the value.
func (l *Line) Tail(text string) string { return split(text, l.Equals, false, l.Loose).tail }

// Continued returns the text of a Continuation as it is joined to the value.
func (l *Line) Continued(text string) string {
	if l.Loose {
		return strings.TrimFunc(text, isPythonSpace)
	}
	return trim(text)
}

// Inside returns what stands between the brackets of a Header line, blanks
// included. A header without its bracket is read to the end of the line.
func Inside(text string) string {
	open := strings.IndexByte(text, '[')
	if open < 0 {
		return ""
	}
	return text[open+1 : Closing([]byte(text), open+1, len(text))]
}

// Closing returns where the name in a header ends that starts at data[open],
// on a line that ends at data[end]: at the first ]; where text other than a
// comment follows that, at the last one, as the AWS CLI reads it; where there
// is none, at the end of the line.
func Closing(data []byte, open, end int) int {
	for end > open && (isBlank(data[end-1]) || data[end-1] == '\r') {
		end--
	}
	n := bytes.IndexByte(data[open:end], ']')
	if n < 0 {
		return end
	}
	if first := open + n; first == end-1 || isComment(data[first+1:end]) {
		return first
	}
	return open + bytes.LastIndexByte(data[open:end], ']')
}

// isComment reports whether nothing but blanks and a comment is in text.
func isComment(text []byte) bool {
	for len(text) > 0 && isBlank(text[0]) {
		text = text[1:]
	}
	return len(text) == 0 || text[0] == '#' || text[0] == ';'
}
