// Package awsconfig knows what the lines of ~/.aws/config and
// ~/.aws/credentials mean to AWS.
package awsconfig

import (
	"context"
	"errors"
	"time"

	"github.com/fobcli/fob/internal/paths"
)

// Files are the two shared files as they were read. A missing file is empty.
type Files struct {
	ConfigPath, CredentialsPath string
	Config, Credentials         []byte

	paths paths.Paths // for showing paths shortly; zero shows them whole
}

// Read reads both files.
func Read(p paths.Paths) (Files, error) { return Files{}, errors.ErrUnsupported }

// View is what the SDKs see.
func (f Files) View() *View { return &View{} }

// ViewOf is View for one profile and what it refers to.
func (f Files) ViewOf(profile string) *View { return &View{} }

// ProfileNames lists every name that the AWS CLI knows.
func (f Files) ProfileNames() []string { return nil }

// Pos is a line of a file, counted from 1.
type Pos struct {
	File string
	Line int
}

// Property is one key of a section. Key is in lower case.
type Property struct {
	Key, Value string
	Sub        []Property
	Pos        Pos
}

// The types of sections that the SDKs know.
const (
	TypeProfile  = "profile"
	TypeSession  = "sso-session"
	TypeServices = "services"
)

// Section is all that both files say under one type and name.
type Section struct {
	Type, Name string
	Sources    []Pos
	Properties []Property
}

// Get returns the value of key, blank when absent.
func (s *Section) Get(key string) string { p, _ := s.Lookup(key); return p.Value }

// Lookup returns the property of that key.
func (s *Section) Lookup(key string) (Property, bool) { return Property{}, false }

// View is the SDKs' merged view of both files.
type View struct{}

// Profile returns the profile of that name.
func (v *View) Profile(name string) (*Section, bool) { return nil, false }

// Session returns the sso-session of that name.
func (v *View) Session(name string) (*Section, bool) { return nil, false }

// Services returns the services section of that name.
func (v *View) Services(name string) (*Section, bool) { return nil, false }

// Sections returns all sections in the order of the files.
func (v *View) Sections() []*Section { return nil }

// Errors returns what makes the files unreadable.
func (v *View) Errors() []Problem { return nil }

// Warnings returns where readers of the files differ.
func (v *View) Warnings() []Problem { return nil }

// Err returns the first problem as a *fault.Error.
func (v *View) Err() error { return nil }

// Problem is a line that some reader refuses or reads otherwise.
type Problem struct {
	Pos                   Pos
	Message, Text, Remedy string
}

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
	Set Op = iota
	Unset
	RemoveSection
)

// Edit changes one value.
type Edit struct {
	Target                      Target
	Type, Name, Key, Sub, Value string
	Op                          Op
}

// Plan is a list of edits that are done together.
type Plan []Edit

// Editor changes the shared files.
type Editor struct {
	Paths paths.Paths
	Now   func() time.Time
}

// Preview tells what Apply would do.
func (e *Editor) Preview(plan Plan) (Change, error) { return Change{}, errors.ErrUnsupported }

// Apply does the plan.
func (e *Editor) Apply(ctx context.Context, plan Plan) (Change, error) {
	return Change{}, errors.ErrUnsupported
}

// Undo takes back the last change.
func (e *Editor) Undo(ctx context.Context) (Change, error) { return Change{}, errors.ErrUnsupported }

// FileChange is what happened to one file.
type FileChange struct {
	Path          string
	Before, After []byte
}

// Change is what a plan did to the files.
type Change struct{ Files []FileChange }

// Diff shows the change as a unified diff with secrets masked.
func (c Change) Diff() string { return "" }

// Empty reports whether nothing changed.
func (c Change) Empty() bool { return len(c.Files) == 0 }
