package partition

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sso"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	awssts "github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/fobcli/fob/internal/ident"
)

func TestEndpoint(t *testing.T) {
	for _, tc := range []struct {
		service    Service
		region     ident.Region
		fips, dual bool
		want       string
	}{
		{OIDC, "us-east-1", false, false, "https://oidc.us-east-1.amazonaws.com"},
		{OIDC, "us-east-1", false, true, "https://oidc.us-east-1.api.aws"},
		{OIDC, "us-east-1", true, false, "https://oidc-fips.us-east-1.amazonaws.com"},
		{OIDC, "us-east-1", true, true, "https://oidc-fips.us-east-1.api.aws"},
		{Portal, "eu-west-1", false, false, "https://portal.sso.eu-west-1.amazonaws.com"},
		{Portal, "eu-west-1", true, false, "https://portal.sso-fips.eu-west-1.amazonaws.com"},
		{Portal, "eu-west-1", false, true, "https://portal.sso.eu-west-1.api.aws"},
		{STS, "ap-south-1", false, false, "https://sts.ap-south-1.amazonaws.com"},
		{S3, "us-east-1", false, false, "https://s3.us-east-1.amazonaws.com"},
		{S3, "us-east-1", true, true, "https://s3-fips.dualstack.us-east-1.amazonaws.com"},
		{OIDC, "cn-north-1", false, false, "https://oidc.cn-north-1.amazonaws.com.cn"},
		{Portal, "cn-northwest-1", true, true, "https://portal.sso-fips.cn-northwest-1.api.amazonwebservices.com.cn"},
		{OIDC, "us-gov-west-1", false, false, "https://oidc.us-gov-west-1.amazonaws.com"},
		{OIDC, "us-gov-west-1", true, false, "https://oidc.us-gov-west-1.amazonaws.com"}, // the ordinary host
		{OIDC, "us-gov-west-1", true, true, "https://oidc-fips.us-gov-west-1.api.aws"},
		{STS, "us-gov-east-1", true, false, "https://sts.us-gov-east-1.amazonaws.com"},
		{Portal, "eusc-de-east-1", false, false, "https://portal.sso.eusc-de-east-1.amazonaws.eu"},
		{OIDC, "eusc-de-east-1", false, true, "https://oidc.eusc-de-east-1.api.amazonwebservices.eu"},
		{STS, "us-iso-east-1", false, false, "https://sts.us-iso-east-1.c2s.ic.gov"},
		{OIDC, "us-iso-east-1", true, true, "https://oidc-fips.us-iso-east-1.api.aws.ic.gov"},
	} {
		if got := Endpoint(tc.service, tc.region, tc.fips, tc.dual); got != tc.want {
			t.Errorf("%s %s fips=%t dual=%t: %s, want %s", tc.service.ID(), tc.region, tc.fips, tc.dual, got, tc.want)
		}
	}
}

// The SDK's own endpoint rules are the oracle for every service, region and
// variant that they know.
func TestEndpointsAreTheSDKs(t *testing.T) {
	for _, region := range []string{"us-east-1", "ap-southeast-2", "cn-north-1", "us-gov-west-1", "eusc-de-east-1", "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1"} {
		for _, fips := range []bool{false, true} {
			for _, dual := range []bool{false, true} {
				for service, resolve := range resolvers(t, region, fips, dual) {
					want, err := resolve()
					if err != nil {
						continue // a variant that AWS does not offer
					}
					if got := Endpoint(service, ident.Region(region), fips, dual); got != want {
						t.Errorf("%s %s fips=%t dual=%t: %s, the SDK has %s", service.ID(), region, fips, dual, got, want)
					}
				}
			}
		}
	}
}

func resolvers(t *testing.T, region string, fips, dual bool) map[Service]func() (string, error) {
	r, f, d := aws.String(region), aws.Bool(fips), aws.Bool(dual)
	return map[Service]func() (string, error){
		OIDC: func() (string, error) {
			e, err := ssooidc.NewDefaultEndpointResolverV2().ResolveEndpoint(t.Context(), ssooidc.EndpointParameters{Region: r, UseFIPS: f, UseDualStack: d})
			return e.URI.String(), err
		},
		Portal: func() (string, error) {
			e, err := sso.NewDefaultEndpointResolverV2().ResolveEndpoint(t.Context(), sso.EndpointParameters{Region: r, UseFIPS: f, UseDualStack: d})
			return e.URI.String(), err
		},
		STS: func() (string, error) {
			e, err := awssts.NewDefaultEndpointResolverV2().ResolveEndpoint(t.Context(), awssts.EndpointParameters{Region: r, UseFIPS: f, UseDualStack: d})
			return e.URI.String(), err
		},
		S3: func() (string, error) {
			e, err := awss3.NewDefaultEndpointResolverV2().ResolveEndpoint(t.Context(), awss3.EndpointParameters{Region: r, UseFIPS: f, UseDualStack: d})
			return e.URI.String(), err
		},
	}
}

func TestServiceNames(t *testing.T) {
	for s, want := range map[Service][2]string{
		OIDC: {"SSO_OIDC", "sso_oidc"}, Portal: {"SSO", "sso"}, STS: {"STS", "sts"}, S3: {"S3", "s3"},
	} {
		if got := [2]string{s.ID(), s.Key()}; got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestPartitionNames(t *testing.T) {
	for region, want := range map[ident.Region]string{
		"us-east-1": "aws", "cn-north-1": "aws-cn", "us-gov-west-1": "aws-us-gov", "eusc-de-east-1": "aws-eusc",
		"us-iso-east-1": "aws-iso", "mars-north-1": "aws",
	} {
		if got := Name(region); got != want {
			t.Errorf("%s lies in %s, want %s", region, got, want)
		}
	}
}

// A region is text that comes from files. Only a well-formed one becomes part
// of a host name.
func TestNoHostForTextThatIsNotARegion(t *testing.T) {
	for _, r := range []ident.Region{"", "u@127.0.0.1:18121/?", "evil.example/", "evil.example#", "us-east-1.evil", "us-east-1:8443", "a b", "US-EAST-1", "\u00fc"} {
		for _, s := range []Service{OIDC, Portal, STS, S3} {
			if got := Endpoint(s, r, false, false); got != "" {
				t.Errorf("Endpoint(%s, %q) is %s", s.ID(), r, got)
			}
			if got := Host(s, r, true, true); got != "" {
				t.Errorf("Host(%s, %q) is %s", s.ID(), r, got)
			}
		}
	}
}
