package wire

import (
	"strings"
	"testing"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// That the signatures themselves hold is proved where a server verifies them:
// in the tests of sts and s3 against the SDK, and in the sandbox.
func TestSignedHeaders(t *testing.T) {
	now := time.Date(2026, 11, 22, 20, 35, 12, 0, time.UTC)
	keys := ident.Credentials{AccessKeyID: "ASIAEXAMPLEEXAMPLE2A", SecretAccessKey: "wJalrXUtnFEMI", SessionToken: "IQoJtoken"}
	for service, want := range map[string]string{
		"sts": "SignedHeaders=content-length;content-type;host;x-amz-date;x-amz-security-token",
		"s3":  "SignedHeaders=content-length;content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token",
	} {
		r := Request{Method: "POST", URL: "https://h.example.com/", Body: []byte("a=b"), Header: map[string][]string{"Content-Type": {"text/plain"}}}
		if err := Sign(t.Context(), &r, keys, service, "us-east-1", now); err != nil {
			t.Fatal(err)
		}
		auth := r.Header.Get("Authorization")
		for _, part := range []string{want, "Credential=ASIAEXAMPLEEXAMPLE2A/20261122/us-east-1/" + service + "/aws4_request"} {
			if !strings.Contains(auth, part) {
				t.Errorf("%s: Authorization is %s, lacks %s", service, auth, part)
			}
		}
		if r.Header.Get("X-Amz-Date") != "20261122T203512Z" || r.Header.Get("X-Amz-Security-Token") != "IQoJtoken" {
			t.Errorf("%s: headers are %v", service, r.Header)
		}
	}
}

func TestAMalformedURLIsNotSigned(t *testing.T) {
	if err := Sign(t.Context(), &Request{Method: "GET", URL: "://"}, ident.Credentials{}, "sts", "us-east-1", time.Now()); err == nil {
		t.Error("want an error")
	}
}
