package awsconfig

import (
	"bytes"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/inifile"
)

// builder makes a View. Sections and properties come out of few large slices:
// a file of ten thousand profiles would else cost a hundred thousand
// allocations.
type builder struct {
	View
	bare  *Section // [default] of the config file, until settle decides
	spare []Section
	pos   []Pos
	props []Property // the tail, from start, belongs to the section being read
	start int

	section *Section // nil: the lines are ignored
	into    *Section // not nil: the section of every header, whatever it says
	known   bool     // the property above is not ignored
	more    strings.Builder

	near  [2][]int // by file: headers worth a look; nil where nobody has glanced
	asked string   // the profile that near was made for
}

func newBuilder(f Files) *builder {
	b := &builder{View: View{files: f}}
	b.sessions, b.services = map[string]*Section{}, map[string]*Section{}
	return b
}

// roomFor makes room for all that data can hold.
func (b *builder) roomFor(data []byte) {
	n := bytes.Count(data, []byte{'['})
	b.spare, b.pos = make([]Section, 0, n), make([]Pos, 0, n)
	b.props = make([]Property, 0, bytes.Count(data, []byte{'='}))
	b.order = slices.Grow(b.order, n)
	if b.profiles == nil {
		b.profiles = make(map[string]*Section, n)
	}
}

// read reads the lines of a file from start up to end; first is the number of
// the first of them.
func (b *builder) read(f file, start, end, first int) {
	data := f.data[start:end]
	text := string(data)
	for s := inifile.NewScanner(data); s.Scan(); {
		if s.Kind != inifile.Continuation && s.Kind != inifile.Blank && s.Kind != inifile.Comment {
			b.endValue()
		}
		line := text[s.Start:s.End]
		pos := Pos{File: f.path, Line: first + s.Number - 1}
		if s.Fault != inifile.NoFault && !b.partial { // a partial view has looked at all lines before
			b.errors = append(b.errors, newProblem(f, s.Line))
		}
		switch {
		case s.Opens():
			b.endSection()
			b.section = nil
			if s.Kind == inifile.Header {
				b.open(f.target, data, text, s.Line, pos)
			}
		case b.section == nil:
		case s.Kind == inifile.Property:
			b.property(line, s.Equals, pos)
		case s.Kind == inifile.Nested && b.known:
			b.nested(line, s.Equals, pos)
		case s.Kind == inifile.Continuation && b.known:
			b.continued(line)
		}
	}
	b.endValue()
	b.endSection()
	b.section = nil
}

// open begins the section of a header, or goes on with one that was there.
func (b *builder) open(t Target, data []byte, text string, l inifile.Line, pos Pos) {
	if b.section = b.into; b.section != nil {
		b.from(pos)
		return
	}
	open := l.Start + bytes.IndexByte(data[l.Start:l.End], '[') + 1
	h, ok := sdkHeading(t, data, open, open+bytes.IndexByte(data[open:l.End], ']'))
	if !ok {
		return
	}
	name := text[h.start:h.end]
	if t == ConfigFile && h.bare {
		if b.bare == nil {
			b.bare = b.add(h.typ, name)
		}
		b.section = b.bare
	} else {
		index := b.index(h.typ)
		if b.section = index[name]; b.section == nil {
			b.section = b.add(h.typ, name)
			index[name] = b.section
		}
	}
	b.from(pos)
}

// from notes a header of the section being read.
func (b *builder) from(pos Pos) {
	if s := b.section; len(s.Sources) > 0 {
		s.Sources = append(s.Sources, pos)
	} else {
		b.pos = append(b.pos, pos)
		s.Sources = b.pos[len(b.pos)-1 : len(b.pos) : len(b.pos)]
	}
}

func (b *builder) index(typ string) map[string]*Section {
	switch typ {
	case TypeSession:
		return b.sessions
	case TypeServices:
		return b.services
	}
	if b.profiles == nil {
		b.profiles = map[string]*Section{}
	}
	return b.profiles
}

func (b *builder) add(typ, name string) *Section {
	if len(b.spare) == cap(b.spare) { // never grow: pointers lead into it
		b.spare = make([]Section, 0, 4)
	}
	b.spare = append(b.spare, Section{Type: typ, Name: name})
	s := &b.spare[len(b.spare)-1]
	b.order = append(b.order, s)
	return s
}

func (b *builder) property(line string, equals int, pos Pos) {
	name, value := inifile.NameValue(line, equals, inifile.Property)
	b.known = isIdentifier(name)
	if b.known {
		b.props = append(b.props, Property{Key: strings.ToLower(name), Value: value, Pos: pos})
	}
}

func (b *builder) nested(line string, equals int, pos Pos) {
	name, value := inifile.NameValue(line, equals, inifile.Nested)
	if !isIdentifier(name) {
		return
	}
	p := &b.props[len(b.props)-1]
	p.Sub = append(p.Sub, Property{Key: strings.ToLower(name), Value: value, Pos: pos})
}

func (b *builder) continued(line string) {
	if b.more.Len() == 0 {
		b.more.WriteString(b.props[len(b.props)-1].Value)
	}
	b.more.WriteByte('\n')
	b.more.WriteString(inifile.Continued(line))
}

// endValue gives the property above its continued value, and its nested names
// once each.
func (b *builder) endValue() {
	if b.section == nil || !b.known || len(b.props) == b.start {
		return
	}
	p := &b.props[len(b.props)-1]
	if b.more.Len() > 0 {
		p.Value = b.more.String()
		b.more = strings.Builder{}
	}
}

// endSection gives the section its properties. Later ones win, be they from a
// second section of that name or from the credentials file.
func (b *builder) endSection() {
	b.known = false
	if b.section == nil || b.start == len(b.props) {
		return
	}
	list := b.props[b.start:len(b.props):len(b.props)]
	for i := range list {
		list[i].Sub = unique(list[i].Sub)
	}
	if len(b.section.Properties) > 0 {
		list = slices.Concat(b.section.Properties, list)
	}
	b.section.Properties = unique(list)
	b.start = len(b.props)
}

// settle decides, at the end of a file, whether [default] counts: not where
// the config file has a [profile default], before or behind it.
func (b *builder) settle() {
	b.start, b.props = 0, nil
	if b.bare == nil {
		return
	}
	profiles := b.index(TypeProfile)
	if profiles[defaultProfile] == nil {
		profiles[defaultProfile] = b.bare
	} else {
		b.order = slices.DeleteFunc(b.order, func(s *Section) bool { return s == b.bare })
	}
	b.bare = nil
}

func (b *builder) done() *View {
	v := b.View
	return &v
}
