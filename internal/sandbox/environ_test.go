package sandbox

import (
	"slices"
	"testing"
)

// The SDK for Go v2 needs the variables of the services, older clients of each
// language others; one that is missing leads a client to AWS.
func TestEveryServiceHasItsVariable(t *testing.T) {
	s := Start(t)
	u := s.URL()
	want := []string{
		"AWS_ENDPOINT_URL=" + u, "AWS_ENDPOINT_URL_SSO=" + u, "AWS_ENDPOINT_URL_SSO_OIDC=" + u,
		"AWS_ENDPOINT_URL_STS=" + u, "AWS_ENDPOINT_URL_S3=" + u, "AWS_EC2_METADATA_DISABLED=true", "AWS_DISABLE_HOST_PREFIX_INJECTION=true",
	}
	if got := s.Environ(); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
