// Package paths knows where every file lies and what the environment says,
// from an environment that is handed in. It is the only reader of HOME,
// USERPROFILE and the AWS_* variables, and it never touches a file.
package paths

import (
	"errors"
	"maps"
	"slices"
	"strings"
)

// Environ is the environment of one run. Lookup is os.LookupEnv in the program
// and a map in tests. It is a value and safe for use by many goroutines.
type Environ struct {
	GOOS   string // runtime.GOOS in the program
	Lookup func(name string) (string, bool)
	All    func() []string // every NAME=value, for programs that fob starts; os.Environ in the program
}

// FromMap makes an Environ for tests and for child programs.
func FromMap(goos string, vars map[string]string) Environ {
	return Environ{
		GOOS: goos,
		Lookup: func(name string) (string, bool) {
			v, ok := vars[name]
			return v, ok
		},
		All: func() []string {
			var all []string
			for _, name := range slices.Sorted(maps.Keys(vars)) {
				all = append(all, name+"="+vars[name])
			}
			return all
		},
	}
}

// Get returns the variable's value, empty when it is unset or blank. A value of
// nothing but blanks is a slip in a script or a CI setting that is not filled
// in; the AWS SDKs for Java and Rust count it as absent, too.
func (e Environ) Get(name string) string {
	v := e.Text(name)
	if strings.TrimSpace(v) == "" {
		return ""
	}
	return v
}

// Text returns the variable's value as it is, empty when unset: for text in
// which blanks have a meaning.
func (e Environ) Text(name string) string {
	v, _ := e.Lookup(name)
	return v
}

// First returns the first of names that is set and not blank, and its value.
func (e Environ) First(names ...string) (value, name string) {
	for _, n := range names {
		if v := e.Get(n); v != "" {
			return v, n
		}
	}
	return "", ""
}

// Home returns the person's home directory: USERPROFILE on Windows, else HOME.
func (e Environ) Home() (string, error) {
	names := []string{"HOME"}
	if e.GOOS == "windows" {
		names = []string{"USERPROFILE", "HOME"}
	}
	if h, _ := e.First(names...); h != "" {
		return h, nil
	}
	return "", errors.New(names[0] + " is not set, so there is no home directory")
}

// Profile returns the profile that the environment selects and the variable
// that does it. An empty or blank variable counts as unset.
func (e Environ) Profile() (profile, variable string) {
	return e.First("AWS_PROFILE", "AWS_DEFAULT_PROFILE")
}

// Region returns the region that the environment selects and the variable.
func (e Environ) Region() (region, variable string) {
	return e.First("AWS_REGION", "AWS_DEFAULT_REGION")
}

// Output returns the output format that the environment wants of the AWS CLI.
func (e Environ) Output() string { return e.Get("AWS_DEFAULT_OUTPUT") }

// EndpointURL returns the override for a service, whose id is spelled as in
// AWS_ENDPOINT_URL_<ID> (SSO, SSO_OIDC, STS, S3): the service's own variable
// first, then AWS_ENDPOINT_URL; and the variable. Empty when neither is set, or
// when AWS_IGNORE_CONFIGURED_ENDPOINT_URLS says true.
func (e Environ) EndpointURL(serviceID string) (value, variable string) {
	if e.IgnoreEndpointURLs() {
		return "", ""
	}
	return e.First("AWS_ENDPOINT_URL_"+serviceID, "AWS_ENDPOINT_URL")
}

// IgnoreEndpointURLs reports whether configured endpoint URLs are turned off.
func (e Environ) IgnoreEndpointURLs() bool { return e.truth("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") }

func (e Environ) truth(name string) bool { return strings.EqualFold(e.Get(name), "true") }
