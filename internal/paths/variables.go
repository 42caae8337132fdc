package paths

import (
	"fmt"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// UseFIPS tells what AWS_USE_FIPS_ENDPOINT says; set is false when it says nothing.
func (e Environ) UseFIPS() (on, set bool) { return e.choice("AWS_USE_FIPS_ENDPOINT") }

// UseDualStack tells what AWS_USE_DUALSTACK_ENDPOINT says; set is false when
// it says nothing.
func (e Environ) UseDualStack() (on, set bool) { return e.choice("AWS_USE_DUALSTACK_ENDPOINT") }

func (e Environ) choice(name string) (on, set bool) {
	v := e.Get(name)
	return strings.EqualFold(v, "true"), v != ""
}

// CABundle returns the file of CA certificates that AWS_CA_BUNDLE names.
func (e Environ) CABundle() string { return e.Get("AWS_CA_BUNDLE") }

// Keys are credentials in the environment, as they stand there.
type Keys struct {
	AccessKeyID     string
	SecretAccessKey ident.Secret
	SessionToken    ident.Secret
	Expiration      string // AWS_CREDENTIAL_EXPIRATION; empty when unset
	AccountID       ident.AccountID
}

// Keys returns the credentials in the environment.
func (e Environ) Keys() Keys {
	token, _ := e.First("AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN") // in the AWS CLI's order
	return Keys{
		AccessKeyID:     e.Get("AWS_ACCESS_KEY_ID"),
		SecretAccessKey: ident.Secret(e.Get("AWS_SECRET_ACCESS_KEY")),
		SessionToken:    ident.Secret(token),
		Expiration:      e.Get("AWS_CREDENTIAL_EXPIRATION"),
		AccountID:       ident.AccountID(e.Get("AWS_ACCOUNT_ID")),
	}
}

// WebIdentity returns the role and the file of the token that the environment
// names, both empty unless both are set, and the role session's name.
func (e Environ) WebIdentity() (roleARN, tokenFile, sessionName string) {
	roleARN, tokenFile = e.Get("AWS_ROLE_ARN"), e.Get("AWS_WEB_IDENTITY_TOKEN_FILE")
	if roleARN == "" || tokenFile == "" {
		return "", "", ""
	}
	return roleARN, tokenFile, e.Get("AWS_ROLE_SESSION_NAME")
}

// Container tells where a container's credentials are asked for.
type Container struct {
	RelativeURI string // AWS_CONTAINER_CREDENTIALS_RELATIVE_URI; wins
	FullURI     string // AWS_CONTAINER_CREDENTIALS_FULL_URI
	Token       ident.Secret
	TokenFile   string // wins over Token
}

// Container returns what the environment says about a container's
// credentials; zero when this is no container.
func (e Environ) Container() Container {
	return Container{
		RelativeURI: e.Get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
		FullURI:     e.Get("AWS_CONTAINER_CREDENTIALS_FULL_URI"),
		Token:       ident.Secret(e.Get("AWS_CONTAINER_AUTHORIZATION_TOKEN")),
		TokenFile:   e.Get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"),
	}
}

// InstanceMetadata tells how an EC2 instance's metadata are asked for.
type InstanceMetadata struct {
	Endpoint string
	Set      bool          // the environment names the endpoint
	Off      bool          // AWS_EC2_METADATA_DISABLED
	Timeout  time.Duration // AWS_METADATA_SERVICE_TIMEOUT, of one question
	Attempts int           // AWS_METADATA_SERVICE_NUM_ATTEMPTS
}

// InstanceMetadata returns what the environment says about an instance's
// metadata, with the SDKs' defaults. The error names a variable whose value is
// none of those that it can have.
func (e Environ) InstanceMetadata() (InstanceMetadata, error) {
	m := InstanceMetadata{
		Endpoint: e.Get("AWS_EC2_METADATA_SERVICE_ENDPOINT"),
		Off:      e.truth("AWS_EC2_METADATA_DISABLED"),
		Timeout:  time.Duration(max(e.number("AWS_METADATA_SERVICE_TIMEOUT"), 1)) * time.Second,
		Attempts: max(e.number("AWS_METADATA_SERVICE_NUM_ATTEMPTS"), 1),
	}
	if m.Set = m.Endpoint != ""; m.Set {
		return m, nil
	}
	const mode = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"
	switch v := e.Get(mode); strings.ToLower(v) {
	case "", "ipv4":
		m.Endpoint = "http://169.254.169.254"
	case "ipv6":
		m.Endpoint = "http://[fd00:ec2::254]"
	default:
		return m, fmt.Errorf("%s is %q; it can be IPv4 or IPv6", mode, v)
	}
	return m, nil
}

// ProfileChain is the variable by which programs that ask each other for
// credentials see that they go round in a circle.
const ProfileChain = "_AWS_CLI_PROFILE_CHAIN"

// ErrorsVariable says how fob writes its error: as ErrorsJSON on stderr, as
// ErrorsOnStdout where the answer would have stood, or else for a person. It is
// meant for this one fob: a credential_process does not inherit it.
const (
	ErrorsVariable = "FOB_ERRORS"
	ErrorsJSON     = "json"
	ErrorsOnStdout = "json-stdout"
)
