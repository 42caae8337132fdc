package inifile

import (
	"bytes"
	"slices"
	"strings"
)

// Document is a file cut into sections for editing. It is for one goroutine.
type Document struct {
	mark     string     // the byte order mark, or empty
	sections []*Section // the first has no header: it is what stands before any
	lineEnd  string     // of the first line; "\n" in an empty file
}

// Section is a header and the lines up to the next one. A removed section
// keeps the lines that belong to its neighbours, if there are any; one without
// lines never gets any again.
type Section struct {
	doc   *Document
	above *Section // the one before, or, if that is without lines, one further up; nil for the first
	lines []line
	gone  bool
}

// line is one line; end is empty for a last line that no newline ends.
type line struct {
	text, end string
	equals    int
	kind      Kind
	loose     bool // kind is the AWS CLI's reading alone
}

// Parse cuts data into a Document. It takes any bytes: lines that are Bad are
// carried along, and it is for the caller to refuse to edit such a file.
func Parse(data []byte) *Document {
	d := &Document{lineEnd: "\n"}
	text := string(data)
	if strings.HasPrefix(text, byteOrderMark) {
		d.mark = byteOrderMark
	}
	all := make([]line, 0, bytes.Count(data, []byte{'\n'})+1)
	current, start := d.add(), 0
	for s := NewScanner(data); s.Scan(); {
		l := line{text: text[s.Start:s.End], end: text[s.End:s.Next], equals: s.Equals, kind: s.Kind, loose: s.Loose}
		if s.Number == 1 {
			d.lineEnd = plainEnd(l.end)
		}
		if s.Opens() {
			current.lines = all[start:len(all):len(all)]
			current, start = d.add(), len(all)
		}
		all = append(all, l)
	}
	current.lines = all[start:len(all):len(all)]
	return d
}

// plainEnd is how a new line ends beside one that ends in end.
func plainEnd(end string) string {
	if strings.HasPrefix(end, "\r") {
		return "\r\n"
	}
	return "\n"
}

func (d *Document) add() *Section {
	s := &Section{doc: d}
	if n := len(d.sections); n > 0 {
		s.above = d.sections[n-1]
	}
	d.sections = append(d.sections, s)
	return s
}

// Sections returns the sections that have a header, in the order of the file.
func (d *Document) Sections() []*Section {
	return slices.DeleteFunc(slices.Clone(d.sections[1:]), func(s *Section) bool { return s.gone })
}

// Bytes returns the file.
func (d *Document) Bytes() []byte {
	n := len(d.mark)
	for _, s := range d.sections {
		for _, l := range s.lines {
			n += len(l.text) + len(l.end)
		}
	}
	b := append(make([]byte, 0, n), d.mark...)
	for _, s := range d.sections {
		for _, l := range s.lines {
			b = append(append(b, l.text...), l.end...)
		}
	}
	return b
}

// Append adds a section at the end of the file, with an empty line before it
// when the file has content. inside stands between the brackets as it is.
func (d *Document) Append(inside string) *Section {
	if end := d.end(); len(end.lines) > 0 {
		last := &end.lines[len(end.lines)-1]
		if last.end == "" {
			last.end = d.lineEnd
		}
		if last.kind != Blank {
			end.lines = append(end.lines, line{end: d.lineEnd, kind: Blank})
		}
	}
	s := d.add()
	s.lines = []line{{text: "[" + inside + "]", end: d.lineEnd, kind: Header}}
	return s
}

// end returns the last section that has lines; the first when none has.
func (d *Document) end() *Section { return d.sections[len(d.sections)-1].orAbove() }

// orAbove returns the section itself if it has lines, else the nearest one
// above that has. It shortens the way for the next caller, so that removing
// thousands of neighbours takes linear time.
func (s *Section) orAbove() *Section {
	for len(s.lines) == 0 && s.above != nil {
		if up := s.above; len(up.lines) == 0 && up.above != nil {
			s.above = up.above
		}
		s = s.above
	}
	return s
}

// Header returns the line of the section's header.
func (s *Section) Header() string { return s.lines[0].text }

// Has reports whether the section has a property of that name, compared
// without regard to case.
func (s *Section) Has(name string) bool { return s.find(name) >= 0 }

// find returns the last property of that name, which is the one that counts
// for readers, or -1.
func (s *Section) find(name string) int {
	for i, l := range slices.Backward(s.lines) {
		if l.kind == Property && strings.EqualFold(l.name(), name) {
			return i
		}
	}
	return -1
}

// block returns where the lines end that belong to the property at i: the
// lines that continue it or are nested in it, and what stands between those.
// A comment that is indented deeper belongs to it, too: without the property
// it would continue the value above.
func (s *Section) block(i int) (end int) {
	end = i + 1
	indent := len(indentOf(s.lines[i].text))
	for j := end; j < len(s.lines); j++ {
		switch l := s.lines[j]; l.kind {
		case Continuation, Nested, Bad:
			end = j + 1
		case Comment:
			if len(indentOf(l.text)) > indent {
				end = j + 1
			}
		case Property, Header:
			return end
		}
	}
	return end
}

// lastContent returns the last line that is neither blank nor a comment in the
// first column; the header when there is nothing else. Behind an indented
// comment nothing but a new property may stand: above it, that would swallow
// the comment.
func (s *Section) lastContent() int {
	for i, l := range slices.Backward(s.lines) {
		if l.kind != Blank && !l.isNote() {
			return i
		}
	}
	return 0
}

// isNote reports whether the line is a comment to every reader.
func (l line) isNote() bool { return l.kind == Comment && !l.loose }

func (l line) name() string {
	if l.equals == 0 {
		return ""
	}
	if l.loose {
		return strings.TrimFunc(l.text[:l.equals], isPythonSpace)
	}
	return trim(l.text[:l.equals])
}

func (l line) parts() parts { return split(l.text, l.equals, l.kind == Nested, l.loose) }
