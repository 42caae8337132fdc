package inifile

import "bytes"

// Sound reports whether data surely has no faulty line: every line is blank, a
// comment, a plain header, or a property in the first column of a section. It
// is the quick way through files of ten thousand sections. A false answer says
// nothing: data may be sound in ways that only a Scanner tells, such as with
// indented lines.
func Sound(data []byte) bool {
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	section := false
	for at := 0; at < len(data); {
		switch c := data[at]; {
		case c == '\n':
			at++
			continue
		case c == '\r' && at+1 < len(data) && data[at+1] == '\n':
		case c == '#' || c == ';':
		case c == '[':
			end := lineEnd(data, at)
			if !plainHeader(data[at:end]) {
				return false
			}
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

// plainHeader reports whether nothing stands behind the first ].
func plainHeader(line []byte) bool {
	line = bytes.TrimSuffix(line, []byte{'\r'})
	return bytes.IndexByte(line, ']') == len(line)-1
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
		case '\n', '#', ';':
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
