package awsconfig

import (
	"cmp"
	"slices"
	"strconv"
)

// View is the SDKs' merged view of both files. It does not change after it was
// made, and is safe for use by many goroutines.
type View struct {
	files                        Files
	order                        []*Section
	profiles, sessions, services map[string]*Section
	errors                       []Problem
	partial                      bool // made by ViewOf
}

// View reads everything in both files. It never fails: what cannot be read is
// left out and told by Err.
func (f Files) View() *View {
	b := newBuilder(f)
	for _, file := range f.both() {
		b.roomFor(file.data)
		b.read(file, 0, len(file.data), 1)
		b.settle()
	}
	return b.done()
}

// Profile returns the profile of that name.
func (v *View) Profile(name string) (*Section, bool) {
	s, ok := v.profiles[name]
	return s, ok
}

// Session returns the sso-session of that name.
func (v *View) Session(name string) (*Section, bool) {
	s, ok := v.sessions[name]
	return s, ok
}

// Services returns the services section of that name.
func (v *View) Services(name string) (*Section, bool) {
	s, ok := v.services[name]
	return s, ok
}

// Sections returns all sections in the order of the files, the config file
// first. The caller must not change them.
func (v *View) Sections() []*Section { return v.order }

// Errors returns the lines that make the files unreadable, in their order.
func (v *View) Errors() []Problem { return v.errors }

// Err returns the first of Errors as a *fault.Error that shows the file, the
// line, its text and the remedy; nil when there is none.
func (v *View) Err() error {
	if len(v.errors) == 0 {
		return nil
	}
	return v.errors[0].fault(v.files.paths)
}

// Where writes a position for people: "~/.aws/config line 14".
func (v *View) Where(p Pos) string {
	return v.files.paths.Short(p.File) + " line " + strconv.Itoa(p.Line)
}

// Warnings tells where the AWS CLI reads the files otherwise, and what the
// SDKs leave out, in the order of the files. It is worked out anew at each
// call. A view made by ViewOf has none.
func (v *View) Warnings() []Problem {
	if v.partial {
		return nil
	}
	var all []Problem
	for _, file := range v.files.both() {
		in := newCritic(file)
		in.read()
		list := append(in.warnings, profileWarnings(file.path, v)...)
		slices.SortStableFunc(list, func(a, b Problem) int { return cmp.Compare(a.Pos.Line, b.Pos.Line) })
		all = append(all, list...)
	}
	return all
}
