package inifile

import "bytes"

// Line is one line of a file. Offsets count from the start of the bytes that
// the Scanner was given.
type Line struct {
	Number     int // from 1
	Start, End int // the text, without its line end
	Next       int // where the next line starts
	Equals     int // where the = or : of a Property or Nested line stands, from Start
	Kind       Kind
	// Fault is why the SDKs refuse the line, and with it the file. Where Kind
	// is not Bad all the same, the AWS CLI reads the line as Kind says.
	Fault Fault
	// Loose says that Kind is the AWS CLI's reading alone: of a line with a
	// Fault, or of one in a block that the SDKs gave up above.
	Loose bool
}

// Scanner walks over the lines of a file. It allocates nothing and keeps no
// copy of the data, which must not change meanwhile. It is for one goroutine.
type Scanner struct {
	Line      // the line that Scan moved to
	data      []byte
	above     state
	loose     bool // the property above is read as the AWS CLI reads it
	indent    int  // the column of that property
	commented bool // the property above has a comment for its value
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
	s.Fault, s.Equals, s.Loose = NoFault, 0, false
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
		s.indented(text, first)
	case text[0] == '#' || text[0] == ';':
		s.Kind = Comment
	default:
		s.property(text)
	}
}

func (s *Scanner) header(text []byte) {
	s.Kind, s.above, s.loose = Header, empty, false
	end := bytes.IndexByte(text, ']')
	switch {
	case end < 0:
		s.bad(NoBracket, empty)
	case isComment(text[end+1:]):
	case bytes.LastIndexByte(text, ']') == 1: // the AWS CLI wants a name
		s.bad(AfterBracket, empty)
	default:
		s.accept(Header, AfterBracket, text)
	}
}

func (s *Scanner) property(text []byte) {
	if s.above == outside {
		if !s.skips(text, NoSection) {
			s.bad(NoSection, outside)
		}
		return
	}
	eq := equalsBeforeComment(text)
	switch {
	case eq == 0: // text starts in the first column, so only an empty name is blank
		s.bad(NoName, lost)
	case eq < 0:
		s.looseProperty(text, 0, NoEquals)
	case bytes.IndexByte(text[:eq], ':') > 0: // as the SDK for Go has it, too; to others the name has a colon in it
		s.looseProperty(text, 0, NoFault)
	default:
		s.Kind, s.Equals, s.above, s.loose = Property, eq, valued, false
		at := valueStart(text, eq)
		s.commented = at < len(text) && at > eq+1 && (text[at] == '#' || text[at] == ';')
		if at == len(text) || s.commented {
			s.above = open
		}
	}
}

// looseProperty reads a property as the AWS CLI does: at any indent, up to the
// first = or :, and with no comment in it.
func (s *Scanner) looseProperty(text []byte, indent int, f Fault) {
	if s.skips(text, f) {
		return
	}
	at := bytes.IndexAny(text, "=:")
	switch {
	case at < 0 || bytes.IndexFunc(text[indent:], isPythonSpace) == 0: // what other blanks in an indent mean depends on the lines above
		s.bad(orElse(f, NoEquals), lost)
		return
	case len(bytes.TrimFunc(text[:at], isPythonSpace)) == 0:
		s.bad(NoName, lost)
		return
	}
	if !s.accept(Property, f, text) {
		s.above = lost
		return
	}
	s.Equals, s.loose, s.indent, s.above = at, true, indent, valued
	if len(bytes.TrimFunc(text[at+1:], isPythonSpace)) == 0 {
		s.above, s.commented = open, false
	}
}

// skips accepts a line that is blank or a comment to the AWS CLI.
func (s *Scanner) skips(text []byte, f Fault) bool {
	inner := bytes.TrimFunc(text, isPythonSpace)
	switch {
	case len(inner) == 0:
		s.accept(Blank, f, text)
	case inner[0] == '#' || inner[0] == ';':
		s.accept(Comment, f, text)
	default:
		return false
	}
	return true
}

func orElse(f, other Fault) Fault {
	if f == NoFault {
		return other
	}
	return f
}

// accept takes a line for what the AWS CLI reads in it. A carriage return
// within the line would begin another one there, so such a line is refused.
func (s *Scanner) accept(k Kind, f Fault, text []byte) bool {
	if bytes.IndexByte(text, '\r') >= 0 {
		s.bad(orElse(f, NoEquals), s.above)
		return false
	}
	s.Kind, s.Fault, s.Loose = k, f, true
	return true
}

func (s *Scanner) indented(text []byte, indent int) {
	comment := text[indent] == '#' || text[indent] == ';'
	switch s.above {
	case outside:
		if !s.skips(text, NoSection) {
			s.bad(NoSection, outside)
		}
	case empty:
		s.looseProperty(text, indent, NoProperty)
	case lost:
		s.Kind, s.Fault = Bad, NoFault // told already, with the line above
	case valued, open:
		switch {
		case s.loose && (comment || indent <= s.indent):
			s.looseProperty(text, indent, NoFault)
		case s.above == open:
			s.nested(text, comment)
		default:
			s.Kind, s.Loose = Continuation, s.loose
		}
	}
}

func (s *Scanner) nested(text []byte, comment bool) {
	eq := bytes.IndexByte(text, '=')
	switch {
	case eq < 0 && comment:
		s.accept(Comment, NestedNoEquals, text)
	case eq < 0 && s.commented: // to the AWS CLI, the comment is the value that this continues
		s.accept(Continuation, NestedNoEquals, text)
	case eq < 0 && len(bytes.TrimFunc(text, isPythonSpace)) == 0:
		s.accept(Blank, NestedNoEquals, text)
	case eq < 0:
		s.bad(NestedNoEquals, open)
	case len(bytes.TrimFunc(text[:eq], isPythonSpace)) == 0:
		if s.accept(Nested, NestedNoName, text) {
			s.Equals = eq
		}
	default:
		s.Kind, s.Equals, s.Loose = Nested, eq, s.loose
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

// valueStart returns where something follows the blanks behind the =.
func valueStart(text []byte, eq int) int {
	i := eq + 1
	for i < len(text) && isBlank(text[i]) {
		i++
	}
	return i
}
