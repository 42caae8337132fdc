package profile

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/paths"
)

const settingsFiles = `[profile A]
region = eu-west-1
services = local
endpoint_url = http://profile.test/
ca_bundle = /profile.pem
use_fips_endpoint = true
[profile off]
ignore_configured_endpoint_urls = True
endpoint_url = http://profile.test
[services local]
sso_oidc =
  endpoint_url = http://services.test/base/
[profile dual]
use_dualstack_endpoint = true
`

func TestTheEnvironmentsWordCountsBeforeTheFiles(t *testing.T) {
	const region = ident.Region("us-east-1")
	type settled struct {
		Region, Source   string
		FIPS, DualStack  bool
		CA               string
		OIDC, Portal, S3 string
	}
	for name, tc := range map[string]struct {
		profile string
		env     map[string]string
		want    settled
	}{
		"nothing said": {profile: "none", want: settled{
			OIDC: "https://oidc.us-east-1.amazonaws.com", Portal: "https://portal.sso.us-east-1.amazonaws.com", S3: "https://s3.us-east-1.amazonaws.com",
		}},
		"the profile": {profile: "A", want: settled{
			Region: "eu-west-1", Source: "config", FIPS: true, CA: "/profile.pem",
			OIDC: "http://services.test/base", Portal: "http://profile.test", S3: "http://profile.test",
		}},
		"the environment for all services beats the files for one": {profile: "A", env: map[string]string{"AWS_ENDPOINT_URL": "http://env.test"}, want: settled{
			Region: "eu-west-1", Source: "config", FIPS: true, CA: "/profile.pem",
			OIDC: "http://env.test", Portal: "http://env.test", S3: "http://env.test",
		}},
		"the environment for one service": {profile: "A", env: map[string]string{"AWS_ENDPOINT_URL": "http://env.test", "AWS_ENDPOINT_URL_SSO": "http://sso.test"}, want: settled{
			Region: "eu-west-1", Source: "config", FIPS: true, CA: "/profile.pem",
			OIDC: "http://env.test", Portal: "http://sso.test", S3: "http://env.test",
		}},
		"everything in the environment": {profile: "A", env: map[string]string{
			"AWS_DEFAULT_REGION": "eu-north-1", "AWS_USE_FIPS_ENDPOINT": "false", "AWS_USE_DUALSTACK_ENDPOINT": "TRUE",
			"AWS_CA_BUNDLE": "/env.pem", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true", "AWS_ENDPOINT_URL": "http://env.test",
		}, want: settled{
			Region: "eu-north-1", Source: "AWS_DEFAULT_REGION", DualStack: true, CA: "/env.pem",
			OIDC: "https://oidc.us-east-1.api.aws", Portal: "https://portal.sso.us-east-1.api.aws", S3: "https://s3.dualstack.us-east-1.amazonaws.com",
		}},
		"turned off by the profile": {profile: "off", env: map[string]string{"AWS_ENDPOINT_URL": "http://env.test"}, want: settled{
			OIDC: "https://oidc.us-east-1.amazonaws.com", Portal: "https://portal.sso.us-east-1.amazonaws.com", S3: "https://s3.us-east-1.amazonaws.com",
		}},
		"dual stack": {profile: "dual", want: settled{
			DualStack: true,
			OIDC:      "https://oidc.us-east-1.api.aws", Portal: "https://portal.sso.us-east-1.api.aws", S3: "https://s3.dualstack.us-east-1.amazonaws.com",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			files := filesOf(t, settingsFiles, "")
			s := SettingsOf(files.ViewOf(tc.profile), paths.FromMap("linux", tc.env), tc.profile)
			got := settled{
				string(s.Region), s.RegionSource, s.FIPS, s.DualStack, s.CABundle,
				s.Endpoint(partition.OIDC, region), s.Endpoint(partition.Portal, region), s.Endpoint(partition.S3, region),
			}
			if got.Source == files.ConfigPath {
				got.Source = "config"
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
