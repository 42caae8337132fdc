package awsconfig

import "bytes"

// ViewOf is View for one profile: it holds that profile, the profiles that its
// source_profile chain names, and their sso-session and services sections,
// with nothing built for the others. Errors are those of the whole files, and
// Warnings are left out. This is the way of every credential process: with ten
// thousand profiles it costs a millisecond or two.
func (f Files) ViewOf(profile string) *View {
	b := newBuilder(f)
	b.partial = true
	for _, file := range f.both() {
		b.errors = append(b.errors, problems(file, 0)...)
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
	return b.done()
}

func (b *builder) collectOnce(typ, name string) {
	if name != "" && b.index(typ)[name] == nil {
		b.collect(ref{typ, name})
	}
}

// collect reads all sections of one type and name.
func (b *builder) collect(want ref) {
	for _, f := range b.files.both() {
		if f.target == CredentialsFile && want.Type != TypeProfile {
			continue
		}
		eachSection(f, want, func(start, end int) {
			b.read(f, start, end, lineNumber(f.data, start))
		})
		b.settle()
	}
}

// eachSection calls visit with the lines of every section that means want to
// the SDKs. It allocates nothing for the others.
func eachSection(f file, want ref, visit func(start, end int)) {
	from := -1
	for h := range headers(f.data) {
		if from >= 0 {
			visit(from, h.start)
			from = -1
		}
		if h.close < h.open {
			continue
		}
		s, ok := sdkHeading(f.target, f.data, h.open, h.close)
		if ok && s.typ == want.Type && string(f.data[s.start:s.end]) == want.Name {
			from = h.start
		}
	}
	if from >= 0 {
		visit(from, len(f.data))
	}
}

// lineNumber returns the number of the line that starts at data[at].
func lineNumber(data []byte, at int) int { return 1 + bytes.Count(data[:at], []byte{'\n'}) }
