package partition

import (
	"strings"

	"github.com/fobcli/fob/internal/ident"
)

// row is all that fob knows about one partition of AWS.
type row struct {
	// Name is the partition as ARNs spell it.
	Name string
	// RegionPrefix is what the names of its regions begin with; empty matches all.
	RegionPrefix string
	// MainRegion has every service, STS included, and is never opt-in.
	MainRegion ident.Region
	// Regions are those where IAM Identity Center is known to run.
	Regions []ident.Region
	// DNS and DualStackDNS are the domains of its services.
	DNS, DualStackDNS string
	// PlainHostsAreFIPS says that the ordinary hosts are FIPS hosts already (S3
	// has both all the same).
	PlainHostsAreFIPS bool
	// IdentityCenter is the exact host of start URLs without a region, and
	// StartURLDomains are the domains below which all start URLs are AWS's own.
	IdentityCenter  string
	StartURLDomains []string
	// PortalThenRegion are domains of start URLs of the form ID.portal.REGION.DOMAIN,
	// RegionThenPortal of ID.REGION.DOMAIN.
	PortalThenRegion, RegionThenPortal string
}

// rows are the partitions, the general one last. A new partition is one row.
// The linker lays them out, so they cost nothing at start-up.
//
// Sources: the endpoint rule sets and partitions.json of the AWS SDKs, and AWS
// CLI v2's start URL resolver.
var rows = [...]row{
	{
		Name: "aws-cn", RegionPrefix: "cn-", MainRegion: "cn-north-1",
		Regions: []ident.Region{"cn-north-1", "cn-northwest-1"},
		DNS:     "amazonaws.com.cn", DualStackDNS: "api.amazonwebservices.com.cn",
		IdentityCenter:   "identitycenter.amazonaws.com.cn",
		StartURLDomains:  []string{"portal.amazonaws.com.cn", "app.amazonwebservices.com.cn", "awsapps.cn"},
		PortalThenRegion: "app.amazonwebservices.com.cn", RegionThenPortal: "portal.amazonaws.com.cn",
	},
	{
		Name: "aws-us-gov", RegionPrefix: "us-gov-", MainRegion: "us-gov-west-1",
		Regions: []ident.Region{"us-gov-east-1", "us-gov-west-1"},
		DNS:     "amazonaws.com", DualStackDNS: "api.aws", PlainHostsAreFIPS: true,
		IdentityCenter: "identitycenter.us-gov.amazonaws.com",
	},
	{
		Name: "aws-eusc", RegionPrefix: "eusc-", MainRegion: "eusc-de-east-1",
		DNS: "amazonaws.eu", DualStackDNS: "api.amazonwebservices.eu",
		IdentityCenter:   "identitycenter.amazonaws.eu",
		StartURLDomains:  []string{"portal.amazonaws.eu", "api.amazonwebservices.eu"},
		PortalThenRegion: "api.amazonwebservices.eu", RegionThenPortal: "portal.amazonaws.eu",
	},
	{
		Name: "aws-iso", RegionPrefix: "us-iso-", MainRegion: "us-iso-east-1",
		DNS: "c2s.ic.gov", DualStackDNS: "api.aws.ic.gov",
	},
	{
		Name: "aws-iso-b", RegionPrefix: "us-isob-", MainRegion: "us-isob-east-1",
		DNS: "sc2s.sgov.gov", DualStackDNS: "api.aws.scloud",
	},
	{
		Name: "aws-iso-e", RegionPrefix: "eu-isoe-", MainRegion: "eu-isoe-west-1",
		DNS: "cloud.adc-e.uk", DualStackDNS: "api.cloud-aws.adc-e.uk",
	},
	{
		Name: "aws-iso-f", RegionPrefix: "us-isof-", MainRegion: "us-isof-south-1",
		DNS: "csp.hci.ic.gov", DualStackDNS: "api.aws.hci.ic.gov",
	},
	{
		Name: "aws", MainRegion: "us-east-1",
		Regions: []ident.Region{
			"af-south-1", "ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
			"ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3",
			"ap-southeast-4", "ap-southeast-5", "ap-southeast-7", "ca-central-1", "ca-west-1",
			"eu-central-1", "eu-central-2", "eu-north-1",
			"eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1",
			"me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1", "us-east-2",
			"us-west-1", "us-west-2",
		},
		DNS: "amazonaws.com", DualStackDNS: "api.aws",
		IdentityCenter:   "identitycenter.amazonaws.com",
		StartURLDomains:  []string{"app.aws", "portal.amazonaws.com", "awsapps.com"},
		PortalThenRegion: "app.aws", RegionThenPortal: "portal.amazonaws.com",
	},
}

// rowOf finds the partition of a region by the prefix of its name, as the SDKs
// do for regions that they do not know yet.
func rowOf(r ident.Region) row {
	for _, p := range rows {
		if strings.HasPrefix(string(r), p.RegionPrefix) {
			return p
		}
	}
	return rows[len(rows)-1]
}
