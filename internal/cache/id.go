package cache

import (
	"crypto/sha1" // #nosec G505 -- a file name that other tools compute too, not a protection
	"encoding/hex"
	"strconv"

	"github.com/fobcli/fob/internal/ident"
)

// The names of the files are hashes that AWS CLI v2 computes over the text
// that Python's json.dumps writes, so that text is written by hand here: which
// blanks it has, and how it escapes, decides whether two tools meet in the
// same file. Source: botocore's SSOTokenFetcher and credential fetchers.

// SessionID names a sign-in. With a Name it is that sso-session's, and the
// start URL plays no part; without one it is a legacy sign-in, known by its
// start URL exactly as it was configured.
type SessionID struct {
	Name     ident.SessionName
	StartURL ident.StartURL
}

// LockName returns the name of the lock under which a session's token is
// refreshed and replaced.
func (id SessionID) LockName() string { return "token " + id.key() }

func (id SessionID) key() string {
	if id.Name != "" {
		return string(id.Name)
	}
	return string(id.StartURL)
}

func (id SessionID) stem() string { return sha1Hex([]byte(id.key())) }

// RegistrationID names a client registration.
type RegistrationID struct {
	Session SessionID // with a Name the StartURL counts too
	Region  ident.Region
	Scopes  []string // in configured order; nil when none are configured
}

func (id RegistrationID) stem() string {
	b := append([]byte(nil), `{"region": `...)
	b = appendString(b, string(id.Region))
	b = append(b, `, "scopes": `...)
	b = appendStrings(b, id.Scopes)
	b = append(b, `, "session_name": `...)
	if id.Session.Name == "" {
		b = append(b, "null"...)
	} else {
		b = appendString(b, string(id.Session.Name))
	}
	b = append(b, `, "startUrl": `...)
	b = appendString(b, string(id.Session.StartURL))
	return sha1Hex(append(b, `, "tool": "botocore"}`...))
}

// RoleID names the credentials of a role that a sign-in leads to.
type RoleID struct {
	Session SessionID
	Account ident.AccountID
	Role    ident.RoleName
}

// LockName returns the name of the lock under which the role's credentials are
// fetched and replaced.
func (id RoleID) LockName() string { return "role " + id.stem() }

// stem hashes the minified JSON: this one text has no blanks.
func (id RoleID) stem() string {
	b := append([]byte(nil), `{"accountId":`...)
	b = appendString(b, string(id.Account))
	b = append(b, `,"roleName":`...)
	b = appendString(b, string(id.Role))
	if id.Session.Name != "" {
		b = append(b, `,"sessionName":`...)
		b = appendString(b, string(id.Session.Name))
	} else {
		b = append(b, `,"startUrl":`...)
		b = appendString(b, string(id.Session.StartURL))
	}
	return sha1Hex(append(b, '}'))
}

// AssumeID names the credentials of a role that was assumed with others. Zero
// fields were not configured and are no part of the name, and neither are the
// credentials it was assumed with.
type AssumeID struct {
	RoleARN, ExternalID, RoleSessionName, SerialNumber string
	DurationSeconds                                    int
	SourceIdentity, Tags, TransitiveTagKeys            string // only fob asks for these
}

// LockName returns the name of the lock under which the role is assumed.
func (id AssumeID) LockName() string { return "assume " + id.stem() }

func (id AssumeID) stem() string {
	b := []byte{'{'}
	if id.DurationSeconds != 0 {
		b = strconv.AppendInt(append(b, `"DurationSeconds": `...), int64(id.DurationSeconds), 10)
	}
	for _, arg := range [...]struct{ name, value string }{ // in alphabetical order
		{"ExternalId", id.ExternalID},
		{"RoleArn", id.RoleARN},
		{"RoleSessionName", id.RoleSessionName},
		{"SerialNumber", id.SerialNumber},
		{"SourceIdentity", id.SourceIdentity},
		{"Tags", id.Tags},
		{"TransitiveTagKeys", id.TransitiveTagKeys},
	} {
		if arg.value != "" {
			b = appendMember(b, arg.name, arg.value)
		}
	}
	return sha1Hex(append(b, '}'))
}

func sha1Hex(text []byte) string {
	sum := sha1.Sum(text) // #nosec G401 -- see the import
	return hex.EncodeToString(sum[:])
}
