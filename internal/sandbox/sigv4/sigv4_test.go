package sigv4

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/fobcli/fob/internal/ident"
)

var (
	now   = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	creds = aws.Credentials{AccessKeyID: "ASIAEXAMPLEEXAMPLE2A", SecretAccessKey: "secret/with+signs", SessionToken: "IQoJtoken=="}
)

// key is the one key that a verifier in these tests knows.
type key struct {
	secret, token ident.Secret
	expired       bool
}

func (k key) Secret(s Signer) (ident.Secret, Kind) {
	switch {
	case s.AccessKeyID != creds.AccessKeyID:
		return "", UnknownKey
	case s.Token != k.token:
		return "", WrongToken
	case k.expired:
		return "", Expired
	}
	return k.secret, 0
}

func verifier(k key) Verifier {
	return Verifier{Keys: k, Now: func(*http.Request) time.Time { return now }}
}

var good = key{secret: "secret/with+signs", token: "IQoJtoken=="}

// request is a request as a server sees it: sign prepares it as a client.
func request(t *testing.T, method, target, body string, sign func(*http.Request)) *http.Request {
	t.Helper()
	out, err := http.NewRequest(method, "http://127.0.0.1:4010"+target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	sign(out)
	in := httptest.NewRequest(method, out.URL.RequestURI(), strings.NewReader(body))
	in.Host, in.Header = "127.0.0.1:4010", out.Header
	return in
}

func hash(body string) string { sum := sha256.Sum256([]byte(body)); return hex.EncodeToString(sum[:]) }

// header signs with the SDK in the header form.
func header(service, payload string, at time.Time, edit ...func(*http.Request)) func(*http.Request) {
	return func(r *http.Request) {
		for _, e := range edit {
			e(r)
		}
		err := v4.NewSigner().SignHTTP(context.Background(), creds, r, payload, service, "eu-west-1", at, func(o *v4.SignerOptions) {
			o.DisableURIPathEscaping = service == "s3"
		})
		if err != nil {
			panic(err)
		}
	}
}

// presign signs with the SDK in the query form.
func presign(service, payload string, at time.Time, seconds string) func(*http.Request) {
	return func(r *http.Request) {
		q := r.URL.Query()
		q.Set("X-Amz-Expires", seconds)
		r.URL.RawQuery = q.Encode()
		signed, _, err := v4.NewSigner().PresignHTTP(context.Background(), creds, r, payload, service, "us-east-1", at)
		if err != nil {
			panic(err)
		}
		r.URL, _ = url.Parse(signed)
	}
}

func verify(v Verifier, r *http.Request, service string) (string, Kind) {
	body, _ := io.ReadAll(r.Body)
	signer, err := v.Verify(r, body, service)
	if e, ok := errors.AsType[*Error](err); ok {
		return signer.AccessKeyID, e.Kind
	}
	return signer.AccessKeyID, 0
}

func TestWhatTheSDKSignsIsAccepted(t *testing.T) {
	const form = "Action=GetCallerIdentity&Version=2011-06-15"
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for name, tc := range map[string]struct {
		method, target, body, service string
		sign                          func(*http.Request)
	}{
		"STS form":               {"POST", "/", form, "sts", header("sts", hash(form), now)},
		"more headers signed":    {"POST", "/", form, "sts", header("sts", hash(form), now, set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"), set("Amz-Sdk-Request", "attempt=1;   max=3"))},
		"payload hash in header": {"POST", "/", form, "sts", header("sts", hash(form), now, set("X-Amz-Content-Sha256", hash(form)))},
		"S3 list":                {"GET", "/?x-id=ListBuckets&prefix=a%2Bb%20c&empty=", "", "s3", header("s3", hash(""), now, set("X-Amz-Content-Sha256", hash("")))},
		"S3 unsigned payload":    {"PUT", "/b/k", "data", "s3", header("s3", "UNSIGNED-PAYLOAD", now, set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"))},
		"S3 path with signs":     {"GET", "/b/a%20b//c%2Bd/../%C3%BC", "", "s3", header("s3", hash(""), now)},
		"other path with signs":  {"GET", "/x/a%20b/%C3%BC/", "", "execute-api", header("execute-api", hash(""), now)},
		"14 minutes late":        {"POST", "/", form, "sts", header("sts", hash(form), now.Add(-14*time.Minute))},
		"14 minutes early":       {"POST", "/", form, "sts", header("sts", hash(form), now.Add(14*time.Minute))},
		"presigned STS":          {"GET", "/?Action=GetCallerIdentity&Version=2011-06-15", "", "sts", presign("sts", hash(""), now, "60")},
		"presigned long ago":     {"GET", "/?Action=GetCallerIdentity&Version=2011-06-15", "", "sts", presign("sts", hash(""), now.Add(-time.Hour), "7200")},
		"presigned S3":           {"GET", "/", "", "s3", presign("s3", "UNSIGNED-PAYLOAD", now, "900")},
	} {
		t.Run(name, func(t *testing.T) {
			r := request(t, tc.method, tc.target, tc.body, tc.sign)
			if got := Service(r); got != tc.service {
				t.Errorf("dispatched to %q", got)
			}
			if id, kind := verify(verifier(good), r, tc.service); kind != 0 || id != creds.AccessKeyID {
				t.Errorf("signed by %q, kind %d", id, kind)
			}
		})
	}
}

func TestWhatIsWrongIsRefused(t *testing.T) {
	const form = "Action=GetCallerIdentity&Version=2011-06-15"
	signed := header("sts", hash(form), now)
	after := func(edit func(*http.Request)) func(*http.Request) {
		return func(r *http.Request) { signed(r); edit(r) }
	}
	auth := func(old, new string) func(*http.Request) {
		return after(func(r *http.Request) {
			r.Header.Set("Authorization", strings.ReplaceAll(r.Header.Get("Authorization"), old, new))
		})
	}
	for name, tc := range map[string]struct {
		sign func(*http.Request)
		key  key
		body string
		want Kind
	}{
		"no signature":                {sign: func(*http.Request) {}, want: Missing},
		"basic authorization":         {sign: func(r *http.Request) { r.SetBasicAuth("a", "b") }, want: Missing},
		"two authorizations":          {sign: after(func(r *http.Request) { r.Header.Add("Authorization", "x") }), want: Incomplete},
		"no signed headers":           {sign: auth("SignedHeaders", "Signed"), want: Incomplete},
		"credential given twice":      {sign: auth("Credential=", "Credential=x, Credential="), want: Incomplete},
		"host not signed":             {sign: auth("host;", ""), want: Incomplete},
		"scope of four parts":         {sign: auth("/aws4_request", ""), want: Incomplete},
		"no date":                     {sign: after(func(r *http.Request) { r.Header.Del("X-Amz-Date") }), want: Incomplete},
		"date of another day":         {sign: auth("/20261123/", "/20261122/"), want: Mismatch},
		"other service":               {sign: header("s3", hash(form), now), want: Mismatch},
		"other region in the scope":   {sign: auth("eu-west-1", "eu-west-2"), want: Mismatch},
		"unknown region":              {sign: auth("eu-west-1", "mars-1"), want: WrongRegion},
		"16 minutes late":             {sign: header("sts", hash(form), now.Add(-16*time.Minute)), want: Skewed},
		"16 minutes early":            {sign: header("sts", hash(form), now.Add(16*time.Minute)), want: Skewed},
		"presigned and past":          {sign: presign("sts", hash(form), now.Add(-2*time.Minute), "60"), want: PresignExpired},
		"presigned for too long":      {sign: presign("sts", hash(form), now, "604801"), want: Incomplete},
		"unknown key":                 {sign: auth(creds.AccessKeyID, "ASIAEXAMPLEEXAMPLE2B"), want: UnknownKey},
		"other token":                 {sign: signed, key: key{secret: good.secret, token: "IQoJother"}, want: WrongToken},
		"no token":                    {sign: after(func(r *http.Request) { r.Header.Del("X-Amz-Security-Token") }), want: WrongToken},
		"expired":                     {sign: signed, key: key{secret: good.secret, token: good.token, expired: true}, want: Expired},
		"other secret":                {sign: signed, key: key{secret: "other", token: good.token}, want: Mismatch},
		"other body":                  {sign: signed, body: "Action=AssumeRole", want: Mismatch},
		"stated hash of another body": {sign: header("sts", hash(form), now, func(r *http.Request) { r.Header.Set("X-Amz-Content-Sha256", hash(form)) }), body: "x", want: WrongPayload},
		"token added unsigned":        {sign: auth("x-amz-date;x-amz-security-token", "x-amz-date"), want: Mismatch},
		"signed header missing":       {sign: auth("host;", "host;x-amz-content-sha256;"), want: Mismatch},
		"headers out of order":        {sign: auth("host;x-amz-date", "x-amz-date;host"), want: Incomplete},
		"query changed":               {sign: after(func(r *http.Request) { r.URL.RawQuery = "a=b" }), want: Mismatch},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.key == (key{}) {
				tc.key = good
			}
			r := request(t, "POST", "/", form, tc.sign)
			if tc.body != "" {
				r.Body = io.NopCloser(strings.NewReader(tc.body))
			}
			if id, kind := verify(verifier(tc.key), r, "sts"); kind != tc.want || id != "" {
				t.Errorf("kind %d by %q, want %d", kind, id, tc.want)
			}
		})
	}
}

func TestRegionsHaveTheFormOfAWSs(t *testing.T) {
	for _, name := range []string{
		"us-east-1", "us-west-2", "eu-central-1", "ap-southeast-7", "ap-northeast-3", "af-south-1", "ca-west-1", "cn-northwest-1", "il-central-1",
		"me-central-1", "mx-central-1", "sa-east-1", "us-gov-west-1", "us-iso-east-1", "us-isob-east-1", "us-isof-south-1", "eu-isoe-west-1", "eusc-de-east-1",
	} {
		if !isRegion(name) {
			t.Errorf("%s is refused", name)
		}
	}
	for _, name := range []string{
		"", "-", "--1", "mars-1", "us-mars-1", "mars-east-1", "us-east", "us-east-0", "us-east-10", "us-east-1a", "us-east-1-", "US-EAST-1",
		"useast1", "us-east-1 ", "aws-global", "us--east-1", "-us-east-1", "global", "*",
	} {
		if isRegion(name) {
			t.Errorf("%q is accepted", name)
		}
	}
}

func FuzzVerifyRefusesWhatIsNotSigned(f *testing.F) {
	f.Add("AWS4-HMAC-SHA256 Credential=A/20261123/r/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=00", "20261123T090000Z", "a=b&%", "body")
	f.Add("AWS4-HMAC-SHA256 Credential=", "", "X-Amz-Signature=1&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=2026", "")
	f.Add("", "2026", "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIAEXAMPLEEXAMPLE2A/20261123/r/sts/aws4_request&X-Amz-Signature=0&X-Amz-SignedHeaders=host&X-Amz-Date=20261123T090000Z&X-Amz-Expires=1&X-Amz-Security-Token=IQoJtoken%3D%3D", "")
	f.Fuzz(func(t *testing.T, authorization, date, query, body string) {
		r := &http.Request{Method: "POST", Host: "h", URL: &url.URL{Path: "/", RawQuery: query}, Header: http.Header{}}
		if authorization != "" {
			r.Header.Set("Authorization", authorization)
		}
		r.Header.Set("X-Amz-Date", date)
		r.Body = io.NopCloser(bytes.NewReader(nil))
		if id, err := verifier(good).Verify(r, []byte(body), "sts"); err == nil {
			t.Fatalf("accepted as %s", id.AccessKeyID)
		}
	})
}
