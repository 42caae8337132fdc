package inifile

import (
	"errors"
	"slices"
	"strings"
)

// Errors of edits that would change what a block of lines is.
var (
	ErrHasBlock = errors.New("it holds nested values")
	ErrHasValue = errors.New("it holds a plain value")
)

// blockIndent stands before a nested name where the file shows no other way.
const blockIndent = "    "

// Set gives the property its value: in the place of the old one, with the
// blanks around the = and the comment behind it kept, or in a new line behind
// the section's last property. Lines that continued the old value go. Where
// the name stands more than once, the last is changed, as that one counts.
// The error is ErrHasBlock. value must not have blanks at its ends, a line
// break, or what reads as a comment.
func (s *Section) Set(name, value string) error {
	i := s.find(name)
	if i < 0 {
		s.insert(s.lastContent(), Property, s.column()+strings.TrimRight(name+s.equalsSign()+value, " "))
		return nil
	}
	end := s.block(i)
	if slices.ContainsFunc(s.lines[i:end], func(l line) bool { return l.kind == Nested }) {
		return ErrHasBlock
	}
	s.lines[i].setValue(value)
	s.cut(i+1, end)
	return nil
}

// SetNested gives a value to a name in the block of a property, and makes the
// block, or the line in it, where they are missing. The error is ErrHasValue
// when the property has a value of its own.
func (s *Section) SetNested(name, sub, value string) error {
	i := s.find(name)
	if i < 0 {
		last := s.lastContent()
		indent := s.indent(s.column())
		s.insert(last, Property, s.column()+name+strings.TrimRight(s.equalsSign(), " "))
		s.insert(last+1, Nested, indent+sub+s.equalsSign()+value)
		return nil
	}
	if s.lines[i].parts().value != "" {
		return ErrHasValue
	}
	last := -1
	for j := s.block(i) - 1; j > i; j-- {
		if s.lines[j].kind != Nested {
			continue
		}
		if strings.EqualFold(s.lines[j].name(), sub) {
			s.lines[j].setValue(value)
			return nil
		}
		last = max(last, j)
	}
	if last < 0 {
		s.insert(i, Nested, s.indent(indentOf(s.lines[i].text))+sub+s.equalsSign()+value)
		return nil
	}
	p := s.lines[last].parts()
	s.insert(last, Nested, indentOf(p.name)+sub+equalsLike(p.equals)+value)
	return nil
}

// Unset removes every property of that name with all its lines, and reports
// whether there was one.
func (s *Section) Unset(name string) bool {
	found := false
	for i := s.find(name); i >= 0; i = s.find(name) {
		s.cut(i, s.block(i))
		found = true
	}
	return found
}

// UnsetNested removes every line of that name in the block of a property, and
// the property too when nothing else is nested in it. It reports whether there
// was one.
func (s *Section) UnsetNested(name, sub string) bool {
	found := false
	for i := len(s.lines) - 1; i >= 0; i-- {
		if l := s.lines[i]; l.kind == Property && strings.EqualFold(l.name(), name) {
			found = s.unsetIn(i, sub) || found
		}
	}
	return found
}

func (s *Section) unsetIn(i int, sub string) bool {
	found, others := false, false
	for j := s.block(i) - 1; j > i; j-- {
		switch {
		case s.lines[j].kind != Nested:
		case strings.EqualFold(s.lines[j].name(), sub):
			s.cut(j, j+1)
			found = true
		default:
			others = true
		}
	}
	if found && !others {
		s.cut(i, s.block(i))
	}
	return found
}

// setValue puts value in the place of the line's value.
func (l *line) setValue(value string) {
	p := l.parts()
	equals, tail := p.equals, p.tail
	if p.value == "" && value != "" {
		if !isBlank(equals[len(equals)-1]) && isBlank(equals[0]) {
			equals += " " // "region =" had no place for a value
		}
		if tail != "" && !isBlank(tail[0]) {
			tail = " " + tail // or the value would swallow the comment
		}
	}
	l.text = p.name + equals + value + tail
}

// insert adds a line behind the one at i. At the end of a file whose last line
// no newline ends, the new last line has none either.
func (s *Section) insert(i int, kind Kind, text string) {
	above := &s.lines[i]
	l := line{text: text, kind: kind, end: plainEnd(above.end), equals: strings.IndexByte(text, '=')}
	l.loose = kind == Property && isBlank(text[0])
	if above.end == "" {
		above.end, l.end = s.doc.lineEnd, ""
	}
	s.lines = slices.Insert(s.lines, i+1, l)
}

// cut removes the lines from i up to end. When the last line of the file goes,
// the one that becomes the last keeps its newline.
func (s *Section) cut(i, end int) { s.lines = slices.Delete(s.lines, i, end) }

// equalsSign is written as in the section's last property: with blanks around
// it unless that has none.
func (s *Section) equalsSign() string {
	for _, l := range slices.Backward(s.lines) {
		if l.kind == Property {
			return equalsLike(l.parts().equals)
		}
	}
	return " = "
}

// equalsLike leaves the blanks out where the neighbour has none. Wider gaps
// are not copied: they line up other names.
func equalsLike(equals string) string {
	if equals == "=" {
		return "="
	}
	return " = "
}

// indent is what stands before the section's nested names; it is deeper than
// the column of the property that they belong to.
func (s *Section) indent(column string) string {
	for _, l := range slices.Backward(s.lines) {
		if in := indentOf(l.text); l.kind == Nested && len(in) > len(column) {
			return in
		}
	}
	return column + blockIndent
}

// column is what stands before a new property: the indent of the last property
// above it. With a deeper one, the line would continue that property's value.
func (s *Section) column() string {
	for _, l := range slices.Backward(s.lines) {
		if l.kind == Property {
			return indentOf(l.text)
		}
	}
	return ""
}

func indentOf(text string) string {
	return text[:len(text)-len(strings.TrimLeft(text, " \t"))]
}
