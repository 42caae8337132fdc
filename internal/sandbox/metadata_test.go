package sandbox

import (
	"context"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

const withWorkloads = `
users: [{userName: ada}]
accounts: [{accountId: 111111111111, name: A}]
iamRoles: [{arn: "arn:aws:iam::111111111111:role/Task"}, {arn: "arn:aws:iam::111111111111:role/path/Machine"}]
containers:
- {name: web, role: "arn:aws:iam::111111111111:role/Task", authorizationToken: only-for-web}
- {name: open, role: "arn:aws:iam::111111111111:role/Task"}
ec2Instance: {role: "arn:aws:iam::111111111111:role/path/Machine"}
`

// ask sends a request with headers given as name: value.
func ask(t *testing.T, method, url string, headers ...string) (status int, body string) {
	t.Helper()
	req := must(http.NewRequestWithContext(t.Context(), method, url, nil))(t)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	res := must(http.DefaultTransport.RoundTrip(req))(t)
	defer res.Body.Close()
	return res.StatusCode, string(must(io.ReadAll(res.Body))(t))
}

// whoIs lets the SDK find credentials by itself, in an environment where there
// are no others, and asks STS whose they are.
func whoIs(t *testing.T, s *Server) (aws.Credentials, string) {
	t.Helper()
	ctx := context.Background()
	home := t.TempDir()
	t.Setenv("AWS_CONFIG_FILE", home+"/config")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", home+"/credentials")
	cfg := must(config.LoadDefaultConfig(ctx, config.WithRegion("us-east-1"), config.WithBaseEndpoint(s.URL())))(t)
	keys := must(cfg.Credentials.Retrieve(ctx))(t)
	out := must(sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}))(t)
	return keys, *out.Arn
}

func TestTheSDKFindsTheKeysOfAContainer(t *testing.T) {
	s := Start(t, WithOrg(withWorkloads))
	t.Setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", s.ContainerURL("web"))
	t.Setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "only-for-web")
	first, arn := whoIs(t, s)
	if arn != "arn:aws:sts::111111111111:assumed-role/Task/web" {
		t.Errorf("STS says %s", arn)
	}
	if same, _ := whoIs(t, s); same.AccessKeyID != first.AccessKeyID {
		t.Error("new keys were given before the old ones are due")
	}
	s.Advance(5*time.Hour + 50*time.Minute)
	if next, _ := whoIs(t, s); next.AccessKeyID == first.AccessKeyID {
		t.Error("ten minutes before they end the old keys are still given")
	}
	if n := s.Calls()["ContainerCredentials"].Total; n < 3 {
		t.Errorf("%d calls", n)
	}
}

func TestTheSDKFindsTheKeysOfAnInstance(t *testing.T) {
	s := Start(t, WithOrg(withWorkloads))
	t.Setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", s.URL())
	keys, arn := whoIs(t, s)
	if arn != "arn:aws:sts::111111111111:assumed-role/Machine/i-0123456789abcdef0" || time.Until(keys.Expires) > 6*time.Hour {
		t.Errorf("STS says %s, until %s", arn, keys.Expires)
	}
	if calls := s.Calls(); calls["InstanceToken"].Total == 0 || calls["InstanceMetadata"].Total == 0 {
		t.Errorf("calls %v", calls)
	}
}

func TestContainersWantTheirOwnToken(t *testing.T) {
	s := Start(t, WithOrg(withWorkloads))
	for name, tc := range map[string]struct {
		container string
		headers   []string
		status    int
	}{
		"right":     {"web", []string{"Authorization: only-for-web"}, 200},
		"wrong":     {"web", []string{"Authorization: guess"}, 403},
		"none":      {"web", nil, 403},
		"not asked": {"open", nil, 200},
		"nobody's":  {"other", nil, 404},
	} {
		if status, body := ask(t, "GET", s.ContainerURL(tc.container), tc.headers...); status != tc.status || status == 200 != strings.Contains(body, `"RoleArn":"arn:aws:iam::111111111111:role/Task"`) {
			t.Errorf("%s: %d %s", name, status, body)
		}
	}
	set(t, s, Fault{Kind: Status, Status: 503, Operation: "ContainerCredentials", Count: 1})
	if status, _ := ask(t, "GET", s.ContainerURL("open")); status != 503 {
		t.Errorf("with a fault: %d", status)
	}
}

func TestMetadataIsForSessionsAlone(t *testing.T) {
	s := Start(t, WithOrg(withWorkloads))
	const ttl = "X-aws-ec2-metadata-token-ttl-seconds: "
	for name, tc := range map[string]struct {
		headers []string
		status  int
	}{
		"six hours":       {[]string{ttl + "21600"}, 200},
		"longer":          {[]string{ttl + "21601"}, 400},
		"no length":       {nil, 400},
		"through a proxy": {[]string{ttl + "60", "X-Forwarded-For: 192.0.2.1"}, 403},
	} {
		if status, _ := ask(t, "PUT", s.URL()+"/latest/api/token", tc.headers...); status != tc.status {
			t.Errorf("%s: %d, want %d", name, status, tc.status)
		}
	}
	_, token := ask(t, "PUT", s.URL()+"/latest/api/token", ttl+"60")
	header := "X-aws-ec2-metadata-token: " + token
	for path, want := range map[string]string{
		"meta-data/iam/security-credentials/":        "Machine",
		"meta-data/iam/security-credentials/Machine": `"Code":"Success"`,
		"meta-data/placement/region":                 "us-east-1",
		"meta-data/placement/availability-zone":      "us-east-1a",
		"meta-data/instance-id":                      "i-0123456789abcdef0",
		"dynamic/instance-identity/document":         `"accountId":"111111111111"`,
		"meta-data/iam/security-credentials/Other":   "404",
		"user-data": "404",
	} {
		if _, body := ask(t, "GET", s.URL()+"/latest/"+path, header); !strings.Contains(body, want) {
			t.Errorf("%s: %s", path, body)
		}
	}
	for name, h := range map[string][]string{"none": nil, "another": {"X-aws-ec2-metadata-token: " + strings.ToUpper(token)}, "half": {"X-aws-ec2-metadata-token: x"}} {
		if status, _ := ask(t, "GET", s.URL()+"/latest/meta-data/instance-id", h...); status != 401 {
			t.Errorf("with token %s: %d", name, status)
		}
	}
	s.Advance(time.Minute)
	if status, _ := ask(t, "GET", s.URL()+"/latest/meta-data/instance-id", header); status != 401 {
		t.Errorf("after its time: %d", status)
	}
	if status, _ := ask(t, "PUT", Start(t).URL()+"/latest/api/token", ttl+"60"); status != 404 {
		t.Errorf("without a machine: %d", status)
	}
}

// What a person's shell has set must not show the SDK another way.
func TestMain(m *testing.M) {
	for _, kv := range os.Environ() {
		if name, _, _ := strings.Cut(kv, "="); strings.HasPrefix(name, "AWS_") {
			_ = os.Unsetenv(name)
		}
	}
	os.Exit(m.Run())
}
