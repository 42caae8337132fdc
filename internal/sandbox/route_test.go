package sandbox

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// signedCall sends a request that is signed for a service; an empty one leaves
// it unsigned.
func (c clients) signedCall(t *testing.T, service, method, path, body string, header map[string]string) (int, string) {
	t.Helper()
	req := must(http.NewRequestWithContext(t.Context(), method, c.URL()+path, strings.NewReader(body)))(t)
	for name, value := range header {
		req.Header.Set(name, value)
	}
	if service != "" {
		sum := sha256.Sum256([]byte(body))
		hash := hex.EncodeToString(sum[:])
		req.Header.Set("X-Amz-Content-Sha256", hash)
		signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = service == "s3" })
		if err := signer.SignHTTP(context.Background(), devKeys(c.Server), req, hash, service, "us-east-1", time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	res := must((&http.Transport{DisableKeepAlives: true}).RoundTrip(req))(t)
	defer res.Body.Close()
	return res.StatusCode, string(must(io.ReadAll(res.Body))(t))
}

var (
	form    = map[string]string{"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
	jsonSDK = map[string]string{"Content-Type": "application/json", "Amz-Sdk-Invocation-Id": "x"}
)

func TestWhatTheSandboxDoesNotHaveIsRefusedAsUnknown(t *testing.T) {
	var notices bytes.Buffer
	c := sdk(Start(t, WithOrg(withRoles), func(o *startOptions) { o.config.Notices = &notices }))
	for _, tc := range []struct {
		service, method, path, body string
		header                      map[string]string
		label                       string
	}{
		{"iam", "POST", "/", "Action=ListUsers&Version=2010-05-08", form, "iam:ListUsers"},
		{"ec2", "POST", "/", "Action=DescribeRegions&Version=2016-11-15", form, "ec2:DescribeRegions"},
		{"sqs", "POST", "/111111111111/queue", "Action=SendMessage&Version=2012-11-05", form, "sqs:SendMessage"},
		{"iam", "GET", "/?Action=ListRoles&Version=2010-05-08", "", nil, "iam:ListRoles"},
		{"sts", "POST", "/", "Action=GetSessionToken&Version=2011-06-15", form, "sts:GetSessionToken"},
		{"", "POST", "/", "Action=AssumeRoleWithSAML&Version=2011-06-15", form, "sts:AssumeRoleWithSAML"},
		{"dynamodb", "POST", "/", "{}", map[string]string{"X-Amz-Target": "DynamoDB_20120810.ListTables", "Content-Type": "application/x-amz-json-1.0"}, "dynamodb:ListTables"},
		{"lambda", "GET", "/2015-03-31/functions/", "", nil, "lambda:GET /2015-03-31/functions/"},
		{"route53", "GET", "/2013-04-01/hostedzone", "", nil, "route53:GET /2013-04-01/hostedzone"},
		{"monitoring", "POST", "/service/GraniteServiceVersion20100801/operation/ListMetrics", "\xa0", map[string]string{"Smithy-Protocol": "rpc-v2-cbor", "Content-Type": "application/cbor"}, "monitoring:ListMetrics"},
		{"s3", "GET", "/v20180820/jobs", "", nil, "s3-control:GET /v20180820/jobs"},
		{"sso-oauth", "POST", "/token?aws_iam=t", "{}", jsonSDK, "sso-oauth:POST /token"},
		{"apigateway", "GET", "/", "", nil, "apigateway:GET /"},
		// Paths of the sandbox's own services, signed for others.
		{"execute-api", "GET", "/control/clock", "", nil, "execute-api:GET /control/clock"},
		{"execute-api", "POST", "/client/register", "{}", jsonSDK, "execute-api:POST /client/register"},
		{"", "GET", "/assignment/new-thing", "", map[string]string{"X-Amz-Sso_bearer_token": "x"}, "sso:GET /assignment/new-thing"},
		{"", "POST", "/v1/spaces", "{}", map[string]string{"Content-Type": "application/json", "Amz-Sdk-Invocation-Id": "x", "Authorization": "Bearer x"}, "unknown:POST /v1/spaces"},
		{"", "GET", "/v1/spaces", "", map[string]string{"Amz-Sdk-Invocation-Id": "x", "Authorization": "Bearer x"}, "unknown:GET /v1/spaces"},
	} {
		for range 2 {
			status, body := c.signedCall(t, tc.service, tc.method, tc.path, tc.body, tc.header)
			if status != http.StatusNotImplemented || !strings.Contains(body, "UnknownOperation") || !strings.Contains(body, "The fob sandbox does not implement "+tc.label+".") {
				t.Errorf("%s: %d %s", tc.label, status, body)
			}
		}
		if n := c.Calls()[tc.label].Total; n != 2 {
			t.Errorf("%s was counted %d times: %v", tc.label, n, c.Calls())
		}
		line := "fob-sandbox: " + tc.label + " is not implemented; the call got an error (not shown again)\n"
		if strings.Count(notices.String(), line) != 1 {
			t.Errorf("not told once of %s:\n%s", tc.label, notices.String())
		}
	}
}

// What the sandbox has is answered as before, and nobody is told of it.
func TestWhatTheSandboxHasIsNotRefusedAsUnknown(t *testing.T) {
	var notices bytes.Buffer
	c := sdk(Start(t, WithOrg(withRoles), func(o *startOptions) { o.config.Notices = &notices }))
	ctx := t.Context()
	must(c.sts(devKeys(c.Server)).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}))(t)
	must(c.s3(devKeys(c.Server)).ListBuckets(ctx, &s3.ListBucketsInput{}))(t)
	for _, tc := range []struct {
		service, method, path, body string
		header                      map[string]string
		status                      int
		part                        string
	}{
		{"iam", "POST", "/", "Action=GetCallerIdentity&Version=2011-06-15", form, 403, "Credential should be scoped to correct service: &#39;sts&#39;."},
		{"sts", "POST", "/", "Version=2011-06-15", form, 400, "InvalidAction"},
		{"", "GET", "/nothing", "", nil, 404, "There is nothing at this address of the fob sandbox."},
		{"", "GET", "/control/clock", "", nil, 401, "control secret"},
		// Objects without a signature: what S3 says where nothing is public.
		{"", "GET", "/a-one?list-type=2", "", map[string]string{"Amz-Sdk-Invocation-Id": "x"}, 403, "<Code>AccessDenied</Code>"},
	} {
		if status, body := c.signedCall(t, tc.service, tc.method, tc.path, tc.body, tc.header); status != tc.status || !strings.Contains(body, tc.part) {
			t.Errorf("%s %s %s: %d %s", tc.service, tc.method, tc.path, status, body)
		}
	}
	if notices.Len() > 0 {
		t.Errorf("told of:\n%s", notices.String())
	}
}

