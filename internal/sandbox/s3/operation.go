package s3

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// call is what a request asks for.
type call struct {
	operation string // by S3's name
	bucket    string // empty for an operation on the account
}

// accessPoint reports whether the call is one of an access point, whose ARN
// stands where a bucket does. Its slash is encoded in the path, which the check
// of signatures does not follow, so such a call is refused without it.
func (c call) accessPoint() bool { return strings.Contains(c.bucket, ":") }

// createBucket is the one operation on a bucket that need not exist.
const createBucket = "CreateBucket"

// listParameters are all that ListBuckets takes. A request with any other one is
// another operation, and must not be taken for it.
var listParameters = []string{"max-buckets", "continuation-token", "prefix", "bucket-region", "x-id"}

// read tells the operation from the method, the path and the query. Newer SDKs
// name it in x-id besides, for some operations.
func read(r *http.Request) call {
	q := r.URL.Query()
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/") // an access point's ARN has an encoded slash
	if name, err := url.PathUnescape(bucket); err == nil {
		bucket = name
	}
	id := q.Get("x-id")
	switch {
	case bucket == "" && isList(r, q):
		return call{operation: ListBuckets}
	case id != "" && id != ListBuckets:
		return call{id, bucket}
	case bucket == "":
		return call{operation: r.Method + " " + r.URL.EscapedPath() + strings.TrimSuffix("?"+subresource(q), "?")}
	}
	return call{operationOf(r, key != "", subresource(q)), bucket}
}

func isList(r *http.Request, q url.Values) bool {
	if r.Method != http.MethodGet || r.URL.Path != "/" || q.Has("x-id") && q.Get("x-id") != ListBuckets {
		return false
	}
	for name := range q {
		if !slices.Contains(listParameters, name) && !isSignature(name) {
			return false
		}
	}
	return true
}

// isSignature reports whether a parameter belongs to a presigned address.
func isSignature(name string) bool { return strings.HasPrefix(strings.ToLower(name), "x-amz-") }

// plainParameters are parameters that do not change which operation it is.
var plainParameters = []string{
	"prefix", "delimiter", "marker", "max-keys", "encoding-type", "continuation-token", "start-after", "fetch-owner",
	"versionId", "x-id", "id", "key-marker", "version-id-marker", "max-buckets", "bucket-region",
}

// subresource is the parameter that says what of a bucket or an object is
// meant, such as acl; empty for the thing itself.
func subresource(q url.Values) string {
	var found []string
	for name := range q {
		if !isSignature(name) && !slices.Contains(plainParameters, name) && !strings.HasPrefix(name, "response-") {
			found = append(found, name)
		}
	}
	if len(found) == 0 {
		return ""
	}
	return slices.Min(found)
}

// operations are the names that do not follow the rule of operationOf, by
// method, what it is about, and subresource.
var operations = map[string]string{
	"GET bucket": "ListObjects", "HEAD bucket": "HeadBucket", "PUT bucket": createBucket, "DELETE bucket": "DeleteBucket",
	"GET bucket list-type": "ListObjectsV2", "GET bucket versions": "ListObjectVersions", "GET bucket uploads": "ListMultipartUploads",
	"GET bucket session": "CreateSession", "POST bucket delete": "DeleteObjects",
	"GET bucket publicAccessBlock": "GetPublicAccessBlock", "GET bucket object-lock": "GetObjectLockConfiguration",
	"PUT bucket publicAccessBlock": "PutPublicAccessBlock", "PUT bucket object-lock": "PutObjectLockConfiguration",
	"DELETE bucket publicAccessBlock": "DeletePublicAccessBlock",
	"GET bucket lifecycle":            "GetBucketLifecycleConfiguration", "PUT bucket lifecycle": "PutBucketLifecycleConfiguration",
	"GET bucket notification": "GetBucketNotificationConfiguration", "PUT bucket notification": "PutBucketNotificationConfiguration",
	"GET bucket accelerate": "GetBucketAccelerateConfiguration", "PUT bucket accelerate": "PutBucketAccelerateConfiguration",
	"GET object": "GetObject", "HEAD object": "HeadObject", "PUT object": "PutObject", "DELETE object": "DeleteObject",
	"POST object uploads": "CreateMultipartUpload", "PUT object partNumber": "UploadPart", "GET object uploadId": "ListParts",
	"POST object uploadId": "CompleteMultipartUpload", "DELETE object uploadId": "AbortMultipartUpload", "POST object select": "SelectObjectContent",
	"POST object restore": "RestoreObject",
}

// operationOf names an operation on a bucket or an object. Most names say what
// the request does: GET with acl of a bucket is GetBucketAcl.
func operationOf(r *http.Request, object bool, sub string) string {
	what := "bucket"
	if object {
		what = "object"
	}
	if name, ok := operations[strings.TrimSpace(r.Method+" "+what+" "+sub)]; ok {
		if name == "PutObject" && r.Header.Get("X-Amz-Copy-Source") != "" {
			return "CopyObject"
		}
		return name
	}
	return capital(strings.ToLower(r.Method)) + capital(what) + camel(sub)
}

// camel is a parameter's name in the form of an operation's: requestPayment
// becomes RequestPayment, intelligent-tiering IntelligentTiering.
func camel(s string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(s, "-") {
		b.WriteString(capital(word))
	}
	return b.String()
}

func capital(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
