package awsconfig

import (
	"errors"
	"fmt"
	"slices"

	"github.com/fobcli/fob/internal/inifile"
)

// draft is a file while a plan is being applied to it.
type draft struct {
	target Target
	doc    *inifile.Document
	byRef  map[ref][]*entry
}

// entry is one section of the file and who reads it under what name.
type entry struct {
	*inifile.Section
	sdk, cli ref    // zero: that reader ignores it
	inside   string // as the AWS CLI compares headers
	bare     bool   // [default]
	gone     bool
}

func newDraft(t Target, data []byte) *draft {
	d := &draft{target: t, doc: inifile.Parse(data), byRef: map[ref][]*entry{}}
	for _, s := range d.doc.Sections() {
		d.note(s)
	}
	return d
}

// note files a section under every name that it has to anyone.
func (d *draft) note(s *inifile.Section) {
	line := s.Header()
	e := &entry{Section: s, inside: cliInside(line)}
	e.sdk, e.bare, _ = sdkRef(d.target, line)
	e.cli, _ = cliRef(d.target, line)
	raw, _ := rawRef(d.target, line)
	for i, r := range []ref{e.sdk, e.cli, raw} {
		if r != (ref{}) && !slices.Contains([]ref{e.sdk, e.cli, raw}[:i], r) {
			d.byRef[r] = append(d.byRef[r], e)
		}
	}
}

// meaning returns the sections that mean r to a reader of the file, in the
// order of the file, or, where there are none, those whose words say it.
func (d *draft) meaning(r ref) []*entry {
	all := slices.DeleteFunc(slices.Clone(d.byRef[r]), func(e *entry) bool { return e.gone })
	read := slices.DeleteFunc(slices.Clone(all), func(e *entry) bool { return e.sdk != r && e.cli != r })
	if len(read) > 0 {
		return read
	}
	return all
}

func (d *draft) apply(e Edit) error {
	switch e.Op {
	case Set:
		return d.set(e)
	case Unset:
		for _, s := range d.meaning(e.ref()) {
			if e.Sub == "" {
				s.Unset(e.Key)
			} else {
				s.UnsetNested(e.Key, e.Sub)
			}
		}
	case RemoveSection:
		for _, s := range d.meaning(e.ref()) {
			s.gone = true
			d.doc.Remove(s.Section)
		}
	}
	return nil
}

// set gives a key its value wherever a reader looks for it: mostly that is one
// place, but a file may say [default] for one reader and [profile default] for
// the other.
func (d *draft) set(e Edit) error {
	r := e.ref()
	sections := d.meaning(r)
	if len(sections) == 0 {
		d.note(d.doc.Append(insideFor(d.target, r)))
		sections = d.meaning(r)
	}
	cli, sdk := forCLI(sections, r, e.Key), forSDK(sections, r, e.Key)
	if cli == nil && sdk == nil { // nobody reads it, but it is the one that is meant
		cli = sections[len(sections)-1]
	}
	if cli != nil {
		if err := cli.put(e); err != nil {
			return err
		}
		sdk = forSDK(sections, r, e.Key) // the SDKs may read the new line too
	}
	if sdk != nil && sdk != cli {
		return sdk.put(e)
	}
	return nil
}

// forSDK returns the section in which the SDKs look for a key: they merge all,
// so it is the last that has it, or else the last; nil when they see none.
func forSDK(sections []*entry, r ref, key string) *entry {
	prefixed := slices.ContainsFunc(sections, func(e *entry) bool { return e.sdk == r && !e.bare })
	return lastWith(sections, key, func(e *entry) bool { return e.sdk == r && !(e.bare && prefixed) })
}

// forCLI returns the section in which the AWS CLI looks for a key: the last,
// as that takes the place of those before. Two headers of the same letters
// make it refuse the file; then the SDKs' way is the only one.
func forCLI(sections []*entry, r ref, key string) *entry {
	seen := map[string]bool{}
	var last *entry
	for _, e := range sections {
		if e.cli != r {
			continue
		}
		if seen[e.inside] {
			if forSDK(sections, r, key) != nil {
				return nil
			}
			return lastWith(sections, key, func(e *entry) bool { return e.cli == r })
		}
		seen[e.inside] = true
		last = e
	}
	return last
}

func lastWith(sections []*entry, key string, seen func(*entry) bool) *entry {
	var last *entry
	for _, e := range slices.Backward(sections) {
		if !seen(e) {
			continue
		}
		if e.Has(key) {
			return e
		}
		if last == nil {
			last = e
		}
	}
	return last
}

// put writes the value into the section.
func (s *entry) put(e Edit) error {
	var err error
	if e.Sub == "" {
		err = s.Set(e.Key, e.Value)
	} else {
		err = s.SetNested(e.Key, e.Sub, e.Value)
	}
	switch {
	case errors.Is(err, inifile.ErrHasBlock):
		return refuse(fmt.Sprintf("%s of %s holds nested values", e.Key, e.Name), "Name the one to set, as in "+e.Key+".NAME .")
	case errors.Is(err, inifile.ErrHasValue):
		return refuse(fmt.Sprintf("%s of %s has a value of its own, so nothing can be nested in it", e.Key, e.Name), "")
	}
	return err
}
