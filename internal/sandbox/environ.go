package sandbox

// services are the ids of AWS_ENDPOINT_URL_<ID>, one for each service that the
// sandbox has.
//
// AWS_ENDPOINT_URL alone is not enough: the SDK for Go v2 resolves credentials
// before it reads that variable, and would send the access token of a sign-in to
// AWS's own portal.
var services = []string{"SSO", "SSO_OIDC", "STS", "S3"}

// Environ returns the variables, as NAME=value, that point AWS clients at a
// sandbox whose origin is http://127.0.0.1:PORT, and nowhere else. AWS CLIs
// older than 2.13 do not know them.
func Environ(origin string) []string {
	vars := []string{"AWS_ENDPOINT_URL=" + origin}
	for _, id := range services {
		vars = append(vars, "AWS_ENDPOINT_URL_"+id+"="+origin)
	}
	return append(
		vars,
		// Without keys, SDKs would look for a cloud machine's, on the network.
		"AWS_EC2_METADATA_DISABLED=true",
		// Some operations put a word before the host, and sync-127.0.0.1 is none.
		"AWS_DISABLE_HOST_PREFIX_INJECTION=true",
	)
}

// Environ returns the variables, as NAME=value, that point AWS clients at this
// sandbox, and nowhere else.
func (s *Server) Environ() []string { return Environ(s.URL()) }
