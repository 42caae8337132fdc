package partition

import (
	"strings"

	"github.com/fobcli/fob/internal/ident"
)

// AWSOwned reports whether a start URL with this host leads to AWS itself. Any
// other host is a company's own ("vanity") address, to be resolved first.
// Source: AWS CLI v2's start URL resolver.
func AWSOwned(host string) bool {
	host = strings.ToLower(host)
	for _, p := range rows {
		if host == p.IdentityCenter && host != "" {
			return true
		}
		for _, domain := range p.StartURLDomains {
			if Within(host, domain) {
				return true
			}
		}
	}
	return false
}

// Within reports whether host is domain or lies below it. Both in lower case.
func Within(host, domain string) bool {
	rest, ok := strings.CutSuffix(host, domain)
	return ok && (rest == "" || strings.HasSuffix(rest, "."))
}

// RegionOfStartURL returns the region that an AWS-owned portal host names, and
// false for hosts that name none, such as d-1234567890.awsapps.com.
func RegionOfStartURL(host string) (ident.Region, bool) {
	host = strings.ToLower(host)
	for _, p := range rows {
		if rest, ok := below(host, p.PortalThenRegion); ok {
			id, region, ok := strings.Cut(rest, ".portal.")
			return regionPart(id, region, ok)
		}
		if rest, ok := below(host, p.RegionThenPortal); ok {
			id, region, ok := strings.Cut(rest, ".")
			return regionPart(id, region, ok)
		}
	}
	return "", false
}

// below returns what stands before the domain, false where domain is empty.
func below(host, domain string) (string, bool) {
	if domain == "" {
		return "", false
	}
	return strings.CutSuffix(host, "."+domain)
}

// regionPart accepts a region only where the host has exactly the known shape:
// one label for the instance, one for the region.
func regionPart(id, region string, found bool) (ident.Region, bool) {
	if !found || id == "" || strings.Contains(id, ".") || !strings.Contains(region, "-") {
		return "", false
	}
	r, err := ident.ParseRegion(region)
	return r, err == nil
}
