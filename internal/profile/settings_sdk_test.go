package profile

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	awssso "github.com/aws/aws-sdk-go-v2/service/sso"
	awssts "github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/paths"
)

// asked notes where a client would go, and goes nowhere.
type asked struct{ url string }

var errNoNetwork = errors.New("this test has no network")

func (a *asked) Do(r *http.Request) (*http.Response, error) {
	a.url = r.URL.Scheme + "://" + r.URL.Host + strings.TrimSuffix(r.URL.Path, "/")
	return nil, errNoNetwork
}

// The Go SDK, given the same files and the same environment, is the oracle for
// where each service is reached: endpoint overrides, FIPS, dual stack and the
// region, in every combination.
func TestServicesAreReachedWhereTheSDKReachesThem(t *testing.T) {
	const files = `[profile plain]
region = eu-west-1
[profile urls]
region = eu-west-1
services = local
endpoint_url = http://profile.test/base
[profile off]
region = us-gov-west-1
services = local
endpoint_url = http://profile.test
ignore_configured_endpoint_urls = true
[profile variants]
region = cn-north-1
use_fips_endpoint = true
use_dualstack_endpoint = true
[profile sovereign]
region = eusc-de-east-1
use_dualstack_endpoint = true
[services local]
sts =
  endpoint_url = http://services.test
`
	path := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(path, []byte(files), 0o600); err != nil {
		t.Fatal(err)
	}
	variables := []struct{ name, value string }{
		{"AWS_ENDPOINT_URL", "http://env.test"},
		{"AWS_ENDPOINT_URL_STS", "http://env-sts.test"},
		{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"},
		{"AWS_USE_FIPS_ENDPOINT", "false"},
		{"AWS_USE_DUALSTACK_ENDPOINT", "true"},
		{"AWS_REGION", "us-east-1"},
	}
	compared := 0
	for set := range 1 << len(variables) {
		env := map[string]string{"HOME": filepath.Dir(path), "AWS_CONFIG_FILE": path, "AWS_SHARED_CREDENTIALS_FILE": path + ".none"}
		for i, v := range variables {
			if set&(1<<i) != 0 {
				env[v.name] = v.value
			}
		}
		t.Run(fmt.Sprintf("%06b", set), func(t *testing.T) {
			for _, kv := range os.Environ() { // what the machine of the test says
				if name, _, _ := strings.Cut(kv, "="); strings.HasPrefix(name, "AWS_") {
					t.Setenv(name, "")
					_ = os.Unsetenv(name) // the cleanup of Setenv brings it back
				}
			}
			for name, value := range env {
				t.Setenv(name, value)
			}
			for _, profile := range []string{"plain", "urls", "off", "variants", "sovereign"} {
				compared += compareWithSDK(t, env, profile)
			}
		})
	}
	if all := 3 * 5 * (1 << len(variables)); compared < all*3/4 {
		t.Errorf("only %d of %d were compared", compared, all)
	}
}

func compareWithSDK(t *testing.T, env map[string]string, profile string) (compared int) {
	t.Helper()
	environ := paths.FromMap("linux", env)
	p, err := paths.Locate(environ)
	if err != nil {
		t.Fatal(err)
	}
	files, err := awsconfig.Read(p)
	if err != nil {
		t.Fatal(err)
	}
	settings := SettingsOf(files.ViewOf(profile), environ, profile)
	at := &asked{}
	cfg, err := config.LoadDefaultConfig(t.Context(), config.WithSharedConfigProfile(profile),
		config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider("A", "S", "")),
		config.WithRetryer(func() aws.Retryer { return aws.NopRetryer{} }))
	if err != nil {
		t.Fatal(err)
	}
	cfg.HTTPClient = at
	if got := string(settings.Region); got != cfg.Region {
		t.Errorf("%s: region %s, the SDK has %s", profile, got, cfg.Region)
	}
	for service, call := range map[partition.Service]func(context.Context) error{
		partition.STS: func(ctx context.Context) error {
			_, err := awssts.NewFromConfig(cfg).GetCallerIdentity(ctx, nil)
			return err
		},
		partition.Portal: func(ctx context.Context) error {
			_, err := awssso.NewFromConfig(cfg).Logout(ctx, &awssso.LogoutInput{AccessToken: aws.String("t")})
			return err
		},
		partition.S3: func(ctx context.Context) error {
			_, err := awss3.NewFromConfig(cfg).ListBuckets(ctx, nil)
			return err
		},
	} {
		*at = asked{}
		if err := call(t.Context()); !errors.Is(err, errNoNetwork) {
			continue // a variant that AWS does not offer there
		}
		compared++
		got, badEndpoint := settings.Endpoint(service, ident.Region(cfg.Region))
		if badEndpoint != nil {
			t.Error(badEndpoint)
		}
		if want := strings.TrimSuffix(at.url, "/logout"); got != want {
			t.Errorf("%s of %s: %s, the SDK goes to %s (%v)", service.ID(), profile, got, want, env)
		}
	}
	return compared
}
