// Package ident owns the words of AWS IAM Identity Center: account ids, role
// names, regions, start URLs, and the credentials they lead to.
//
// Values are parsed once, at the door, and carried as their own types after
// that. The package uses the standard library only and never does I/O.
package ident

import (
	"fmt"
	"net/url"
	"strings"
)

// AccountID is a 12-digit AWS account number. It is text, not a number:
// leading zeros count, and no arithmetic is ever done on it.
type AccountID string

// ParseAccountID reads the 12 decimal digits of an account. It returns an
// error that names s when s has another length or another character.
func ParseAccountID(s string) (AccountID, error) {
	for _, r := range s {
		if r < '0' || r > '9' {
			return "", fmt.Errorf("account id %q: %q is no digit", s, r)
		}
	}
	if len(s) != 12 {
		return "", fmt.Errorf("account id %q: has %d digits, want 12", s, len(s))
	}
	return AccountID(s), nil
}

// RoleName is the name of a permission set as the access portal lists it, not
// the IAM role AWSReservedSSO_… that stands behind it.
type RoleName string

// ParseRoleName checks the 1 to 32 characters of a permission set's name:
// letters, digits and _+=,.@-. Source: IAM Identity Center API, PermissionSet.
func ParseRoleName(s string) (RoleName, error) {
	if s == "" || len(s) > 32 {
		return "", fmt.Errorf("role name %q: has %d characters, want 1 to 32", s, len(s))
	}
	for _, r := range s {
		if !isAlnum(r) && !strings.ContainsRune("_+=,.@-", r) {
			return "", fmt.Errorf("role name %q: %q is not allowed in it", s, r)
		}
	}
	return RoleName(s), nil
}

// Region is the name of an AWS region, such as us-east-1. New regions appear
// without notice, so only the shape is checked.
type Region string

// ParseRegion checks that s looks like a region: lower-case letters, digits
// and inner hyphens. It becomes part of a host name, so nothing else may pass.
func ParseRegion(s string) (Region, error) {
	if s == "" || len(s) > 63 || s[0] == '-' || s[len(s)-1] == '-' {
		return "", fmt.Errorf("region %q: want a name like us-east-1", s)
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			return "", fmt.Errorf("region %q: %q is not allowed in it", s, r)
		}
	}
	return Region(s), nil
}

// StartURL is the address of an access portal exactly as it was configured.
// Cache files are named by a hash of this text, so it is never normalised.
type StartURL string

// ParseStartURL checks that s is an absolute https URL with a host; AWS CLI
// v2 refuses any other scheme.
func ParseStartURL(s string) (StartURL, error) {
	u, err := url.Parse(s)
	if err != nil {
		return "", fmt.Errorf("start URL %q: %w", s, err)
	}
	if u.Scheme != "https" || u.Hostname() == "" {
		return "", fmt.Errorf("start URL %q: want https://… like https://my-company.awsapps.com/start", s)
	}
	if strings.ContainsAny(s, "\r\n\t ") {
		return "", fmt.Errorf("start URL %q: has a blank or a line break", s)
	}
	return StartURL(s), nil
}

// Host returns the host of the start URL, for showing to people; the whole
// text when it has none.
func (u StartURL) Host() string {
	p, err := url.Parse(string(u))
	if err != nil || p.Host == "" {
		return string(u)
	}
	return p.Host
}

// SessionName is the name of an [sso-session] section.
type SessionName string

func isAlnum(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}
