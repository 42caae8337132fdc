package s3

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/org"
	"github.com/fobcli/fob/internal/sandbox/sigv4"
)

// service is a handler whose callers all have the keys of account 111111111111.
type service struct {
	*Handler
	counted, warned []string
	refusal         error // of every call, as a fault gives it
	signature       error
}

func newService(t *testing.T) *service {
	t.Helper()
	o, err := org.Parse("org.yaml", []byte(`
users: [{userName: ada}]
accounts:
- {accountId: 111111111111, name: A, buckets: [a-one, a-two, token]}
- {accountId: 222222222222, name: B, buckets: [b-one]}
`))
	if err != nil {
		t.Fatal(err)
	}
	s := &service{}
	s.Handler = New(Config{Org: o, Verifier: s, Owners: s, Meter: s, Names: s})
	return s
}

func (s *service) Verify(*http.Request, []byte, string) (sigv4.Signer, error) {
	return sigv4.Signer{AccessKeyID: "AKIA"}, s.signature
}
func (s *service) Owner(sigv4.Signer) (ident.AccountID, bool) { return "111111111111", true }
func (s *service) Name(service, operation string) string      { return service + ":" + operation }
func (s *service) Warn(name string)                           { s.warned = append(s.warned, name) }

func (s *service) Begin(_ *http.Request, names ...string) (func(), error) {
	s.counted = append(s.counted, names...)
	return func() {}, s.refusal
}

func (s *service) ask(method, target string, body io.Reader) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(method, target, body))
	return w
}

