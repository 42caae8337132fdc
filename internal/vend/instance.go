package vend

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/paths"
)

const instanceRoles = "/latest/meta-data/iam/security-credentials/"

// instance asks an EC2 instance's metadata service, in its second version, for
// the credentials of the instance's role.
func (e *request) instance(ctx context.Context) (ident.Credentials, error) {
	at, err := e.Env.InstanceMetadata()
	if err != nil {
		return ident.Credentials{}, err
	}
	if at.Off {
		return ident.Credentials{}, errors.New("AWS_EC2_METADATA_DISABLED is true")
	}
	base := strings.TrimRight(at.Endpoint, "/")
	token, err := e.metadata(ctx, at, http.MethodPut, base+"/latest/api/token", http.Header{"X-Aws-Ec2-Metadata-Token-Ttl-Seconds": {"300"}})
	if err != nil {
		return ident.Credentials{}, noMetadata(base, err)
	}
	header := http.Header{"X-Aws-Ec2-Metadata-Token": {string(token)}}
	role, err := e.metadata(ctx, at, http.MethodGet, base+instanceRoles, header)
	if refused := (*placeError)(nil); errors.As(err, &refused) && refused.status == http.StatusNotFound {
		return ident.Credentials{}, errors.New("this instance has no role")
	}
	if err != nil {
		return ident.Credentials{}, err
	}
	name, _, _ := strings.Cut(strings.TrimSpace(string(role)), "\n")
	body, err := e.metadata(ctx, at, http.MethodGet, base+instanceRoles+url.PathEscape(name), header)
	if err != nil {
		return ident.Credentials{}, err
	}
	return parsePlace(body)
}

// metadata asks the metadata service, which is one hop away: it answers at once
// or, elsewhere, never.
func (e *request) metadata(ctx context.Context, at paths.InstanceMetadata, method, target string, header http.Header) (body []byte, err error) {
	for range at.Attempts {
		limited, cancel := context.WithTimeout(ctx, at.Timeout)
		body, err = e.get(limited, method, target, header)
		cancel()
		var refused *placeError
		if err == nil || ctx.Err() != nil || errors.As(err, &refused) && refused.status < 500 {
			return body, err
		}
	}
	return nil, err
}

// noMetadata tells why there is no token. An instance whose hop limit is 1
// answers its containers' question, and the answer does not reach them.
func noMetadata(base string, err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("the metadata service at %s does not answer: this is no EC2 instance, or a container on one whose hop limit is 1", base)
	}
	return err
}

// onInstance reports whether the instance's role is what there is, where
// nobody has chosen a profile and no other credentials are there.
func (e *request) onInstance(code fault.Code) bool {
	if e.chosen() || code != fault.NoProfile && code != fault.NoCredentials {
		return false
	}
	at, err := e.Env.InstanceMetadata()
	return err == nil && !at.Off && (at.Set || e.OnInstance != nil && e.OnInstance())
}

// OnInstance reports whether this machine is an EC2 instance, by what its
// firmware says: asking the metadata service costs a second anywhere else.
func OnInstance() bool {
	vendor, err := os.ReadFile("/sys/class/dmi/id/sys_vendor") // Linux has it
	return err == nil && strings.HasPrefix(string(vendor), "Amazon EC2")
}
