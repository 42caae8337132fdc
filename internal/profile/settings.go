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

	endpoints [partition.S3 + 1]endpoint // by service; zero: AWS's own host
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
		s.findEndpoints(v, env, section)
	}
	return s
}

// chosen asks the environment, and the profile when that says nothing.
func chosen(env func() (on, set bool), value string) bool {
	if on, set := env(); set {
		return on
	}
	return isTrue(value)
}

func isTrue(value string) bool { return strings.EqualFold(value, "true") }
