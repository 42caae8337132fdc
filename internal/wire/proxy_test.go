package wire

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func lookup(vars map[string]string) func(string) (string, bool) {
	return func(n string) (string, bool) { v, ok := vars[n]; return v, ok }
}

func TestProxyForURL(t *testing.T) {
	const proxy = "http://proxy.example.com:3128"
	for name, tc := range map[string]struct {
		env  map[string]string
		url  string
		want string // empty means direct
	}{
		"no variable":                      {nil, "https://a.example.com/", ""},
		"https":                            {map[string]string{"HTTPS_PROXY": proxy}, "https://a.example.com/", proxy},
		"lower case wins":                  {map[string]string{"HTTPS_PROXY": "http://other", "https_proxy": proxy}, "https://a.example.com/", proxy},
		"a blank one is absent":            {map[string]string{"HTTPS_PROXY": proxy, "https_proxy": " "}, "https://a.example.com/", proxy},
		"all blank":                        {map[string]string{"HTTPS_PROXY": "\t", "https_proxy": " "}, "https://a.example.com/", ""},
		"http has its own variable":        {map[string]string{"HTTPS_PROXY": proxy}, "http://a.example.com/", ""},
		"http":                             {map[string]string{"HTTP_PROXY": proxy}, "http://a.example.com/", proxy},
		"scheme may be left out":           {map[string]string{"HTTPS_PROXY": "proxy.example.com:3128"}, "https://a.example.com/", proxy},
		"socks":                            {map[string]string{"HTTPS_PROXY": "socks5://p:1080"}, "https://a.example.com/", "socks5://p:1080"},
		"this machine is always direct":    {map[string]string{"HTTP_PROXY": proxy}, "http://127.0.0.1:8080/", ""},
		"and by its name":                  {map[string]string{"HTTP_PROXY": proxy}, "http://LOCALHOST:8080/", ""},
		"and by IPv6":                      {map[string]string{"HTTP_PROXY": proxy}, "http://[::1]:8080/", ""},
		"and where a container's keys are": {map[string]string{"HTTP_PROXY": proxy}, "http://169.254.170.2/x", ""},
		"and an instance's":                {map[string]string{"HTTP_PROXY": proxy}, "http://[fd00:ec2::254]/x", ""},
		"but no other address":             {map[string]string{"HTTP_PROXY": proxy}, "http://10.0.0.1/x", proxy},
		"no_proxy domain":                  {map[string]string{"HTTPS_PROXY": proxy, "NO_PROXY": "foo.com, example.com"}, "https://example.com/", ""},
		"no_proxy domain holds below":      {map[string]string{"HTTPS_PROXY": proxy, "NO_PROXY": "example.com"}, "https://a.example.com/", ""},
		"but not in the middle of a word":  {map[string]string{"HTTPS_PROXY": proxy, "NO_PROXY": "ample.com"}, "https://example.com/", proxy},
		"leading dot: only below":          {map[string]string{"HTTPS_PROXY": proxy, "NO_PROXY": ".example.com"}, "https://example.com/", proxy},
		"leading dot: below":               {map[string]string{"HTTPS_PROXY": proxy, "no_proxy": ".example.com"}, "https://a.example.com/", ""},
		"star and dot: below":              {map[string]string{"HTTPS_PROXY": proxy, "NO_PROXY": "*.example.com"}, "https://a.example.com/", ""},
		"star alone: all":                  {map[string]string{"HTTPS_PROXY": proxy, "NO_PROXY": "*"}, "https://a.example.com/", ""},
		"port matches":                     {map[string]string{"HTTPS_PROXY": proxy, "NO_PROXY": "example.com:443"}, "https://example.com/", ""},
		"port differs":                     {map[string]string{"HTTPS_PROXY": proxy, "NO_PROXY": "example.com:80"}, "https://example.com/", proxy},
		"address":                          {map[string]string{"HTTPS_PROXY": proxy, "NO_PROXY": "10.0.0.1"}, "https://10.0.0.1/", ""},
		"address range":                    {map[string]string{"HTTPS_PROXY": proxy, "NO_PROXY": "10.0.0.0/8"}, "https://10.9.8.7/", ""},
		"outside the range":                {map[string]string{"HTTPS_PROXY": proxy, "NO_PROXY": "10.0.0.0/8"}, "https://11.0.0.1/", proxy},
		"IPv6 with port":                   {map[string]string{"HTTPS_PROXY": proxy, "NO_PROXY": "[fd00::1]:443"}, "https://[fd00::1]/", ""},
		"nonsense entries are skipped":     {map[string]string{"HTTPS_PROXY": proxy, "NO_PROXY": " ,., ,*.,"}, "https://a.example.com/", proxy},
		"upper case, trailing dot":         {map[string]string{"HTTPS_PROXY": proxy, "NO_PROXY": "Example.COM"}, "https://EXAMPLE.com./", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := proxyFrom(lookup(tc.env))
			if err != nil {
				t.Fatal(err)
			}
			u, err := url.Parse(tc.url)
			if err != nil {
				t.Fatal(err)
			}
			got, err := p.forRequest(&http.Request{URL: u})
			if err != nil {
				t.Fatal(err)
			}
			if text := ""; got != nil && got.String() != tc.want || got == nil && text != tc.want {
				t.Errorf("proxy for %s is %v, want %q", tc.url, got, tc.want)
			}
		})
	}
}

func TestAProxyThatIsNoneIsNamedWithoutItsPassword(t *testing.T) {
	for _, value := range []string{"ftp://joe:hunter2@proxy", "http://joe:hunter2@ bad", "://hunter2"} {
		_, err := New(Options{Lookup: lookup(map[string]string{"HTTPS_PROXY": value})})
		if err == nil || !strings.Contains(err.Error(), "HTTPS_PROXY") || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: error is %v", value, err)
		}
	}
}

func FuzzNoProxy(f *testing.F) {
	for _, s := range []string{"", "*", "a,b", ".x", "*.x:80", "[::1]:443", "10.0.0.0/8", ":", "[", "::1", "a:b:c"} {
		f.Add(s, "a.x")
	}
	f.Fuzz(func(t *testing.T, list, host string) {
		all, direct := parseNoProxy(list)
		for _, e := range direct {
			if e.domain == "" && !e.net.IsValid() {
				t.Errorf("%q holds an entry that names nothing", list)
			}
		}
		proxies{all: all, direct: direct}.isDirect(&url.URL{Scheme: "https", Host: host})
	})
}
