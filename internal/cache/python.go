package cache

import "unicode/utf8"

// This file writes JSON as Python's json.dumps does by default: ", " and ": "
// between things, and only printable ASCII. encoding/json differs in both
// directions: it escapes <, > and &, and leaves DEL and non-ASCII as they are.

// AppendString appends s as a JSON string in Python's spelling, for output
// that has to be the same as the AWS CLI's.
func AppendString(b []byte, s string) []byte { return appendString(b, s) }

// appendMember appends "name": "value" to an object that is being written in
// b, with the comma that it needs unless it comes first.
func appendMember(b []byte, name, value string) []byte {
	return appendString(appendName(b, name), value)
}

// appendName appends the comma, if one is needed, and "name": .
func appendName(b []byte, name string) []byte {
	if b[len(b)-1] != '{' {
		b = append(b, ", "...)
	}
	return append(appendString(b, name), ": "...)
}

// appendStrings appends a list of texts; nil is null.
func appendStrings(b []byte, list []string) []byte {
	if list == nil {
		return append(b, "null"...)
	}
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = appendString(b, s)
	}
	return append(b, ']')
}

// appendString appends s in double quotes. Bytes that are no UTF-8 become
// U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r >= ' ' && r <= '~':
			b = append(b, byte(r))
		default:
			b = appendEscape(b, r)
		}
	}
	return append(b, '"')
}

func appendEscape(b []byte, r rune) []byte {
	switch r {
	case '\n':
		return append(b, `\n`...)
	case '\r':
		return append(b, `\r`...)
	case '\t':
		return append(b, `\t`...)
	case '\f':
		return append(b, `\f`...)
	case '\b':
		return append(b, `\b`...)
	}
	if r > 0xFFFF && r <= utf8.MaxRune { // two escapes: a surrogate pair
		r -= 0x10000
		return appendUnit(appendUnit(b, 0xD800+r>>10), 0xDC00+r&0x3FF)
	}
	return appendUnit(b, r)
}

// appendUnit appends one UTF-16 code unit as \uXXXX.
func appendUnit(b []byte, u rune) []byte {
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', hex[u>>12&15], hex[u>>8&15], hex[u>>4&15], hex[u&15])
}