// A bucket may be named like a path of the sandbox's own.
func TestBucketsAreNeverTakenForPathsOfTheSandbox(t *testing.T) {
	c := sdk(Start(t, WithOrg(strings.Replace(withRoles, "buckets: [a-one,", "buckets: [start, a-one,", 1))))
	client := c.s3(devKeys(c.Server))
	for bucket, want := range map[string]string{
		"no-such-bucket": "NoSuchBucket", "token": "NoSuchBucket", "control": "NoSuchBucket", "latest": "NoSuchBucket",
		"authorize": "NoSuchBucket", "logout": "NoSuchBucket", "start": "NotImplemented", "a-one": "NotImplemented",
	} {
		_, err := client.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String(bucket)})
		wantKind(t, "ListObjectsV2 of "+bucket, err, want)
		_, err = client.GetBucketLocation(t.Context(), &s3.GetBucketLocationInput{Bucket: aws.String(bucket)})
		wantKind(t, "GetBucketLocation of "+bucket, err, want)
		_, err = client.GetBucketAcl(t.Context(), &s3.GetBucketAclInput{Bucket: aws.String(bucket)})
		wantKind(t, "GetBucketAcl of "+bucket, err, want)
	}
	if calls := c.Calls(); calls["ListBuckets"].Total != 0 || calls["s3:GetBucketAcl"].Total != 8 {
		t.Errorf("counted %v", calls)
	}
}

// Clients choose the names, so their number and length are limited, and nothing
// in them reaches a terminal as a control character.
func TestNamesOfUnknownOperationsAreLimitedAndPrintable(t *testing.T) {
	var out bytes.Buffer
	a := newAbsent(&out)
	if got := a.Name("iam", "List\x1b[31m\u202eUsers\n"); got != "iam:List?[31m?Users?" {
		t.Errorf("got %q", got)
	}
	if got := a.Name("s", strings.Repeat("x", 1000)); len(got) != maxAbsentName {
		t.Errorf("a name has %d bytes", len(got))
	}
	for i := range 2 * maxAbsent {
		a.Warn(a.Name("s3", fmt.Sprintf("GET /%d", i)))
	}
	if got := a.Name("s3", "GET /new"); got != moreAbsent {
		t.Errorf("the name after the last is %q", got)
	}
	if got := a.Name("s3", "GET /1"); got != "s3:GET /1" {
		t.Errorf("a name that was known is %q", got)
	}
	if n := strings.Count(out.String(), "\n"); n != maxAbsent-1 { // two never were warned of, one is for the rest
		t.Errorf("%d lines were written", n)
	}
}

func TestTheServiceIsReadFromEverySignature(t *testing.T) {
	for authorization, want := range map[string]string{
		"": "", "Bearer x": "", "AWS4-HMAC-SHA256 x": "", "AWS AKIA:sig": "s3",
		"AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=x": "iam",
		"AWS4-ECDSA-P256-SHA256 Credential=AKIA/20260101/s3/aws4_request, SignedHeaders=host, Signature=x":      "s3",
		"AWS4-HMAC-SHA256 Credential=a/b": "",
	} {
		r := must(http.NewRequest("GET", "http://x/", nil))(t)
		r.Header.Set("Authorization", authorization)
		if got, signed := signedFor(r); got != want || signed != strings.HasPrefix(authorization, "AWS") {
			t.Errorf("%q is signed (%v) for %q, want %q", authorization, signed, got, want)
		}
	}
	r := must(http.NewRequest("GET", "http://x/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20260101%2Fus-east-1%2Fsts%2Faws4_request", nil))(t)
	if got, signed := signedFor(r); got != "sts" || !signed {
		t.Errorf("a presigned address is signed (%v) for %q", signed, got)
	}
}