func TestListBucketsIsAnsweredOnlyForItsOwnQuery(t *testing.T) {
	for target, want := range map[string]string{
		"/":                  "ListBuckets",
		"/?x-id=ListBuckets": "ListBuckets",
		"/?max-buckets=1&prefix=a-&x-id=ListBuckets":                            "ListBuckets",
		"/?bucket-region=us-east-1&continuation-token=YS1vbmU%3D":               "ListBuckets",
		"/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=x&X-Amz-Expires=60": "ListBuckets",
		"/?list-type=2":                 "s3:GET /?list-type",
		"/?location":                    "s3:GET /?location",
		"/?acl":                         "s3:GET /?acl",
		"/?prefix=a&delimiter=%2F":      "s3:GET /",
		"/?x-id=ListDirectoryBuckets":   "s3:ListDirectoryBuckets",
		"//":                            "s3:GET //",
		"/?max-buckets=1&encoding-type": "s3:GET /",
	} {
		s := newService(t)
		w := s.ask("GET", target, nil)
		if !slices.Equal(s.counted, []string{want}) {
			t.Errorf("%s is counted as %q, want %q", target, s.counted, want)
		}
		if listed := strings.Contains(w.Body.String(), "ListAllMyBucketsResult"); listed != (want == "ListBuckets") || (w.Code == 200) != listed {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
	}
	s := newService(t)
	if w := s.ask("POST", "/", nil); w.Code != 501 {
		t.Errorf("POST /: %d %s", w.Code, w.Body)
	}
}

func TestAnOperationOnABucketIsNamedAndNeverSucceeds(t *testing.T) {
	for _, tc := range []struct{ method, target, operation, code string }{
		{"GET", "/no-such?list-type=2&prefix=&delimiter=%2F&encoding-type=url", "ListObjectsV2", "NoSuchBucket"},
		{"GET", "/no-such?location", "GetBucketLocation", "NoSuchBucket"},
		{"GET", "/no-such?acl", "GetBucketAcl", "NoSuchBucket"},
		{"HEAD", "/no-such", "HeadBucket", "NoSuchBucket"},
		{"PUT", "/no-such/a/b", "PutObject", "NoSuchBucket"},
		{"DELETE", "/no-such", "DeleteBucket", "NoSuchBucket"},
		{"GET", "/no-such/", "ListObjects", "NoSuchBucket"},
		{"GET", "/b-one?list-type=2", "ListObjectsV2", "AccessDenied"},
		{"GET", "/b-one/key", "GetObject", "AccessDenied"},
		{"GET", "/a-one?list-type=2", "ListObjectsV2", "NotImplemented"},
		{"GET", "/a-one/", "ListObjects", "NotImplemented"},
		{"GET", "/token?location", "GetBucketLocation", "NotImplemented"},
		{"GET", "/a-one?policyStatus", "GetBucketPolicyStatus", "NotImplemented"},
		{"GET", "/a-one?requestPayment", "GetBucketRequestPayment", "NotImplemented"},
		{"GET", "/a-one?intelligent-tiering&id=x", "GetBucketIntelligentTiering", "NotImplemented"},
		{"GET", "/a-one/key?x-id=GetObject&response-content-type=x", "GetObject", "NotImplemented"},
		{"PUT", "/a-one/key?partNumber=1&uploadId=2", "UploadPart", "NotImplemented"},
		{"GET", "/a-one/key?tagging", "GetObjectTagging", "NotImplemented"},
		{"POST", "/a-one?delete", "DeleteObjects", "NotImplemented"},
		{"PUT", "/no-such", "CreateBucket", "NotImplemented"},
		{"GET", "/arn%3Aaws%3As3%3Aus-east-1%3A111111111111%3Aaccesspoint%2Fx?list-type=2", "ListObjectsV2", "NotImplemented"},
	} {
		s := newService(t)
		w := s.ask(tc.method, tc.target, nil)
		label := "s3:" + tc.operation
		if !slices.Equal(s.counted, []string{label}) {
			t.Errorf("%s %s is counted as %q, want %q", tc.method, tc.target, s.counted, label)
		}
		status := map[string]int{"NoSuchBucket": 404, "AccessDenied": 403, "NotImplemented": 501}[tc.code]
		if body := w.Body.String(); w.Code != status || !strings.Contains(body, "<Error><Code>"+tc.code+"</Code>") || w.Header().Get("Content-Type") != "application/xml" {
			t.Errorf("%s %s: %d %s", tc.method, tc.target, w.Code, body)
		}
		if tc.code == "NoSuchBucket" && !strings.Contains(w.Body.String(), "<Message>The specified bucket does not exist</Message><BucketName>no-such</BucketName>") {
			t.Errorf("%s %s: %s", tc.method, tc.target, w.Body)
		}
		if missing := tc.code == "NotImplemented"; missing != slices.Equal(s.warned, []string{label}) || missing != strings.Contains(w.Body.String(), "The fob sandbox does not implement "+label+".") {
			t.Errorf("%s %s: warned of %q, %s", tc.method, tc.target, s.warned, w.Body)
		}
	}
}

func TestTheSignatureIsCheckedBeforeAnythingIsTold(t *testing.T) {
	for _, target := range []string{"/", "/no-such?location", "/a-one?location"} {
		s := newService(t)
		s.signature = &sigv4.Error{Kind: sigv4.UnknownKey}
		if w := s.ask("GET", target, nil); w.Code != 403 || !strings.Contains(w.Body.String(), "InvalidAccessKeyId") {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
	}
	// The verifier cannot read the path of an access point, which is no fault of the client.
	s := newService(t)
	s.signature = &sigv4.Error{Kind: sigv4.Mismatch}
	if w := s.ask("GET", "/arn%3Aaws%3As3%3Aus-east-1%3A111111111111%3Aaccesspoint%2Fx?list-type=2", nil); w.Code != 501 {
		t.Errorf("an access point: %d %s", w.Code, w.Body)
	}
}

// A large object is read to its end, and does not get an error about its size.
func TestALongBodyGetsTheErrorOfItsOperation(t *testing.T) {
	for target, want := range map[string]int{"/a-one/key": 501, "/no-such/key": 404} {
		s := newService(t)
		s.signature = errors.New("the body was verified")
		body := strings.NewReader(strings.Repeat("x", maxBody+1))
		if w := s.ask("PUT", target, body); w.Code != want || body.Len() != 0 {
			t.Errorf("%s: %d %s, %d bytes unread", target, w.Code, w.Body, body.Len())
		}
	}
	s := newService(t)
	if w := s.ask("GET", "/", strings.NewReader(strings.Repeat("x", maxBody+1))); w.Code == 200 {
		t.Errorf("buckets were listed for a request that nobody verified: %s", w.Body)
	}
}

func TestFaultsRefuseInS3sWords(t *testing.T) {
	for _, target := range []string{"/", "/a-one?location"} {
		s := newService(t)
		s.refusal = &org.Refusal{}
		if w := s.ask("GET", target, nil); w.Code != 503 || !strings.Contains(w.Body.String(), "<Code>SlowDown</Code>") || s.warned != nil {
			t.Errorf("%s: %d %s, warned of %q", target, w.Code, w.Body, s.warned)
		}
	}
}
