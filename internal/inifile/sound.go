package inifile

import "bytes"

// Sound reports whether data surely has no faulty line: every line is blank, a
// comment, a plain header, or a property in the first column of a section. It
// is the quick way through files of ten thousand sections. A false answer says
// nothing: data may be sound in ways that only a Scanner tells, such as with
// indented lines.
func Sound(data []byte) bool { return Glance(data, func(int, int) {}) }

// Glance is Sound, and on its way shows every header: the offsets of its [ and
// of what follows its ]. What it has shown is whole only when it returns true.
func Glance(data []byte, header func(start, end int)) bool {
	at := 0
	if bytes.HasPrefix(data, []byte(byteOrderMark)) {
		at = len(byteOrderMark)
	}
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
			section = true
			at = end
		case isBlank(c) || c == '\r' || !section:
			return false
		default:
			if at = nameEnd(data, at); at < 0 {
				return false
			}
		}
		at = lineEnd(data, at) + 1
	}
	return true
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
		switch data[i] {
		case '=':
			if i == at {
				return -1
			}
			return i
		case '\n', '#', ';', ':':
			return -1
		}
	}
	return -1
}

func lineEnd(data []byte, from int) int {
	if n := bytes.IndexByte(data[from:], '\n'); n >= 0 {
		return from + n
	}
	return len(data)
}
