// Package partition knows AWS's host names: which host serves a service in a
// region, which hosts belong to AWS, and which region a start URL's host tells.
//
// It is pure: tables and rules, no I/O. Source: the endpoint rule sets of the
// sso, sso-oidc, sts and s3 models, and AWS CLI v2's start URL resolver.
package partition

import (
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/ident"
)

// Service is one of the four AWS services that fob speaks to.
type Service int

// The services.
const (
	OIDC   Service = iota // sign-in: register, authorize, token
	Portal                // the access portal: accounts, roles, role credentials
	STS                   // identity and AssumeRole
	S3                    // ListBuckets
)

// ID returns the service's name as AWS_ENDPOINT_URL_<ID> spells it.
func (s Service) ID() string {
	return [...]string{OIDC: "SSO_OIDC", Portal: "SSO", STS: "STS", S3: "S3"}[s]
}

// Key returns the service's key within a [services] section.
func (s Service) Key() string { return strings.ToLower(s.ID()) }

// label returns the first part of the service's host name.
func (s Service) label() string {
	return [...]string{OIDC: "oidc", Portal: "portal.sso", STS: "sts", S3: "s3"}[s]
}

// Name returns the partition of a region as ARNs spell it, such as aws-cn.
func Name(r ident.Region) string { return rowOf(r).Name }

// MainRegion returns the region of a partition that has every service. The
// partition is spelled as in ARNs; one that is unknown counts as aws.
func MainRegion(partition string) ident.Region {
	for _, p := range rows {
		if p.Name == partition {
			return p.MainRegion
		}
	}
	return rows[len(rows)-1].MainRegion
}

// Regions lists the regions where IAM Identity Center runs, sorted, for
// completion and suggestions only: new ones appear without notice, so no other
// name is ever refused.
func Regions() []ident.Region {
	var all []ident.Region
	for _, p := range rows {
		all = append(all, p.Regions...)
	}
	slices.Sort(all)
	return all
}

// Endpoint returns the https origin of a service in a region, without a path
// and without a trailing slash. It is empty where Host is.
func Endpoint(s Service, r ident.Region, fips, dualStack bool) string {
	host := Host(s, r, fips, dualStack)
	if host == "" {
		return ""
	}
	return "https://" + host
}

// Host returns the host name of a service in a region. It is empty for text
// that ident.ParseRegion refuses, such as "u@evil.example/", so that no request
// leaves for a host that a file made up; callers parse first and say more.
func Host(s Service, r ident.Region, fips, dualStack bool) string {
	if _, err := ident.ParseRegion(string(r)); err != nil {
		return ""
	}
	p := rowOf(r)
	label, suffix := s.label(), p.DNS
	if fips && (dualStack || s == S3 || !p.PlainHostsAreFIPS) {
		label += "-fips"
	}
	switch {
	case dualStack && s == S3:
		label += ".dualstack" // S3 keeps the ordinary suffix
	case dualStack:
		suffix = p.DualStackDNS
	}
	return label + "." + string(r) + "." + suffix
}
