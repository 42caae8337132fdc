// Package partition knows AWS's host names: which host serves a service in a
// region, which hosts belong to AWS, and which region a start URL's host tells.
//
// It is pure: tables and rules, no I/O. Source: the endpoint rule sets of the
// sso, sso-oidc, sts and s3 models, and AWS CLI v2's start URL resolver.
package partition

import (
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

// suffixes are what differs between two partitions.
type suffixes struct {
	name         string // as it stands in ARNs
	regionPrefix string
	single, dual string
}

// partitionOf finds the partition by the prefix of the region's name, as the
// SDKs do for regions they do not know yet; aws is everything else.
func partitionOf(r ident.Region) suffixes {
	for _, p := range [...]suffixes{
		{"aws-cn", "cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"},
		{"aws-us-gov", "us-gov-", "amazonaws.com", "api.aws"},
		{"aws-eusc", "eusc-", "amazonaws.eu", "api.amazonwebservices.eu"},
		{"aws-iso", "us-iso-", "c2s.ic.gov", "api.aws.ic.gov"},
		{"aws-iso-b", "us-isob-", "sc2s.sgov.gov", "api.aws.scloud"},
		{"aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"},
		{"aws-iso-f", "us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"},
	} {
		if strings.HasPrefix(string(r), p.regionPrefix) {
			return p
		}
	}
	return suffixes{"aws", "", "amazonaws.com", "api.aws"}
}

// Name returns the partition of a region as ARNs spell it, such as aws-cn.
func Name(r ident.Region) string { return partitionOf(r).name }

// Endpoint returns the https origin of a service in a region, without a path
// and without a trailing slash.
func Endpoint(s Service, r ident.Region, fips, dualStack bool) string {
	return "https://" + Host(s, r, fips, dualStack)
}

// Host returns the host name of a service in a region.
func Host(s Service, r ident.Region, fips, dualStack bool) string {
	p := partitionOf(r)
	label, suffix := s.label(), p.single
	// GovCloud's ordinary hosts are FIPS hosts already; S3 alone has both there.
	if fips && (dualStack || s == S3 || p.name != "aws-us-gov") {
		label += "-fips"
	}
	switch {
	case dualStack && s == S3:
		label += ".dualstack" // S3 keeps the ordinary suffix
	case dualStack:
		suffix = p.dual
	}
	return label + "." + string(r) + "." + suffix
}
