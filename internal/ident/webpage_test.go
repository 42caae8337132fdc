package ident

import "testing"

func TestParseWebPage(t *testing.T) {
	for text, host := range map[string]string{
		"https://my-company.awsapps.com/start/#/device?user_code=X":   "my-company.awsapps.com",
		"https://Device.SSO.us-east-1.amazonaws.com/?user_code=AB-CD": "device.sso.us-east-1.amazonaws.com",
		"http://127.0.0.1:8443/device":                                "127.0.0.1",
		"http://[::1]:8443/device":                                    "::1",
		"https://x.example/ü€":                                        "x.example",
		"https://my_company.example":                                  "my_company.example",
	} {
		p, err := ParseWebPage(text)
		if err != nil || p.String() != text || p.Host() != host {
			t.Errorf("%s: host %q, %v", text, p.Host(), err)
		}
	}
	for _, text := range []string{
		"", "https:", "https://", "https:///x", "//x.example/", "x.example", "-a", "file:///etc/passwd", "javascript:alert(1)", "ftp://x.example/",
		"https://user@x.example/", "https://my-company.awsapps.com@evil.example/", "https://x.example:8443@evil.example/",
		`https://evil.example\@x.example/`, `https://evil.example\.x.example/`, "https://evil.example\uff0f.awsapps.com/", // a full-width slash
		"https://evil.example%2f.awsapps.com/", "https://evil.example%00.awsapps.com/", "https://evil.example;.awsapps.com/", "https://x.example:port/",
		"https://x.example/a b", "https://x.example/\n", "https://x.example/\x1b[2J", "https://x.example/\u202e", "https://x.example/\u009b", `https://x.example/"`, "https://x.example/\xff",
	} {
		if p, err := ParseWebPage(text); err == nil || p.Host() != "" || p.Origin() != "" || p.Private() {
			t.Errorf("%q is taken as %q", text, p)
		}
	}
}

func TestTheOriginOfAWebPage(t *testing.T) {
	p, err := ParseWebPage("http://LocalHost:8443/x?y")
	if err != nil || p.Origin() != "http://localhost:8443" || p.Private() {
		t.Errorf("origin %q, private %t, %v", p.Origin(), p.Private(), err)
	}
}
