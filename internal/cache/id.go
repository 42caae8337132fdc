package cache

import "github.com/fobcli/fob/internal/ident"

// SessionID names a sign-in. With a Name it is that sso-session's, and the
// start URL plays no part; without one it is a legacy sign-in, known by its
// start URL exactly as it was configured.
type SessionID struct {
	Name     ident.SessionName
	StartURL ident.StartURL
}

// RegistrationID names a client registration.
type RegistrationID struct {
	Session SessionID // with a Name the StartURL counts too
	Region  ident.Region
	Scopes  []string // in configured order; nil when none are configured
}

// RoleID names the credentials of a role that a sign-in leads to.
type RoleID struct {
	Session SessionID
	Account ident.AccountID
	Role    ident.RoleName
}

// AssumeID names the credentials of a role that was assumed with others. Zero
// fields were not configured and are no part of the name, and neither are the
// credentials it was assumed with.
type AssumeID struct {
	RoleARN, ExternalID, RoleSessionName, SerialNumber string
	DurationSeconds                                    int
}
