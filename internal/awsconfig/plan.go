package awsconfig

// Target is one of the two files.
type Target int

// The two files.
const (
	ConfigFile Target = iota
	CredentialsFile
)

// Op is what an Edit does.
type Op int

// The operations.
const (
	Set           Op = iota // give Key, or Sub nested in it, its Value
	Unset                   // remove Key, or Sub nested in it; absent is fine
	RemoveSection           // remove the whole section; absent is fine
)

// Edit is one change. The section is meant by its type and name, however its
// header is spelled; Type is TypeProfile, TypeSession or TypeServices, and may
// be empty for a profile. A section that is set and missing is made.
type Edit struct {
	Target                      Target
	Type, Name, Key, Sub, Value string
	Op                          Op
}

// Plan is edits that are done together, in their order, or not at all.
type Plan []Edit

func (e Edit) ref() ref {
	if e.Type == "" {
		return ref{TypeProfile, e.Name}
	}
	return ref{e.Type, e.Name}
}
