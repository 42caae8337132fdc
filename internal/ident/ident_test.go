package ident

import (
	"strings"
	"testing"
)

func TestParseRegion(t *testing.T) {
	for _, s := range []string{"us-east-1", "us-gov-west-1", "eusc-de-east-1", "mars-north-1", "x", "1", strings.Repeat("a", 63)} {
		if got, err := ParseRegion(s); err != nil || string(got) != s {
			t.Errorf("%q: %q, %v", s, got, err)
		}
	}
	for _, s := range []string{
		"", "-", "-us", "us-", strings.Repeat("a", 64), "US-EAST-1", "us_east_1", "us east 1", "us-east-1 ", "us-east-1\n",
		"us-east-1.evil.example", "evil.example/", "evil.example#", "evil.example?", "u@127.0.0.1:18121/?", "us-east-1:8443", "%2f", "\u00fcs", "us-east-1\x00", `us\`,
	} {
		if got, err := ParseRegion(s); err == nil || got != "" {
			t.Errorf("%q is taken as %q", s, got)
		}
	}
}

func FuzzParseRegion(f *testing.F) {
	for _, s := range []string{"us-east-1", "", "u@h/?", "a.b", "-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := ParseRegion(s)
		if err == nil && strings.Trim(string(r), "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("%q is taken as a region", s)
		}
	})
}

func TestParseAccountID(t *testing.T) {
	for s, good := range map[string]bool{
		"111122223333": true, "000000000001": true,
		"": false, "11112222333": false, "1111222233334": false, "11112222333x": false, "١١١١٢٢٢٢٣٣٣٣": false, "1111-2222-33": false, " 11112222333": false,
	} {
		if got, err := ParseAccountID(s); err == nil != good || good && string(got) != s {
			t.Errorf("%q: %q, %v", s, got, err)
		}
	}
}

func TestParseRoleName(t *testing.T) {
	for s, good := range map[string]bool{
		"ReadOnly": true, "a_+=,.@-1": true, strings.Repeat("a", 32): true,
		"": false, strings.Repeat("a", 33): false, "a b": false, "a/b": false, "a\nb": false, "a&b": false, "\u00e4": false, "a]": false,
	} {
		if got, err := ParseRoleName(s); err == nil != good || good && string(got) != s {
			t.Errorf("%q: %q, %v", s, got, err)
		}
	}
}

func TestParseStartURL(t *testing.T) {
	for s, good := range map[string]bool{
		"https://my-company.awsapps.com/start": true, "https://d-1234567890.awsapps.com/start#/": true, "https://sso.my-company.example": true,
		"": false, "http://my-company.awsapps.com/start": false, "https://": false, "https:///start": false, "my-company.awsapps.com/start": false,
		"file:///etc/passwd": false, "https://x.example/a b": false, "https://x.example/\n": false, "javascript:alert(1)": false,
	} {
		if got, err := ParseStartURL(s); err == nil != good || good && string(got) != s {
			t.Errorf("%q: %q, %v", s, got, err)
		}
	}
}
