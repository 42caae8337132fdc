package s3

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/wire"
)

func client(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	s := httptest.NewServer(h)
	w, err := wire.New(wire.Options{Attempts: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.CloseIdle(); s.Close() })
	return &Client{Wire: w, Base: s.URL, Region: "eu-west-1", Now: time.Now}
}

func TestListBucketsFollowsPages(t *testing.T) {
	const open, end = `<?xml version="1.0" encoding="UTF-8"?><ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>x</ID></Owner><Buckets>`, `</ListAllMyBucketsResult>`
	var queries []string
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		if auth := r.Header.Get("Authorization"); !strings.Contains(auth, "/eu-west-1/s3/aws4_request") || r.Header.Get("X-Amz-Content-Sha256") == "" {
			t.Errorf("headers are %v", r.Header)
		}
		queries = append(queries, r.URL.RawQuery)
		if len(queries) == 1 {
			io.WriteString(w, open+`<Bucket><Name>zz</Name><CreationDate>2024-01-01T00:00:00.000Z</CreationDate></Bucket></Buckets><ContinuationToken>a b+/=</ContinuationToken>`+end)
			return
		}
		io.WriteString(w, open+`<Bucket><Name>aa</Name><CreationDate>2024-02-03T04:05:06.000Z</CreationDate></Bucket></Buckets>`+end)
	})
	got, err := c.ListBuckets(t.Context(), ident.Credentials{AccessKeyID: "A", SecretAccessKey: "s"})
	want := []Bucket{{"zz", time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)}, {"aa", time.Date(2024, 2, 3, 4, 5, 6, 0, time.UTC)}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	if diff := cmp.Diff([]string{"x-id=ListBuckets", "continuation-token=a%20b%2B%2F%3D&x-id=ListBuckets"}, queries); diff != "" {
		t.Error(diff)
	}
}

func TestListBucketsRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		status         int
		body, wantText string
	}{
		"expired":        {400, `<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>`, "ExpiredToken: The provided token has expired."},
		"a proxy's page": {403, `<html><p>`, "HTTP status 403"},
	} {
		t.Run(name, func(t *testing.T) {
			c := client(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(tc.status); io.WriteString(w, tc.body) })
			_, err := c.ListBuckets(t.Context(), ident.Credentials{AccessKeyID: "A", SecretAccessKey: "s"})
			var e *Error
			if !errors.As(err, &e) || e.Error() != tc.wantText || e.Status != tc.status {
				t.Errorf("error is %v", err)
			}
		})
	}
}

func FuzzParseBuckets(f *testing.F) {
	f.Add([]byte(`<ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name><CreationDate>2024-01-01T00:00:00.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>`))
	f.Add([]byte(`<html>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		page, _, err := parseBuckets(body)
		for _, b := range page {
			if err == nil && b.Name == "" {
				t.Error("a bucket without a name")
			}
		}
	})
}
