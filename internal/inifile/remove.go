package inifile

// Remove takes a section out of the file, with the comments that are attached
// to it: those directly above its header, and those directly below its last
// property. What stays is what may belong to others: comments directly above
// the next header, comments behind an empty line, and the comment block that
// starts the file. A section that is gone is not removed twice.
func (d *Document) Remove(s *Section) {
	if s.gone {
		return
	}
	last := d.end() == s
	s.gone = true
	above := s.above.orAbove()
	above.lines = above.lines[:above.attached()]

	rest := s.lines[s.lastContent()+1:]
	rest = rest[ownComments(rest, last):]
	if above = above.orAbove(); above.endsBlank() {
		rest = rest[blanks(rest):] // the empty lines above stay in their place
	}
	s.lines = rest
	if last {
		d.trimEnd()
	}
}

// attached returns where the comments begin that stand directly above the next
// header. A comment that starts the file is about the file.
func (s *Section) attached() int {
	i := len(s.lines)
	for i > 0 && s.lines[i-1].isNote() {
		i--
	}
	if s.above == nil && i == 0 {
		return len(s.lines)
	}
	return i
}

// ownComments counts the comments at the start of rest, the lines behind a
// section's last property. Without an empty line behind them they are the
// next header's, if there is one.
func ownComments(rest []line, last bool) int {
	n := 0
	for n < len(rest) && rest[n].isNote() {
		n++
	}
	if n == len(rest) && !last {
		return 0
	}
	return n
}

// endsBlank reports whether nothing or an empty line stands at the end of s.
func (s *Section) endsBlank() bool {
	return len(s.lines) == 0 || s.lines[len(s.lines)-1].kind == Blank
}

func blanks(lines []line) int {
	n := 0
	for n < len(lines) && lines[n].kind == Blank {
		n++
	}
	return n
}

// trimEnd removes the empty lines that stood before a last section that went.
func (d *Document) trimEnd() {
	for {
		s := d.end()
		if !s.endsBlank() || len(s.lines) == 0 {
			return
		}
		s.lines = s.lines[:len(s.lines)-1]
	}
}
