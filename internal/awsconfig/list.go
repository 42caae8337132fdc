package awsconfig

import (
	"bytes"
	"slices"
	"strings"
	"unsafe"

	"github.com/fobcli/fob/internal/inifile"
)

// EachProfile visits every profile in the order of ProfileNames, with those of
// its properties whose keys (in lower case) are asked for. What it passes is
// the caller's only during the visit. The section of a name that SDKs ignore
// is the one that Find finds.
//
// It is View for those who list: where the files are plain it builds nothing,
// so that ten thousand profiles take two milliseconds. Its error is that of
// Err, before any visit.
func (f Files) EachProfile(keys []string, visit func(*Section)) error {
	if l := newLister(f, keys); l.plain() {
		l.each(visit)
		return nil
	}
	view := f.View()
	if err := view.Err(); err != nil {
		return err
	}
	unseen := map[string]*Section{}
	for _, s := range f.Unseen() {
		if s.Type == TypeProfile {
			unseen[s.Name] = s
		}
	}
	for _, name := range f.ProfileNames() {
		s, ok := view.Profile(name)
		if !ok {
			s = unseen[name]
		}
		visit(s)
	}
	return nil
}

// lister reads a config file of which every profile stands once and every line
// is what inifile.Sound takes. The credentials file has to be sound as well,
// and hold no name that SDKs ignore.
type lister struct {
	files       Files
	text        string // the config file, so that names and values are parts of it
	keys        []string
	initial     [256]bool // whether a key begins with that letter, in any case
	spans       []span
	seen        map[string]struct{} // the names in spans
	credentials *View               // of the credentials file alone; nil when it is empty
}

// span is where a profile stands; end is zero until it is known.
type span struct{ name, nameEnd, body, end int32 }

func newLister(f Files, keys []string) *lister {
	l := &lister{files: f, keys: keys}
	for _, k := range keys {
		l.initial[k[0]], l.initial[k[0]-'a'+'A'] = true, true
	}
	return l
}

// plain finds the profiles, and reports whether there is nothing in the files
// that needs a closer look.
func (l *lister) plain() bool {
	data := l.files.Config
	if len(data) > 1<<30 || !l.plainCredentials() {
		return false
	}
	n := bytes.Count(data, []byte{'['})
	l.spans = make([]span, 0, n)
	l.seen = make(map[string]struct{}, n)
	l.text = unsafe.String(unsafe.SliceData(data), len(data)) // nobody changes the bytes of Files: no copy of them
	plain := true
	sound := inifile.Glance(data, func(start, end int) { plain = plain && l.header(start, end) })
	l.endSpan(len(data))
	return sound && plain
}

// header takes the header between two offsets. It reports whether it is plain:
// no profile for the second time, and no name that only the AWS CLI sees.
func (l *lister) header(start, end int) bool {
	l.endSpan(start)
	s, ok := sdkHeading(ConfigFile, l.files.Config, start+1, end-1)
	if !ok {
		r, known := cliRef(ConfigFile, l.text[start:end])
		return !known || r.Type != TypeProfile
	}
	if s.typ != TypeProfile {
		return true
	}
	name := l.text[s.start:s.end]
	if _, twice := l.seen[name]; twice {
		return false
	}
	l.seen[name] = struct{}{}
	l.spans = append(l.spans, span{name: int32(s.start), nameEnd: int32(s.end), body: int32(end)})
	return true
}

// endSpan ends the profile being read, if there is one.
func (l *lister) endSpan(end int) {
	if n := len(l.spans); n > 0 && l.spans[n-1].end == 0 {
		l.spans[n-1].end = int32(end)
	}
}

// plainCredentials is plain for the credentials file, which is read whole: it
// is small where anyone has thousands of profiles.
func (l *lister) plainCredentials() bool {
	data := l.files.Credentials
	if len(data) == 0 {
		return true
	}
	if !inifile.Sound(data) {
		return false
	}
	for h := range headers(data) {
		if _, ok := sdkHeading(CredentialsFile, data, h.open, h.close); !ok {
			return false
		}
	}
	l.credentials = Files{Credentials: data, CredentialsPath: l.files.CredentialsPath}.View()
	return true
}

