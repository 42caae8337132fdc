// Package org is the organisation behind a sandbox: its users, groups,
// accounts, permission sets and who may use what, read from YAML.
//
// It is pure: no HTTP, no files, no clock.
package org

import (
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// Organisation is one IAM Identity Center instance and all it knows. It is not
// changed after Parse, Default or Generate made it, so it is safe for use by
// many goroutines; callers must not change the slices either.
type Organisation struct {
	Instance       Instance
	Lifetimes      Lifetimes
	Rotation       Rotation
	Faults         []Fault
	Throttle       Throttle
	Users          []User
	Groups         []Group
	Accounts       []Account
	PermissionSets []PermissionSet
	Assignments    []Assignment
	IAMRoles       []IAMRole
	IAMUsers       []IAMUser
	Containers     []Container
	EC2Instance    EC2Instance

	index index
}

// Instance is how the organisation's Identity Center is named.
type Instance struct {
	ARN             string           // arn:aws:sso:::instance/ssoins-…
	IdentityStoreID string           // d- and ten hexadecimal digits
	Region          ident.Region     // where the instance lives
	StartURL        ident.StartURL   // what tools are configured with; never contacted
	Aliases         []ident.StartURL // start URLs that mean the same instance
}

// Lifetimes are how long what the instance issues is good for.
type Lifetimes struct {
	Session            time.Duration // a person's sign-in; refresh tokens end with it
	AccessToken        time.Duration // of registrations with scopes; can be refreshed
	LegacyAccessToken  time.Duration // of registrations without scopes; cannot
	AuthorizationCode  time.Duration // from the consent page to /token
	DeviceCode         time.Duration // from the device's request to its token
	ClientRegistration time.Duration
}

// Throttle is how many calls of the portal API one access token may make. The
// zero value sets no limit.
type Throttle struct {
	CallsPerSecond int
	Burst          int // that may come at once
}

// User is a person who can sign in. The name is also the session name of
// every role the person uses, as in the last part of its ARN.
type User struct {
	Name        string
	DisplayName string // empty when the file gives none
	Disabled    bool   // may not sign in and has no access
}

// Group is a set of users, by their names.
type Group struct {
	Name    string
	Members []string
}

// Account is an AWS account of the organisation.
type Account struct {
	ID      ident.AccountID
	Name    string
	Email   string
	Buckets []string // what ListBuckets shows
}

// PermissionSet is what the access portal calls a role.
type PermissionSet struct {
	Name            ident.RoleName
	SessionDuration time.Duration // of its credentials, 1 to 12 hours
	RoleIDSuffix    string        // the 16 hexadecimal digits after AWSReservedSSO_NAME_; empty: derived
}

// Assignment gives one user or one group (the other name is empty) each of
// the permission sets in each of the accounts.
type Assignment struct {
	User           string
	Group          string
	PermissionSets []ident.RoleName
	Accounts       []ident.AccountID
}

// IAMRole is an ordinary role that AssumeRole can take.
type IAMRole struct {
	ARN                string
	MaxSessionDuration time.Duration
	Trust              []Trust // who may assume it; empty: everyone in its account
}

// Trust is one statement of a role's trust policy. Whoever fits all that it
// names may assume the role; of several statements, one is enough.
type Trust struct {
	Principals     []string         // account ids, or ARNs with * for any characters
	PermissionSets []ident.RoleName // the sessions of these
	Users          []string         // the sessions of these people
	Subjects       []string         // of web identity tokens, with *; then nothing of the above
	Audiences      []string         // of web identity tokens; empty: sts.amazonaws.com

	ExternalIDs    []string // one of which must be given; empty: none is asked for
	MFA            bool     // a one-time code of the caller's device is asked for
	SourceIdentity bool     // the session may carry one (sts:SetSourceIdentity)
	SessionTags    bool     // the session may carry some (sts:TagSession)
}

// IAMUser is a user with a long-lived access key, as [default] profiles with
// static keys have.
type IAMUser struct {
	ARN             string
	AccessKeyID     string
	SecretAccessKey ident.Secret
	MFASerial       string       // ARN of the user's virtual MFA device; empty: there is none
	MFASeed         ident.Secret // of the device, in base32
}

// Container is a program that gets its role's keys from an address which its
// environment names.
type Container struct {
	Name               string // the last part of the address, and the session's name
	RoleARN            string
	AuthorizationToken ident.Secret // asked for when not empty
}

// EC2Instance is the machine whose metadata service gives its role's keys. The
// zero value means that there is none.
type EC2Instance struct {
	ID      string // i- and 17 hexadecimal digits; also the session's name
	RoleARN string
}
