package partition

import (
	"testing"

	"github.com/fobcli/fob/internal/ident"
)

func TestAWSOwned(t *testing.T) {
	for host, want := range map[string]bool{
		"d-1234567890.awsapps.com":                                true,
		"My-Company.AWSapps.com":                                  true,
		"start.home.awsapps.cn":                                   true,
		"start.us-gov-home.awsapps.com":                           true,
		"ssoins-1234567890abcdef.portal.us-east-1.app.aws":        true,
		"ssoins-1.us-east-1.portal.amazonaws.com":                 true,
		"ssoins-1.cn-north-1.portal.amazonaws.com.cn":             true,
		"ssoins-1.portal.cn-north-1.app.amazonwebservices.com.cn": true,
		"ssoins-1.eusc-de-east-1.portal.amazonaws.eu":             true,
		"ssoins-1.portal.eusc-de-east-1.api.amazonwebservices.eu": true,
		"identitycenter.amazonaws.com":                            true,
		"identitycenter.us-gov.amazonaws.com":                     true,
		"evil.identitycenter.amazonaws.com":                       false, // only these four, exactly
		"awsapps.com":                                             true,
		"notawsapps.com":                                          false,
		"awsapps.com.evil.example":                                false,
		"sso.my-company.example":                                  false,
		"s3.amazonaws.com":                                        false,
		"":                                                        false,
	} {
		if got := AWSOwned(host); got != want {
			t.Errorf("AWSOwned(%q) is %t", host, got)
		}
	}
}

func TestRegionOfStartURL(t *testing.T) {
	for host, want := range map[string]ident.Region{
		"ssoins-1.portal.us-east-1.app.aws":                       "us-east-1",
		"ssoins-1.eu-west-1.portal.amazonaws.com":                 "eu-west-1",
		"ssoins-1.cn-north-1.portal.amazonaws.com.cn":             "cn-north-1",
		"SSOINS-1.PORTAL.CN-NORTH-1.app.amazonwebservices.com.cn": "cn-north-1",
		"ssoins-1.eusc-de-east-1.portal.amazonaws.eu":             "eusc-de-east-1",
		"ssoins-1.portal.eusc-de-east-1.api.amazonwebservices.eu": "eusc-de-east-1",
		"d-1234567890.awsapps.com":                                "",
		"portal.us-east-1.app.aws":                                "",
		"a.b.portal.us-east-1.app.aws":                            "",
		"ssoins-1.portal.us-east-1.evil.app.aws":                  "",
		"a.b.us-east-1.portal.amazonaws.com":                      "",
		"ssoins-1.portal.amazonaws.com":                           "",
		".us-east-1.portal.amazonaws.com":                         "",
	} {
		got, ok := RegionOfStartURL(host)
		if got != want || ok != (want != "") {
			t.Errorf("RegionOfStartURL(%q) is %q, %t; want %q", host, got, ok, want)
		}
	}
}
