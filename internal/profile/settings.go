package profile

import (
	"strings"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/paths"
)

// Settings are how AWS is reached for one profile: the environment's word
// first, then the profile's.
type Settings struct {
	Region       ident.Region // as written; empty when neither says
	RegionSource string       // the variable or the file that says; empty when none does
	FIPS         bool
	DualStack    bool
	CABundle     string // empty: the system's roots

	override [partition.S3 + 1]string // by service; empty: AWS's own host
}

// SettingsOf reads the settings for a profile, which need not exist.
func SettingsOf(v *awsconfig.View, env paths.Environ, profile string) Settings {
	section, ok := v.Profile(profile)
	if !ok {
		section = &awsconfig.Section{Type: awsconfig.TypeProfile, Name: profile}
	}
	s := Settings{
		FIPS:      chosen(env.UseFIPS, section.Get("use_fips_endpoint")),
		DualStack: chosen(env.UseDualStack, section.Get("use_dualstack_endpoint")),
		CABundle:  env.CABundle(),
	}
	if s.CABundle == "" {
		s.CABundle = section.Get("ca_bundle")
	}
	if r, variable := env.Region(); r != "" {
		s.Region, s.RegionSource = ident.Region(r), variable
	} else if p := firstOf(section, "region"); p.Value != "" {
		s.Region, s.RegionSource = ident.Region(p.Value), p.Pos.File
	}
	if !isTrue(section.Get("ignore_configured_endpoint_urls")) {
		s.overrideBy(v, env, section)
	}
	return s
}

// overrideBy finds the endpoints that are not AWS's own. The environment's
// word for all services counts before the files' word for one.
func (s *Settings) overrideBy(v *awsconfig.View, env paths.Environ, section *awsconfig.Section) {
	if env.IgnoreEndpointURLs() {
		return
	}
	services, _ := v.Services(section.Get("services"))
	for svc := range s.override {
		url := env.EndpointURL(partition.Service(svc).ID())
		if url == "" && services != nil {
			url = nested(services, partition.Service(svc).Key(), "endpoint_url")
		}
		if url == "" {
			url = section.Get("endpoint_url")
		}
		s.override[svc] = strings.TrimRight(url, "/")
	}
}

// Endpoint returns where a service of a region is reached, without a trailing
// slash: the service's variable, AWS_ENDPOINT_URL, the profile's services
// section, its endpoint_url, else AWS's own host.
func (s Settings) Endpoint(svc partition.Service, r ident.Region) string {
	if s.Overridden(svc) {
		return s.override[svc]
	}
	return partition.Endpoint(svc, r, s.FIPS, s.DualStack)
}

// Overridden reports whether a service is reached elsewhere than at AWS's own host.
func (s Settings) Overridden(svc partition.Service) bool { return s.override[svc] != "" }

// chosen asks the environment, and the profile when that says nothing.
func chosen(env func() (on, set bool), value string) bool {
	if on, set := env(); set {
		return on
	}
	return isTrue(value)
}

func isTrue(value string) bool { return strings.EqualFold(value, "true") }

// nested returns the value of a key below another one.
func nested(s *awsconfig.Section, key, sub string) string {
	p, _ := s.Lookup(key)
	for _, n := range p.Sub {
		if strings.EqualFold(n.Key, sub) {
			return n.Value
		}
	}
	return ""
}
