package partition

import (
	"strings"
	"testing"
)

// Every row is complete, and its parts agree with each other.
func TestRowsAreComplete(t *testing.T) {
	for _, p := range rows {
		if Name(p.MainRegion) != p.Name {
			t.Errorf("%s: the main region %s belongs to %s", p.Name, p.MainRegion, Name(p.MainRegion))
		}
		if got := MainRegion(p.Name); got != p.MainRegion {
			t.Errorf("MainRegion(%s) is %s", p.Name, got)
		}
		for _, r := range p.Regions {
			if Name(r) != p.Name {
				t.Errorf("%s lists %s, which belongs to %s", p.Name, r, Name(r))
			}
		}
		if host := Host(STS, p.MainRegion, false, false); host != "sts."+string(p.MainRegion)+"."+p.DNS {
			t.Errorf("%s: STS is at %s", p.Name, host)
		}
		for _, domain := range append(p.StartURLDomains, p.IdentityCenter) {
			if domain != "" && !AWSOwned(domain) {
				t.Errorf("%s: %s does not count as AWS's own", p.Name, domain)
			}
		}
		if strings.Contains(p.DNS+p.DualStackDNS, "..") || p.DNS == "" || p.DualStackDNS == "" {
			t.Errorf("%s: domains %q and %q", p.Name, p.DNS, p.DualStackDNS)
		}
	}
	if got := MainRegion("aws-new"); got != "us-east-1" {
		t.Errorf("MainRegion of an unknown partition is %s", got)
	}
}
