package awsconfig

import (
	"cmp"
	"slices"
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
// left out, told by Errors, and the Problem of its section.
//
// A line that the AWS CLI reads and the SDKs refuse is read as the AWS CLI does.
func (f Files) View() *View { return f.view(false) }

// SDKView is View as the SDKs have it that refuse a file for one line: it has
// nothing of the lines that Errors tells.
func (f Files) SDKView() *View { return f.view(true) }

func (f Files) view(strict bool) *View {
	b := newBuilder(f)
	b.strict = strict
	for _, file := range f.both() {
		b.roomFor(file.data)
		b.read(file, 0, len(file.data), 1)
		b.settle()
	}
	if !strict {
		b.addOrphan()
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

// Errors returns the lines that the SDKs refuse, in the order of the files.
// Those that are Read were read as the AWS CLI reads them.
func (v *View) Errors() []Problem { return v.errors }

// Err returns the first of Errors that nothing reads, as a *fault.Error that
// shows the file, the line, its text and the remedy; nil when there is none. In
// a view made by ViewOf, that is a line which the profile needs.
func (v *View) Err() error {
	for _, p := range v.errors {
		if !p.Read {
			return v.files.Fault(p)
		}
	}
	return nil
}

// ErrIn is Files.ErrIn.
func (v *View) ErrIn(s *Section) error { return v.files.ErrIn(s) }

// Tell is Files.Tell.
func (v *View) Tell(p Problem) string { return v.files.Tell(p) }

// TellRead is Files.TellRead.
func (v *View) TellRead(lines []Problem) string { return v.files.TellRead(lines) }

// Where is Files.Where.
func (v *View) Where(p Pos) string { return v.files.Where(p) }

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
