package login

import (
	"net/netip"
	"net/url"
	"strings"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/partition"
)

// trusts reports whether a browser may be started with a page that the service
// named: one of the endpoint that was configured, of the start URL's host, or
// of AWS's sign-in pages. Other hosts below amazonaws.com do not count: anybody
// can have a bucket there.
func (d *Deed) trusts(to target, p ident.WebPage) bool {
	if base, err := d.Endpoint(partition.OIDC, to.region); err == nil {
		if endpoint, err := ident.ParseWebPage(base); err == nil && p.Origin() == endpoint.Origin() {
			return true
		}
	}
	if !p.Private() {
		return false
	}
	oidcHost := partition.Host(partition.OIDC, to.region, false, false)
	return partition.AWSOwned(p.Host()) ||
		p.Host() == "device.sso."+strings.TrimPrefix(oidcHost, "oidc.") ||
		p.Host() == hostOf(string(to.session.StartURL)) ||
		p.Host() == hostOf(to.issuer)
}

// warnOfDiversion warns when a real sign-in is sent to a host that is neither
// AWS's nor this machine: whoever set that endpoint gets the token, which opens
// every account.
func (d *Deed) warnOfDiversion(to target) {
	if !partition.AWSOwned(hostOf(to.issuer)) {
		return
	}
	for _, svc := range []partition.Service{partition.OIDC, partition.Portal} {
		base, err := d.Endpoint(svc, to.region)
		host := hostOf(base)
		if err != nil || isLoopback(host) || isAWS(svc, host, to) {
			continue
		}
		d.Warn("The sign-in goes to " + host + ", which is not AWS's own host: an endpoint is set by AWS_ENDPOINT_URL or in the config file.")
		return
	}
}

func isAWS(svc partition.Service, host string, to target) bool {
	for _, fips := range []bool{false, true} {
		for _, dual := range []bool{false, true} {
			if host == partition.Host(svc, to.region, fips, dual) {
				return true
			}
		}
	}
	return false
}

func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.Unmap().IsLoopback()
}

// hostOf returns the host of a URL in lower case, without its port.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}
