package vend

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/wire"
)

// Where the credentials of a place are asked for, when nothing else is said.
const (
	containerHost = "http://169.254.170.2"
	instanceHost  = "http://169.254.169.254"
	// instanceLimit is how long an instance's metadata may take: they are one
	// hop away, and elsewhere nobody ever answers.
	instanceLimit = 3 * time.Second
)

// source returns the credentials of the place where the program runs. They
// are not kept: the place keeps them.
func (e *errand) source(ctx context.Context, s *profile.CredentialSource) (keys ident.Credentials, err error) {
	switch s.Source {
	case profile.SourceEnvironment:
		keys, err = environmentKeys(e.Env)
	case profile.SourceContainer:
		keys, err = e.container(ctx)
	case profile.SourceInstance:
		keys, err = e.instance(ctx)
	}
	if err != nil || keys.AccessKeyID == "" {
		return ident.Credentials{}, e.noSource(s, err)
	}
	return keys, nil
}

func (e *errand) noSource(s *profile.CredentialSource, cause error) error {
	why := map[string]string{
		profile.SourceEnvironment: "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set",
		profile.SourceContainer:   "this is no container with a role (AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not set)",
		profile.SourceInstance:    "this is no EC2 instance with a role",
	}[s.Source]
	if cause != nil {
		why = cause.Error()
	}
	f := &fault.Error{
		Summary: fmt.Sprintf("the credential_source %s of the profile %q gives no credentials: %s", s.Source, s.Profile, why),
		Code:    fault.NoCredentials,
		Err:     cause,
	}
	if s.Pos.File != "" {
		f.Detail = []string{"  " + e.where(s.Pos) + ": credential_source = " + s.Source}
	}
	return f
}

// container asks the agent of a container for the credentials of its role.
func (e *errand) container(ctx context.Context) (ident.Credentials, error) {
	at := e.Env.Container()
	target := at.FullURI
	switch {
	case at.RelativeURI != "":
		target = containerHost + at.RelativeURI
	case target == "":
		return ident.Credentials{}, nil
	}
	if err := trustworthy(target); err != nil {
		return ident.Credentials{}, err
	}
	token := at.Token
	if at.TokenFile != "" {
		text, err := os.ReadFile(at.TokenFile)
		if err != nil {
			return ident.Credentials{}, fmt.Errorf("read the container's authorization token: %w", err)
		}
		token = ident.Secret(strings.TrimSpace(string(text)))
	}
	header := http.Header{"Accept": {"application/json"}}
	if token != "" {
		header.Set("Authorization", token.Reveal())
	}
	body, err := e.get(ctx, http.MethodGet, target, header)
	if err != nil {
		return ident.Credentials{}, err
	}
	return parsePlace(body)
}

// trustworthy refuses plain http to any but this machine and the addresses
// where AWS's agents listen, as the SDKs do: the answer is keys.
func trustworthy(target string) error {
	u, err := url.Parse(target)
	if err != nil {
		return errors.New("AWS_CONTAINER_CREDENTIALS_FULL_URI is no URL")
	}
	host := u.Hostname()
	switch u.Scheme {
	case "https":
		return nil
	case "http":
	default:
		return fmt.Errorf("%s:// is no way to fetch keys; use https", u.Scheme)
	}
	if host == "localhost" || host == "169.254.170.2" || host == "169.254.170.23" || host == "fd00:ec2::23" {
		return nil
	}
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("plain http to %s is not safe for keys; use https, or a loopback address", host)
}

// instance asks an EC2 instance's metadata service, in its second version, for
// the credentials of the instance's role.
func (e *errand) instance(ctx context.Context) (ident.Credentials, error) {
	base, off := e.Env.InstanceMetadata()
	if off {
		return ident.Credentials{}, errors.New("AWS_EC2_METADATA_DISABLED is true")
	}
	if base == "" {
		base = instanceHost
	}
	base = strings.TrimRight(base, "/")
	ctx, cancel := context.WithTimeout(ctx, instanceLimit)
	defer cancel()
	token, err := e.get(ctx, http.MethodPut, base+"/latest/api/token", http.Header{"X-Aws-Ec2-Metadata-Token-Ttl-Seconds": {"300"}})
	if err != nil {
		return ident.Credentials{}, err
	}
	header := http.Header{"X-Aws-Ec2-Metadata-Token": {string(token)}}
	const roles = "/latest/meta-data/iam/security-credentials/"
	role, err := e.get(ctx, http.MethodGet, base+roles, header)
	if err != nil {
		return ident.Credentials{}, err
	}
	name, _, _ := strings.Cut(strings.TrimSpace(string(role)), "\n")
	body, err := e.get(ctx, http.MethodGet, base+roles+url.PathEscape(name), header)
	if err != nil {
		return ident.Credentials{}, err
	}
	return parsePlace(body)
}

// get returns the body of an answer that is 200.
func (e *errand) get(ctx context.Context, method, target string, header http.Header) ([]byte, error) {
	w, err := e.wire()
	if err != nil {
		return nil, err
	}
	res, err := w.Do(ctx, wire.Request{Method: method, URL: target, Header: header, Idempotent: true})
	if err != nil {
		return nil, err
	}
	if res.Status != http.StatusOK {
		return nil, fmt.Errorf("%s answers %d", target, res.Status)
	}
	return res.Body, nil
}

// parsePlace reads the document that both places answer with.
func parsePlace(body []byte) (ident.Credentials, error) {
	var doc struct{ AccessKeyId, SecretAccessKey, Token, Expiration, AccountId string }
	if json.Unmarshal(body, &doc) != nil || doc.AccessKeyId == "" || doc.SecretAccessKey == "" {
		return ident.Credentials{}, errors.New("the answer holds no credentials")
	}
	at, err := cache.ParseTime(doc.Expiration)
	if err != nil {
		return ident.Credentials{}, errors.New("the answer does not tell when the credentials end")
	}
	return ident.Credentials{
		AccessKeyID: doc.AccessKeyId, SecretAccessKey: ident.Secret(doc.SecretAccessKey),
		SessionToken: ident.Secret(doc.Token), Expiration: at.UTC(), AccountID: ident.AccountID(doc.AccountId),
	}, nil
}
