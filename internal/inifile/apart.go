package inifile

import (
	"slices"
	"strings"
)

// AppendApart is Append for a section that TakeBack takes out again: so that
// it knows what to take, an empty line is added whatever the file ends with,
// unless it is empty.
func (d *Document) AppendApart(inside string) *Section {
	if end := d.end(); len(end.lines) > 0 {
		last := &end.lines[len(end.lines)-1]
		if last.end == "" {
			last.end = d.lineEnd
		}
		end.lines = append(end.lines, line{end: d.lineEnd, kind: Blank})
	}
	return d.Append(inside)
}

// TakeBack takes out a section that AppendApart has added, with the empty line
// above it. Whatever stands behind its last property stays.
func (d *Document) TakeBack(s *Section) {
	if s.gone {
		return
	}
	s.gone = true
	if above := s.above.orAbove(); len(above.lines) > 0 && above.endsBlank() {
		above.lines = above.lines[:len(above.lines)-1]
	}
	s.lines = s.lines[s.lastContent()+1:]
}

// HoldsOnly reports whether nothing but properties of these names, and empty
// lines, stands between the header and the section's last property.
func (s *Section) HoldsOnly(names ...string) bool {
	return !slices.ContainsFunc(s.lines[1:s.lastContent()+1], func(l line) bool {
		own := l.kind == Property && slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, l.name()) })
		return !own && l.kind != Blank
	})
}
