package awsconfig

import (
	"bytes"
	"strings"
	"unsafe"

	"github.com/fobcli/fob/internal/inifile"
)

// EachProfile visits every profile in the order of ProfileNames, with those of
// its properties whose keys (in lower case) are asked for. What it passes is
// the caller's only during the visit. The section of a name that SDKs ignore
// is the one that Find finds. A profile with a Problem is left out.
//
// It is View for those who list: where the files are plain it builds nothing,
// so that ten thousand profiles take two milliseconds. It returns the Errors of
// the View.
func (f Files) EachProfile(keys []string, visit func(*Section)) []Problem {
	if l := newLister(f, keys); l.plain() {
		l.each(visit)
		return nil
	}
	view := f.View()
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
		if s.Problem == nil {
			visit(s)
		}
	}
	return view.Errors()
}

// lister reads a config file of which every section stands once and every
// line is what inifile.Sound takes; the credentials file must be empty.
type lister struct {
	config  file
	other   file   // the credentials file
	text    string // the config file, so that names and values are parts of it
	keys    []string
	initial [256]bool // whether a key begins with that letter, in any case
	spans   []span
}

// span is where a profile stands.
type span struct{ name, nameEnd, body, end int32 }

func newLister(f Files, keys []string) *lister {
	both := f.both()
	l := &lister{config: both[0], other: both[1], keys: keys}
	for _, k := range keys {
		l.initial[k[0]], l.initial[k[0]-'a'+'A'] = true, true
	}
	return l
}

// plain finds the profiles, and reports whether there is nothing in the files
// that needs a closer look.
func (l *lister) plain() bool {
	data := l.config.data
	if l.config.oldEnds || l.other.oldEnds || len(bytes.Trim(l.other.data, " \t\n")) > 0 || len(data) > 1<<30 || !inifile.Sound(data) {
		return false
	}
	n := bytes.Count(data, []byte{'['})
	l.spans = make([]span, 0, n)
	seen := make(map[string]struct{}, n)
	l.text = unsafe.String(unsafe.SliceData(data), len(data)) // the bytes of Files never change, so no copy is needed
	open := false                                             // whether the last of spans still has no end
	for h := range headers(data) {
		if open {
			l.spans[len(l.spans)-1].end = int32(h.start)
		}
		s, ok := sdkHeading(ConfigFile, data, h.open, h.close)
		if open = ok && s.typ == TypeProfile; !open {
			if r, known := cliRef(ConfigFile, l.text[h.start:h.end]); !ok && known && r.Type == TypeProfile {
				return false // a name that only the AWS CLI sees
			}
			continue
		}
		name := l.text[s.start:s.end]
		if _, twice := seen[name]; twice {
			return false
		}
		seen[name] = struct{}{}
		l.spans = append(l.spans, span{name: int32(s.start), nameEnd: int32(s.end), body: int32(h.end), end: int32(len(data))})
	}
	return true
}

// each visits the profiles that plain has found.
func (l *lister) each(visit func(*Section)) {
	source := []Pos{{File: l.config.path}}
	s := &Section{Type: TypeProfile, Sources: source}
	for _, at := range l.spans {
		s.Name = l.text[at.name:at.nameEnd]
		s.Properties = l.properties(s.Properties[:0], l.text[at.body:at.end])
		visit(s)
	}
}

// properties reads the lines of a section. Of a key that stands twice, the last
// counts.
func (l *lister) properties(props []Property, body string) []Property {
	for body != "" {
		line := body
		if i := strings.IndexByte(body, '\n'); i >= 0 {
			line, body = body[:i], body[i+1:]
		} else {
			body = ""
		}
		if line == "" || !l.initial[line[0]] {
			continue
		}
		line = strings.TrimSuffix(line, "\r")
		equals := strings.IndexByte(line, '=')
		key := l.key(strings.TrimRight(line[:max(equals, 0)], " \t"))
		if key == "" {
			continue
		}
		p := Property{Key: key, Value: valueOf(line, equals)}
		if i := indexKey(props, key); i >= 0 {
			props[i] = p
		} else {
			props = append(props, p)
		}
	}
	return props
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
	l := inifile.Line{Kind: inifile.Property, Equals: equals}
	_, value := l.NameValue(line)
	return value
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }
