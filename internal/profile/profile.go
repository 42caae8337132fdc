// Package profile resolves what a profile says to the steps that lead to its
// credentials: which sign-in, which role, and what is assumed on top of it.
//
// It is pure: it reads a view of the shared files and fetches nothing. Every
// mistake that it finds is a *fault.Error that names the file and the line.
package profile

import (
	"errors"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/ident"
)

// Kind is the type of a step, spelled as `fob explain -o json` prints it.
type Kind string

// The kinds of steps.
const (
	KindStatic           Kind = "static"
	KindAssumeRole       Kind = "assume-role"
	KindWebIdentity      Kind = "web-identity"
	KindSSO              Kind = "sso"
	KindCredentialSource Kind = "credential-source"
	KindProcess          Kind = "process"
)

// Step is one link of a Chain: *Static, *AssumeRole, *WebIdentity, *SSO,
// *CredentialSource or *Process.
type Step interface {
	Kind() Kind
	// In returns the profile that the step stands in.
	In() string
}

// Static are keys that stand in the files themselves.
type Static struct {
	Profile string
	Keys    ident.Credentials
	Pos     awsconfig.Pos // of aws_access_key_id
}

// AssumeRole takes on a role with the credentials of the step before it.
type AssumeRole struct {
	Profile         string
	RoleARN         string
	RoleSessionName string // empty: one is made up
	ExternalID      string
	MFASerial       string
	DurationSeconds int // 0: the service's default
	Pos             awsconfig.Pos
	DurationPos     awsconfig.Pos
}

// WebIdentity takes on a role with a token that stands in a file.
type WebIdentity struct {
	Profile         string
	RoleARN         string
	RoleSessionName string // empty: one is made up
	TokenFile       string
	Pos             awsconfig.Pos
}

// SSO is a role that a sign-in leads to. Without Account and Role the profile
// gives a token and no credentials.
type SSO struct {
	Profile string
	Session Session
	Account ident.AccountID // as configured; see Check
	Role    ident.RoleName  // as configured; see Check
	Pos     awsconfig.Pos   // of sso_account_id, or of the first sso_ key
	RolePos awsconfig.Pos   // of sso_role_name
}

// CredentialSource takes the credentials of the place where the program runs.
type CredentialSource struct {
	Profile string
	Source  string // Environment, Ec2InstanceMetadata or EcsContainer
	Pos     awsconfig.Pos
}

// Process runs a program that prints credentials.
type Process struct {
	Profile string
	Command string // for the platform's shell
	Pos     awsconfig.Pos
}

func (*Static) Kind() Kind           { return KindStatic }
func (*AssumeRole) Kind() Kind       { return KindAssumeRole }
func (*WebIdentity) Kind() Kind      { return KindWebIdentity }
func (*SSO) Kind() Kind              { return KindSSO }
func (*CredentialSource) Kind() Kind { return KindCredentialSource }
func (*Process) Kind() Kind          { return KindProcess }

func (s *Static) In() string           { return s.Profile }
func (s *AssumeRole) In() string       { return s.Profile }
func (s *WebIdentity) In() string      { return s.Profile }
func (s *SSO) In() string              { return s.Profile }
func (s *CredentialSource) In() string { return s.Profile }
func (s *Process) In() string          { return s.Profile }

// Chain is how a profile gets its credentials, base first.
type Chain struct {
	Profile string
	Steps   []Step // never empty
}

// SSO returns the sign-in at the base of the chain, or nil when it has another.
func (c Chain) SSO() *SSO {
	if len(c.Steps) == 0 {
		return nil
	}
	s, _ := c.Steps[0].(*SSO)
	return s
}

// Resolve works out the chain of a profile. The error is a *fault.Error: code
// 5 when there is no such profile, 7 when it names no credentials, else 1.
func Resolve(v *awsconfig.View, name string) (Chain, error) {
	return Chain{}, errors.ErrUnsupported
}

// KindOf tells in one word where a profile gets its credentials:
// sso-session, sso-legacy, assume-role, process, static, web-identity or
// other. It looks at the profile's own keys alone and never fails.
func KindOf(v *awsconfig.View, name string) string { return "other" }
