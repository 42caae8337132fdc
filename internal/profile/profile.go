// Package profile resolves what a profile says to the steps that lead to its
// credentials: which sign-in, which role, and what is assumed on top of it.
//
// It is pure: it reads a view of the shared files and fetches nothing. Every
// mistake that it finds is a *fault.Error that names the file and the line.
//
// The rules are the SDKs': docs/credentials.md tells them.
package profile

import (
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
	// WrittenFor is the profile whose credentials these are, where fob wrote
	// them; they end then, as Keys tells.
	WrittenFor string
}

// AssumeRole takes on a role with the credentials of the step before it.
type AssumeRole struct {
	Profile         string
	RoleARN         string
	RoleSessionName string // empty: one is made up
	ExternalID      string
	MFASerial       string
	DurationSeconds int           // 0: the service's default
	Pos             awsconfig.Pos // of role_arn
	DurationPos     awsconfig.Pos // of duration_seconds

	// From fob's own keys; the AWS tools know none for these.
	SourceIdentity    string
	Tags              []Tag
	TransitiveTagKeys []string
}

// WebIdentity takes on a role with a token that stands in a file.
type WebIdentity struct {
	Profile         string
	RoleARN         string
	RoleSessionName string // empty: one is made up
	TokenFile       string
	Pos             awsconfig.Pos // of web_identity_token_file
}

// SSO is a role that a sign-in leads to. Without Account and Role the profile
// gives a token and no credentials.
type SSO struct {
	Profile string
	Session Session
	Account ident.AccountID // as configured; Check tells whether it is one
	Role    ident.RoleName
	Pos     awsconfig.Pos // of sso_account_id, or of sso_session where there is none

	accountAt, roleAt string // the two keys with their lines, for errors
}

// CredentialSource takes the credentials of the place where the program runs.
type CredentialSource struct {
	Profile string
	Source  string        // one of the Source… names
	Pos     awsconfig.Pos // of credential_source
}

// The places that credential_source may name.
const (
	SourceEnvironment = "Environment"
	SourceInstance    = "Ec2InstanceMetadata"
	SourceContainer   = "EcsContainer"
)

// Process runs a program that prints credentials.
type Process struct {
	Profile string
	Command string        // for the platform's shell
	Pos     awsconfig.Pos // of credential_process
}

// Kind returns static.
func (*Static) Kind() Kind { return KindStatic }

// Kind returns assume-role.
func (*AssumeRole) Kind() Kind { return KindAssumeRole }

// Kind returns web-identity.
func (*WebIdentity) Kind() Kind { return KindWebIdentity }

// Kind returns sso.
func (*SSO) Kind() Kind { return KindSSO }

// Kind returns credential-source.
func (*CredentialSource) Kind() Kind { return KindCredentialSource }

// Kind returns process.
func (*Process) Kind() Kind { return KindProcess }

// In returns the profile of the keys.
func (s *Static) In() string { return s.Profile }

// In returns the profile of the role.
func (s *AssumeRole) In() string { return s.Profile }

// In returns the profile of the role.
func (s *WebIdentity) In() string { return s.Profile }

// In returns the profile of the role.
func (s *SSO) In() string { return s.Profile }

// In returns the profile that names the source.
func (s *CredentialSource) In() string { return s.Profile }

// In returns the profile that names the program.
func (s *Process) In() string { return s.Profile }

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

// KindOf tells in one word where a profile gets its credentials: sso-session,
// sso-legacy, assume-role, process, static, web-identity or other. It looks at
// the profile's own keys alone and never fails.
func KindOf(s *awsconfig.Section) string {
	switch {
	case s.Get("web_identity_token_file") != "":
		return "web-identity"
	case s.Get("role_arn") != "":
		return "assume-role"
	case s.Get("sso_session") != "":
		return "sso-session"
	case firstOf(s, ssoKeys[:]...).Value != "":
		return "sso-legacy"
	case s.Get("credential_process") != "":
		return "process"
	case s.Get("aws_access_key_id") != "" || s.Get("aws_secret_access_key") != "":
		return "static"
	}
	return "other"
}

// KindKeys lists the keys that KindOf goes by.
func KindKeys() []string {
	return append([]string{
		"web_identity_token_file", "role_arn", "credential_process", "aws_access_key_id", "aws_secret_access_key",
	}, ssoKeys[:]...)
}

// ssoKeys are the keys that make a profile one of SSO, whichever of them is there.
var ssoKeys = [...]string{"sso_session", "sso_account_id", "sso_role_name", "sso_start_url", "sso_region"}

// firstOf returns the first of the keys that has a value; the zero Property
// when none has. A blank value counts as absent.
func firstOf(s *awsconfig.Section, keys ...string) awsconfig.Property {
	for _, k := range keys {
		if p, ok := s.Lookup(k); ok && p.Value != "" {
			return p
		}
	}
	return awsconfig.Property{}
}

// present returns those of the keys that have a value, in order.
func present(s *awsconfig.Section, keys ...string) []awsconfig.Property {
	var found []awsconfig.Property
	for _, k := range keys {
		if p, ok := s.Lookup(k); ok && p.Value != "" {
			found = append(found, p)
		}
	}
	return found
}
