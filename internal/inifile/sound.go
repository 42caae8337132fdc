package inifile

import "bytes"

// Sound reports whether data surely has no faulty line: every line is blank, a
// comment, a plain header, a property in the first column of a section, or
// indented below a property as it has to be. It is the quick way through files
// of ten thousand sections. A false answer says nothing: data may be sound in
// ways that only a Scanner tells, such as with indented headers.
func Sound(data []byte) bool { return Glance(data, func(int, int) {}) }

// Glance is Sound, and on its way shows every header: the offsets of its [ and
// of what follows its ]. What it has shown is whole only when it returns true.
func Glance(data []byte, header func(start, end int)) bool {
	at := 0
	if bytes.HasPrefix(data, []byte(byteOrderMark)) {
		at = len(byteOrderMark)
	}
	property := -1 // where the = of the property above stands
	for section := false; at < len(data); {
		switch c := data[at]; {
		case c == '\n':
			at++
			continue
		case c == '\r' && at+1 < len(data) && data[at+1] == '\n':
		case c == '#' || c == ';':
		case c == '[':
			end := lineEnd(data, at)
			behind := at + plainHeader(data[at:end])
			if behind < at {
				return false
			}
			header(at, behind)
			section, property = true, -1
			at = end
		case isBlank(c):
			end := lineEnd(data, at)
			if !soundBelow(data, property, data[at:end]) {
				return false
			}
			at = end
		case c == '\r' || !section:
			return false
		default:
			if at = nameEnd(data, at); at < 0 {
				return false
			}
			property = at
		}
		at = lineEnd(data, at) + 1
	}
	return true
}

// soundBelow reports whether an indented line may stand below the property
// whose = is at data[equals]; a negative equals means that there is none.
func soundBelow(data []byte, equals int, line []byte) bool {
	inside := bytes.TrimLeft(bytes.TrimRight(line, "\r"), " \t")
	if len(inside) == 0 {
		return true
	}
	if equals < 0 || inside[0] == '[' {
		return false
	}
	above := bytes.TrimRight(data[equals:lineEnd(data, equals)], "\r")
	return !valueIsEmpty(above, 0) || bytes.IndexByte(inside, '=') > 0
}

// plainHeader returns the length of a header line without its line end, or -1
// when anything stands behind its first ].
func plainHeader(line []byte) int {
	line = bytes.TrimSuffix(line, []byte{'\r'})
	if bytes.IndexByte(line, ']') != len(line)-1 {
		return -1
	}
	return len(line)
}

// nameEnd returns where the = behind a name stands, or -1 when the line has
// none, or something in front of it that needs a closer look.
func nameEnd(data []byte, at int) int {
	for i := at; i < len(data); i++ {
		if endsName[data[i]] {
			if data[i] == '=' && i > at {
				return i
			}
			return -1
		}
	}
	return -1
}

// endsName holds the characters that end a name, or may.
var endsName = [256]bool{'=': true, '\n': true, '#': true, ';': true}

func lineEnd(data []byte, from int) int {
	if n := bytes.IndexByte(data[from:], '\n'); n >= 0 {
		return from + n
	}
	return len(data)
}
