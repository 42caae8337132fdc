package awsconfig

// ProfileNames lists every profile that the AWS CLI or an SDK knows: those of
// the config file in its order, then those that only the credentials file has.
// It reads headers alone, so a profile is listed whatever its lines hold, and
// with ten thousand profiles it costs a few milliseconds.
func (f Files) ProfileNames() []string {
	var names []string
	seen := map[string]struct{}{}
	add := func(name []byte) {
		if _, ok := seen[string(name)]; ok {
			return
		}
		s := string(name)
		seen[s] = struct{}{}
		names = append(names, s)
	}
	for _, file := range f.both() {
		for h := range headers(file.data) {
			if s, ok := sdkHeading(file.target, file.data, h.open, h.close); ok {
				if s.typ == TypeProfile {
					add(file.data[s.start:s.end])
				}
				continue
			}
			if r, ok := cliRef(file.target, string(file.data[h.start:h.end])); ok && r.Type == TypeProfile {
				add([]byte(r.Name))
			}
		}
	}
	return names
}

// Find returns a section as the SDKs see it or, where they ignore it because
// of its name or its quotes, as the AWS CLI does. What neither of them reads,
// such as [profile my prof], is found by its words.
func (f Files) Find(typ, name string) (*Section, bool) {
	want := ref{typ, name}
	b := newBuilder(f)
	b.collect(want)
	if want == (ref{TypeProfile, defaultProfile}) {
		b.addOrphan()
	}
	if s := b.index(typ)[name]; s != nil {
		return s, true
	}
	return f.findIgnored(want)
}

// findIgnored merges the sections that mean want to anyone but the SDKs.
func (f Files) findIgnored(want ref) (*Section, bool) {
	s := &Section{Type: want.Type, Name: want.Name}
	b := newBuilder(f)
	for _, file := range f.both() {
		for _, read := range []func(Target, string) (ref, bool){cliRef, rawRef} {
			found := b.mergeInto(s, file, func(line string) bool {
				r, ok := read(file.target, line)
				return ok && r == want
			})
			if found {
				break
			}
		}
	}
	return s, len(s.Sources) > 0
}

// mergeInto reads into s every section of a file whose header line is chosen.
func (b *builder) mergeInto(s *Section, f file, chosen func(line string) bool) (found bool) {
	var spans [][2]int
	for h := range headers(f.data) {
		if n := len(spans); n > 0 && spans[n-1][1] < 0 {
			spans[n-1][1] = h.start
		}
		if chosen(string(f.data[h.start:h.end])) {
			spans = append(spans, [2]int{h.start, -1})
		}
	}
	for _, span := range spans {
		if span[1] < 0 {
			span[1] = len(f.data)
		}
		b.into = s
		b.read(f, span[0], span[1], lineNumber(f.data, span[0]))
		b.into = nil
	}
	return len(spans) > 0
}
