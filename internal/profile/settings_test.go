package profile

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/fault"
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
				endpointOf(t, s, partition.OIDC), endpointOf(t, s, partition.Portal), endpointOf(t, s, partition.S3),
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

func endpointOf(t *testing.T, s Settings, svc partition.Service) string {
	t.Helper()
	address, err := s.Endpoint(svc, "us-east-1")
	if err != nil {
		t.Error(err)
	}
	return address
}

// A wrong endpoint is named with its place and value, and only by what uses it.
func TestAnEndpointThatIsNotAURLIsNamed(t *testing.T) {
	const files = "[profile key]\nendpoint_url = htp://x\n" +
		"[profile all]\nservices = mine\n[services mine]\nsts =\n  endpoint_url = localhost:1\n"
	for name, tc := range map[string]struct {
		profile         string
		env             map[string]string
		summary, remedy string
		detail          []string
	}{
		"a variable": {
			"",
			map[string]string{"AWS_ENDPOINT_URL_STS": "localhost:4566"},
			`AWS_ENDPOINT_URL_STS is not an http or https URL: "localhost:4566"`, "AWS_ENDPOINT_URL_STS=https://host.example.com", nil,
		},
		"the variable for all": {
			"",
			map[string]string{"AWS_ENDPOINT_URL": "nonsense"},
			`AWS_ENDPOINT_URL is not an http or https URL: "nonsense"`, "AWS_ENDPOINT_URL=https://host.example.com", nil,
		},
		"a password": {
			"",
			map[string]string{"AWS_ENDPOINT_URL": "https://me:hunter2@host"},
			`AWS_ENDPOINT_URL is not an http or https URL: "https://…@host"`, "AWS_ENDPOINT_URL=https://host.example.com", nil,
		},
		"a key": {
			"key", nil, `endpoint_url is not an http or https URL: "htp://x"`,
			"fob configure set endpoint_url https://host.example.com --profile key",
			[]string{"  ~/.aws/config line 2: endpoint_url = htp://x"},
		},
		"a services section": {
			"all", nil, `endpoint_url is not an http or https URL: "localhost:1"`, "", []string{"  ~/.aws/config line 7: endpoint_url = localhost:1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := SettingsOf(filesOf(t, files, "").ViewOf(tc.profile), paths.FromMap("linux", tc.env), tc.profile)
			_, err := s.Endpoint(partition.STS, "us-east-1")
			f, ok := errors.AsType[*fault.Error](err)
			if !ok {
				t.Fatalf("got %v", err)
			}
			if d := cmp.Diff([]string{tc.summary, tc.remedy}, []string{f.Summary, f.Remedy}); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(tc.detail, f.Detail); d != "" {
				t.Error(d)
			}
		})
	}
	s := SettingsOf(filesOf(t, files, "").ViewOf("all"), paths.FromMap("linux", nil), "all")
	if got := endpointOf(t, s, partition.OIDC); got != "https://oidc.us-east-1.amazonaws.com" {
		t.Errorf("the endpoint of another service is %s", got)
	}
}
