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
	switch host {
	case "identitycenter.amazonaws.com", "identitycenter.amazonaws.com.cn",
		"identitycenter.amazonaws.eu", "identitycenter.us-gov.amazonaws.com":
		return true
	}
	for _, domain := range [...]string{
		"app.aws", "portal.amazonaws.com", "portal.amazonaws.com.cn",
		"app.amazonwebservices.com.cn", "portal.amazonaws.eu",
		"api.amazonwebservices.eu", "awsapps.com", "awsapps.cn",
	} {
		if Within(host, domain) {
			return true
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
	// Either ID.portal.REGION.<suffix> or ID.REGION.portal.<suffix>.
	for _, suffix := range [...]string{".app.aws", ".app.amazonwebservices.com.cn", ".api.amazonwebservices.eu"} {
		if rest, ok := strings.CutSuffix(host, suffix); ok {
			id, region, ok := strings.Cut(rest, ".portal.")
			return regionPart(id, region, ok)
		}
	}
	for _, suffix := range [...]string{".portal.amazonaws.com", ".portal.amazonaws.com.cn", ".portal.amazonaws.eu"} {
		if rest, ok := strings.CutSuffix(host, suffix); ok {
			id, region, ok := strings.Cut(rest, ".")
			return regionPart(id, region, ok)
		}
	}
	return "", false
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
