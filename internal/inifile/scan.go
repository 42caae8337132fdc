package inifile

import "bytes"

// Line is one line of a file. Offsets count from the start of the bytes that
// the Scanner was given.
type Line struct {
	Number     int // from 1
	Start, End int // the text, without its line end
	Next       int // where the next line starts
	Equals     int // where the = of a Property or Nested line stands, from Start
	Kind       Kind
	Fault      Fault
}

// Scanner walks over the lines of a file. It allocates nothing and keeps no
// copy of the data, which must not change meanwhile. It is for one goroutine.
type Scanner struct {
	Line  // the line that Next moved to
	data  []byte
	above state
}

// state is what stands above a line, as far as that decides what an indented
// line means.
type state uint8

const (
	outside state = iota // no header yet
	empty                // a header, but no property
	valued               // a property with a value: indented lines continue it
	open                 // a property without one: indented lines are nested in it
	lost                 // a bad line: its indented lines go with it
)

// NewScanner starts before the first line of data. A byte order mark is no
// part of the first line.
func NewScanner(data []byte) Scanner {
	s := Scanner{data: data}
	if bytes.HasPrefix(data, []byte(byteOrderMark)) {
		s.Next = len(byteOrderMark)
	}
	return s
}

// Scan moves to the next line, and returns false when there is none.
func (s *Scanner) Scan() bool {
	if s.Next >= len(s.data) {
		return false
	}
	s.Number++
	s.Start = s.Next
	if n := bytes.IndexByte(s.data[s.Start:], '\n'); n >= 0 {
		s.End = s.Start + n
		s.Next = s.End + 1
	} else {
		s.End = len(s.data)
		s.Next = s.End
	}
	for s.End > s.Start && s.data[s.End-1] == '\r' {
		s.End--
	}
	s.Fault, s.Equals = NoFault, 0
	s.classify(s.data[s.Start:s.End])
	return true
}

// Opens reports whether the line begins a section: a header, a faulty one
// included.
func (l *Line) Opens() bool {
	return l.Kind == Header || l.Fault == NoBracket || l.Fault == AfterBracket
}

func (s *Scanner) classify(text []byte) {
	first := 0
	for first < len(text) && isBlank(text[first]) {
		first++
	}
	switch {
	case first == len(text):
		s.Kind = Blank
	case text[first] == '[':
		s.header(text[first:])
	case first > 0:
		s.indented(text)
	case text[0] == '#' || text[0] == ';':
		s.Kind = Comment
	default:
		s.property(text)
	}
}

func (s *Scanner) header(text []byte) {
	s.Kind, s.above = Header, empty
	end := bytes.IndexByte(text, ']')
	if end < 0 {
		s.bad(NoBracket, empty)
		return
	}
	rest := text[end+1:]
	for len(rest) > 0 && isBlank(rest[0]) {
		rest = rest[1:]
	}
	if len(rest) > 0 && rest[0] != '#' && rest[0] != ';' {
		s.bad(AfterBracket, empty)
	}
}

func (s *Scanner) property(text []byte) {
	if s.above == outside {
		s.bad(NoSection, outside)
		return
	}
	eq := equalsBeforeComment(text)
	switch {
	case eq < 0:
		s.bad(NoEquals, lost)
	case eq == 0: // text starts in the first column, so only an empty name is blank
		s.bad(NoName, lost)
	default:
		s.Kind, s.Equals, s.above = Property, eq, valued
		if valueIsEmpty(text, eq) {
			s.above = open
		}
	}
}

func (s *Scanner) indented(text []byte) {
	switch s.above {
	case outside:
		s.bad(NoSection, outside)
	case empty:
		s.bad(NoProperty, lost)
	case valued:
		s.Kind = Continuation
	case lost:
		s.Kind, s.Fault = Bad, NoFault // told already, with the line above
	case open:
		s.nested(text)
	}
}

func (s *Scanner) nested(text []byte) {
	eq := bytes.IndexByte(text, '=')
	switch {
	case eq < 0:
		s.bad(NestedNoEquals, open)
	case len(bytes.Trim(text[:eq], " \t")) == 0:
		s.bad(NestedNoName, open)
	default:
		s.Kind, s.Equals = Nested, eq
	}
}

func (s *Scanner) bad(f Fault, above state) { s.Kind, s.Fault, s.above = Bad, f, above }

// equalsBeforeComment returns where the = of a property line stands, or -1
// when there is none in front of a comment.
func equalsBeforeComment(text []byte) int {
	for i, c := range text {
		switch c {
		case '=':
			return i
		case '#', ';':
			if i > 0 && isBlank(text[i-1]) {
				return -1
			}
		}
	}
	return -1
}

// valueIsEmpty reports whether nothing but blanks and a comment follows the =.
func valueIsEmpty(text []byte, eq int) bool {
	i := eq + 1
	for i < len(text) && isBlank(text[i]) {
		i++
	}
	return i == len(text) || i > eq+1 && (text[i] == '#' || text[i] == ';')
}
