package profile

import (
	"fmt"
	"strings"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/paths"
)

// endpoint is where a service is reached instead of at AWS's own host.
type endpoint struct {
	url      string             // without a trailing slash; empty for none
	variable string             // the one that says so; empty when a file does
	key      awsconfig.Property // the one that says so, in a file
	where    string             // the place of key, for people
	profile  string             // whose key it is; empty for that of a services section
}

// findEndpoints finds the endpoints that are not AWS's own: a service's
// variable, AWS_ENDPOINT_URL, the profile's services section, its endpoint_url.
func (s *Settings) findEndpoints(v *awsconfig.View, env paths.Environ, section *awsconfig.Section) {
	if env.IgnoreEndpointURLs() {
		return
	}
	services, _ := v.Services(section.Get("services"))
	for svc := range s.endpoints {
		e := &s.endpoints[svc]
		if e.url, e.variable = env.EndpointURL(partition.Service(svc).ID()); e.url == "" {
			if e.key = nested(services, partition.Service(svc).Key(), "endpoint_url"); e.key.Value == "" {
				e.key, _ = section.Lookup("endpoint_url")
				e.profile = section.Name
			}
			if e.url = e.key.Value; e.url != "" {
				e.where = v.Where(e.key.Pos)
			}
		}
		e.url = strings.TrimRight(e.url, "/")
	}
}

// Endpoint returns where a service of a region is reached, without a trailing
// slash: the service's variable, AWS_ENDPOINT_URL, the profile's services
// section, its endpoint_url, else AWS's own host. The error, a *fault.Error,
// names the variable or the line that holds something else than a URL.
func (s Settings) Endpoint(svc partition.Service, r ident.Region) (string, error) {
	e := s.endpoints[svc]
	if e.url == "" {
		return partition.Endpoint(svc, r, s.FIPS, s.DualStack), nil
	}
	if _, err := ident.ParseWebPage(e.url); err != nil {
		return "", e.bad(err)
	}
	return e.url, nil
}

// bad is the error for an endpoint that is not a URL.
func (e endpoint) bad(err error) error {
	const example = "https://host.example.com"
	f := &fault.Error{Code: fault.Usage, Err: err}
	if e.variable != "" {
		f.Summary = fmt.Sprintf("%s is not an http or https URL: %q", e.variable, withoutUser(e.url))
		f.Hint, f.Remedy = "Remove it, or write it like this:", e.variable+"="+example
		return f
	}
	f.Summary = fmt.Sprintf("endpoint_url is not an http or https URL: %q", withoutUser(e.url))
	f.Detail = []string{"  " + e.where + ": endpoint_url = " + withoutUser(e.url)}
	if e.profile != "" {
		f.Hint, f.Remedy = "Correct it:", set("endpoint_url", example, e.profile)
	}
	return f
}

// withoutUser hides what comes before an @ in a URL, as it may be a password.
func withoutUser(address string) string {
	before, after, ok := cutLast(address, "@")
	if !ok {
		return address
	}
	scheme, _, _ := strings.Cut(before, "//")
	return scheme + "//…@" + after
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// nested returns a key below another one; s may be nil.
func nested(s *awsconfig.Section, key, sub string) awsconfig.Property {
	if s == nil {
		return awsconfig.Property{}
	}
	p, _ := s.Lookup(key)
	for _, n := range p.Sub {
		if strings.EqualFold(n.Key, sub) {
			return n
		}
	}
	return awsconfig.Property{}
}
