package awsconfig

import (
	"bytes"

	"github.com/fobcli/fob/internal/inifile"
)

// ViewOf is View for one profile: it holds that profile, the profiles that its
// source_profile chain names, and their sso-session and services sections,
// with nothing built for the others. Errors are those of these sections, and
// Warnings are left out. This is the way of every credential process: with ten
// thousand profiles it costs a millisecond or two.
func (f Files) ViewOf(profile string) *View {
	b := newBuilder(f)
	b.partial = true
	for i, file := range f.both() {
		if near, sound := glance(file, profile); sound {
			b.near[i], b.asked = near, profile
		}
	}
	for name := profile; name != "" && b.profiles[name] == nil; {
		b.collect(ref{TypeProfile, name})
		s := b.profiles[name]
		if s == nil {
			break
		}
		b.collectOnce(TypeSession, s.Get("sso_session"))
		b.collectOnce(TypeServices, s.Get("services"))
		name = s.Get("source_profile")
	}
	if profile == defaultProfile {
		b.addOrphan()
	}
	return b.done()
}

func (b *builder) collectOnce(typ, name string) {
	if name != "" && b.index(typ)[name] == nil {
		b.collect(ref{typ, name})
	}
}

// collect reads all sections of one type and name.
func (b *builder) collect(want ref) {
	for i, f := range b.files.both() {
		if f.target == CredentialsFile && want.Type != TypeProfile {
			continue
		}
		visit := func(start, end int) { b.read(f, start, end, lineNumber(f.data, start)) }
		if b.near[i] != nil && (want.Type != TypeProfile || want.Name == b.asked) {
			eachNear(f, b.near[i], want, visit)
		} else {
			eachSection(f, want, visit)
		}
		b.settle()
	}
}

// glance looks once at every line of a file. When all of them are sound, it
// returns the headers that may mean the profile, or something that is no
// profile: all that ViewOf looks for, as a rule.
func glance(f file, profile string) (near []int, sound bool) {
	near = make([]int, 0, 8)
	sound = inifile.Glance(f.data, func(start, end int) {
		inside := f.data[start+1 : end-1]
		n := len(inside) - len(profile)
		if n >= 0 && string(inside[n:]) == profile || f.target == ConfigFile && !bytes.HasPrefix(inside, []byte(TypeProfile)) || oddEnd(inside) {
			near = append(near, start)
		}
	})
	return near, sound
}

// oddEnd reports whether the name in a header does not end where the header does.
func oddEnd(inside []byte) bool {
	if len(inside) == 0 {
		return false
	}
	last := inside[len(inside)-1]
	return last == ' ' || last == '\t'
}

// eachNear is eachSection among the headers that glance has found.
func eachNear(f file, near []int, want ref, visit func(start, end int)) {
	for _, at := range near {
		end := lineEnd(f.data, at)
		if start, ok := f.means(at, end, want); ok {
			visit(start, nextHeader(f.data, end))
		}
	}
}

// eachSection calls visit with the lines of every section that means want to
// the SDKs. It allocates nothing, and looks closely only at lines that hold the
// rarest word of the header: the name of a profile, else the type.
func eachSection(f file, want ref, visit func(start, end int)) {
	word := []byte(want.Type)
	if want.Type == TypeProfile {
		word = []byte(want.Name)
	}
	if len(word) == 0 {
		return // a name that only the AWS CLI takes: [profile '']
	}
	for at := 0; ; {
		n := bytes.Index(f.data[at:], word)
		if n < 0 {
			return
		}
		line := 1 + bytes.LastIndexByte(f.data[:at+n], '\n')
		at = lineEnd(f.data, at+n)
		if start, ok := f.means(line, at, want); ok {
			at = nextHeader(f.data, at)
			visit(start, at)
		}
	}
}

// means reports whether the line is a header that means want to the SDKs, and
// where it starts behind a byte order mark or blanks.
func (f file) means(line, end int, want ref) (start int, ok bool) {
	open := line + bytes.IndexByte(f.data[line:end], '[') + 1
	if open == line {
		return 0, false
	}
	if start, ok = firstOnLine(f.data, open-1); !ok {
		return 0, false
	}
	s, ok := sdkHeading(f.target, f.data, open, inifile.Closing(f.data, open, end))
	return start, ok && s.typ == want.Type && string(f.data[s.start:s.end]) == want.Name
}

// nextHeader returns where the next section starts, or the end.
func nextHeader(data []byte, at int) int {
	for h := range headersFrom(data, at) {
		return h.start
	}
	return len(data)
}

// lineNumber returns the number of the line that starts at data[at].
func lineNumber(data []byte, at int) int { return 1 + bytes.Count(data[:at], []byte{'\n'}) }
