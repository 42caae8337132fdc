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

	strict bool // leave out what the SDKs refuse

	near  [2][]int // by file: headers worth a look; nil where nobody has glanced
	asked string   // the profile that near was made for
	told  [2]bool  // by file: its line ends are noted
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
	b.oldLineEnds(f)
	for s := inifile.NewScanner(data); s.Scan(); {
		if s.Kind != inifile.Continuation && s.Kind != inifile.Blank && s.Kind != inifile.Comment {
			b.endValue()
		}
		line := text[s.Start:s.End]
		pos := Pos{File: f.path, Line: first + s.Number - 1}
		switch {
		case s.Opens():
			b.endSection()
			b.section = nil
			if !b.strict || s.Fault == inifile.NoFault {
				b.open(f.target, data, text, s.Line, pos)
			}
		case b.section == nil:
		case s.Kind == inifile.Property && s.Loose && b.strict:
			b.strictProperty(s.Line, line, pos)
		case s.Kind == inifile.Property:
			b.property(&s.Line, line, pos)
		case s.Kind == inifile.Nested && b.known:
			b.nested(&s.Line, line, pos)
		case s.Kind == inifile.Continuation && b.known:
			b.continued(&s.Line, line)
		}
		if s.Fault != inifile.NoFault {
			b.refused(f.target, &s.Line, line, pos)
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
	h, ok := sdkHeading(t, data, open, inifile.Closing(data, open, l.End))
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

// refused notes a line that the SDKs refuse: a partial view those of its
// sections, a whole one all.
func (b *builder) refused(t Target, l *inifile.Line, line string, pos Pos) {
	if b.partial && b.section == nil {
		return
	}
	p := newProblem(t, l, line, pos)
	if s := b.section; s != nil {
		p.Type, p.Name = s.Type, s.Name
		if !p.Read && s.Problem == nil && !b.strict {
			s.Problem = &p
		}
	}
	b.errors = append(b.errors, p)
}

// oldLineEnds notes, once for each file, that lines end with a carriage return.
func (b *builder) oldLineEnds(f file) {
	if f.oldEnds && !b.told[f.target] {
		b.told[f.target] = true
		b.errors = append(b.errors, oldLineEnds(f.path))
	}
}

// addOrphan makes a line that stands before any section, and that nobody reads,
// the problem of the profile "default", if there is no such profile: its header
// is likeliest what is missing.
func (b *builder) addOrphan() {
	if b.index(TypeProfile)[defaultProfile] != nil {
		return
	}
	for _, f := range b.files.both() {
		for s := inifile.NewScanner(f.data); s.Scan() && !s.Opens(); {
			if s.Kind != inifile.Bad {
				continue
			}
			p := newProblem(f.target, &s.Line, string(f.data[s.Start:s.End]), Pos{f.path, s.Number})
			p.Type, p.Name = TypeProfile, defaultProfile
			b.profiles[defaultProfile] = &Section{Type: TypeProfile, Name: defaultProfile, Problem: &p}
			if b.partial {
				b.errors = append(b.errors, p)
			}
			return
		}
	}
}

func (b *builder) property(l *inifile.Line, line string, pos Pos) {
	name, value := l.NameValue(line)
	b.known = inifile.IsName(name)
	if b.known {
		b.props = append(b.props, Property{Key: strings.ToLower(name), Value: value, Pos: pos})
	}
}

// strictProperty reads a property as the SDKs do that know no colon but as a part
// of a name, and ignores one that they refuse.
func (b *builder) strictProperty(l inifile.Line, line string, pos Pos) {
	b.known = false
	if l.Fault == inifile.NoFault && !isBlank(line[0]) { // inifile has seen an =
		l.Loose, l.Equals = false, strings.IndexByte(line, '=')
		b.property(&l, line, pos)
	}
}

func (b *builder) nested(l *inifile.Line, line string, pos Pos) {
	name, value := l.NameValue(line)
	if !inifile.IsName(name) {
		return
	}
	p := &b.props[len(b.props)-1]
	p.Sub = append(p.Sub, Property{Key: strings.ToLower(name), Value: value, Pos: pos})
}

func (b *builder) continued(l *inifile.Line, line string) {
	if b.more.Len() == 0 {
		b.more.WriteString(b.props[len(b.props)-1].Value)
	}
	b.more.WriteByte('\n')
	b.more.WriteString(l.Continued(line))
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