// each visits the profiles that plain has found: those of the config file, with
// what the credentials file says of them, then the others of that file.
func (l *lister) each(visit func(*Section)) {
	source := []Pos{{File: l.files.ConfigPath}}
	s := &Section{Type: TypeProfile}
	for _, at := range l.spans {
		s.Name, s.Sources = l.text[at.name:at.nameEnd], source
		var whole bool
		if s.Properties, whole = l.properties(s.Properties[:0], l.text[at.body:at.end]); !whole {
			s.Properties = l.closely(at)
		}
		if c, ok := l.credential(s.Name); ok {
			s.Sources = slices.Concat(source, c.Sources)
			s.Properties = l.merge(s.Properties, c.Properties)
		}
		visit(s)
	}
	if l.credentials == nil {
		return
	}
	for _, c := range l.credentials.order {
		if _, ok := l.seen[c.Name]; !ok {
			visit(&Section{Type: c.Type, Name: c.Name, Sources: c.Sources, Properties: l.merge(nil, c.Properties)})
		}
	}
}

// credential is what the credentials file says of a profile.
func (l *lister) credential(name string) (*Section, bool) {
	if l.credentials == nil {
		return nil, false
	}
	return l.credentials.Profile(name)
}

// merge puts those of more that are asked for into props; they win.
func (l *lister) merge(props, more []Property) []Property {
	for _, p := range more {
		if l.key(p.Key) == "" {
			continue
		}
		if i := indexKey(props, p.Key); i >= 0 {
			props[i] = p
		} else {
			props = append(props, p)
		}
	}
	return props
}

// closely reads a section as View does.
func (l *lister) closely(at span) []Property {
	s := &Section{}
	b := newBuilder(l.files)
	b.into = s
	start := 1 + strings.LastIndexByte(l.text[:at.name], '\n')
	b.read(l.files.both()[0], start, int(at.end), 1)
	return l.merge(nil, s.Properties)
}

// properties reads the lines of a section. Of a key that stands twice, the last
// counts. whole is false when a value that is asked for goes on below its line.
func (l *lister) properties(props []Property, body string) (_ []Property, whole bool) {
	asked := false // whether the property above is asked for
	for body != "" {
		line := body
		if i := strings.IndexByte(body, '\n'); i >= 0 {
			line, body = body[:i], body[i+1:]
		} else {
			body = ""
		}
		if line == "" {
			continue
		}
		switch c := line[0]; {
		case l.initial[c]:
		case c == ' ' || c == '\t':
			if asked && strings.Trim(line, " \t\r") != "" {
				return props, false
			}
			continue
		case c == '#' || c == ';' || c == '\r':
			continue
		default:
			asked = false
			continue
		}
		line = strings.TrimRight(line, "\r")
		equals := strings.IndexByte(line, '=')
		key := l.key(strings.TrimRight(line[:max(equals, 0)], " \t"))
		if asked = key != ""; !asked {
			continue
		}
		p := Property{Key: key, Value: valueOf(line, equals)}
		if i := indexKey(props, key); i >= 0 {
			props[i] = p
		} else {
			props = append(props, p)
		}
	}
	return props, true
}

// key returns the key that a name stands for, empty when it is not asked for.
func (l *lister) key(name string) string {
	for _, k := range l.keys {
		if len(k) == len(name) && strings.EqualFold(k, name) {
			return k
		}
	}
	return ""
}

func indexKey(props []Property, key string) int {
	for i := range props {
		if props[i].Key == key {
			return i
		}
	}
	return -1
}

// valueOf reads the value of a property line. Only where there may be a
// comment behind it does that need a closer look.
func valueOf(line string, equals int) string {
	if strings.IndexByte(line, '#') < 0 && strings.IndexByte(line, ';') < 0 {
		start, end := equals+1, len(line)
		for start < end && isBlank(line[start]) {
			start++
		}
		for start < end && isBlank(line[end-1]) {
			end--
		}
		return line[start:end]
	}
	_, value := inifile.NameValue(line, equals, inifile.Property)
	return value
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }
