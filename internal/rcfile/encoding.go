package rcfile

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"
)

// Unreadable says that a file is in an encoding that cannot be edited safely.
type Unreadable struct{ Why string }

func (u *Unreadable) Error() string { return u.Why }

// decoded is a file whose encoding is known: UTF-16 by its mark, as Windows
// PowerShell writes it, or else bytes in which ASCII means ASCII (UTF-8 with
// and without a mark, and every code page). Text is decoded only to be looked
// at; all changes are made in the bytes, so what is no valid text stays too.
type decoded struct {
	data  []byte
	bom   int
	order byteOrder // nil: bytes
}

type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

func decode(data []byte) (decoded, error) {
	d := decoded{data: data}
	switch {
	case bytes.HasPrefix(data, []byte{0xEF, 0xBB, 0xBF}):
		d.bom = 3
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		d.bom, d.order = 2, binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		d.bom, d.order = 2, binary.BigEndian
	}
	if d.order != nil && len(data)%2 != 0 {
		return d, &Unreadable{"it begins as UTF-16 and ends in half a character"}
	}
	for at := d.bom; at < len(data); at += d.width() {
		if d.unit(at) == 0 {
			// UTF-16 without a mark, UTF-32, or no text at all.
			return d, &Unreadable{"it is no text in UTF-8, in UTF-16 with a byte-order mark, or in a code page"}
		}
	}
	return d, nil
}

// width is the number of bytes of a unit.
func (d decoded) width() int {
	if d.order != nil {
		return 2
	}
	return 1
}

func (d decoded) unit(at int) uint16 {
	if d.order != nil {
		return d.order.Uint16(d.data[at:])
	}
	return uint16(d.data[at])
}

// line is one line: its text, and where the next one begins.
type line struct{ start, end, next int }

func (d decoded) lines() []line {
	var list []line
	for start, at := d.bom, d.bom; at < len(d.data); {
		newline := d.unit(at) == '\n'
		at += d.width()
		if !newline && at < len(d.data) {
			continue
		}
		l := line{start, at, at}
		if newline {
			l.end -= d.width()
			if l.end > start && d.unit(l.end-d.width()) == '\r' {
				l.end -= d.width()
			}
		}
		list, start = append(list, l), at
	}
	return list
}

// endOf returns the line end of l.
func (d decoded) endOf(l line) string {
	if l.next-l.end == 2*d.width() {
		return "\r\n"
	}
	return "\n"
}

// text decodes a line.
func (d decoded) text(l line) string {
	if d.order == nil {
		return string(d.data[l.start:l.end])
	}
	var units []uint16
	for at := l.start; at < l.end; at += 2 {
		units = append(units, d.order.Uint16(d.data[at:]))
	}
	return string(utf16.Decode(units))
}

func (d decoded) encode(s string) []byte {
	if d.order == nil {
		return []byte(s)
	}
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = d.order.AppendUint16(out, u)
	}
	return out
}

// join writes lines, each with its end.
func (d decoded) join(lines []string, newline string) []byte {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l + newline)
	}
	return d.encode(b.String())
}

// newline is the line end that the file's last ended line has; other where the
// file has none.
func (d decoded) newline(other string) string {
	for _, l := range slices.Backward(d.lines()) {
		if l.next > l.end {
			return d.endOf(l)
		}
	}
	return other
}

// endsLine reports whether nothing stands before the next line.
func (d decoded) endsLine() bool {
	return len(d.data) == d.bom || d.unit(len(d.data)-d.width()) == '\n'
}

// replace returns a copy of the file with other bytes in a place; never nil.
func (d decoded) replace(at, to int, with []byte) []byte {
	out := make([]byte, 0, at+len(with)+len(d.data)-to)
	return append(append(append(out, d.data[:at]...), with...), d.data[to:]...)
}
