package profile

import (
	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/paths"
)

// Settings are how AWS is reached for one profile: the environment's word
// first, then the profile's.
type Settings struct {
	Region       ident.Region // empty when neither says
	RegionSource string       // the variable or the file that says; empty when none does
	FIPS         bool
	DualStack    bool
	CABundle     string // empty: the system's roots

	override [4]string // by partition.Service; empty: AWS's own host
}

// SettingsOf reads the settings for a profile, which need not exist.
func SettingsOf(v *awsconfig.View, env paths.Environ, profile string) Settings { return Settings{} }

// Endpoint returns where a service of a region is reached, without a trailing
// slash: the service's variable, AWS_ENDPOINT_URL, the profile's services
// section, its endpoint_url, else AWS's own host.
func (s Settings) Endpoint(svc partition.Service, r ident.Region) string {
	return partition.Endpoint(svc, r, s.FIPS, s.DualStack)
}

// Overridden reports whether a service is reached elsewhere than at AWS's own host.
func (s Settings) Overridden(svc partition.Service) bool { return s.override[svc] != "" }
