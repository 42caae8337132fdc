package fob

import (
	"context"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go/auth/bearer"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/vend"
)

// Source is what aws.Credentials.Source says of credentials from a Provider.
const Source = "fob"

// Options say what a Provider gives. The zero value gives what the environment
// selects, as every AWS SDK does.
type Options struct {
	// Profile is the name of a profile. Empty means AWS_PROFILE, and then
	// "default"; keys in the environment come before those, as in the SDKs.
	Profile string
	// Region is where STS is asked for the roles that a profile assumes. Empty
	// means AWS_REGION, and then the profile's own.
	Region string
	// MinTTL is how long credentials must last when they are given: it is an
	// error when AWS gives none that do. Zero means 5 minutes wherever such can
	// be had, and a warning where they cannot.
	MinTTL time.Duration

	// CABundle is a file of PEM certificates that replaces the system's roots.
	// Empty means AWS_CA_BUNDLE, then the profile's ca_bundle.
	CABundle string
	// Transport sends the requests, in place of fob's own; proxies and
	// certificates are its own matter then. fob retries and paces all the same.
	Transport http.RoundTripper
	// Environ holds name=value lines, as os.Environ gives them; where HOME (on
	// Windows USERPROFILE) lies, too. Nil means the environment of the process.
	Environ []string

	// Warn is told, by any goroutine, of what did not stop the work: a damaged
	// cache file, a wait for another process. Nil means nobody is told.
	Warn func(text string)
	// AskMFA returns the code that an MFA device shows, for roles that want
	// one. Nil means that nobody can be asked, which is an error there.
	AskMFA func(ctx context.Context, serial string) (code string, err error)
}

// Provider gives the credentials, and the bearer token, of one profile. It is
// safe for use by many goroutines.
//
// It can be used bare: each Retrieve reads the files anew, which takes less
// than a millisecond while they hold good credentials, and sees a sign-out at
// once. It can be wrapped in an aws.CredentialsCache, as the SDK's config does
// by itself: then the files are read when the cached credentials end. Give that
// cache an ExpiryWindow of at most MinTTL, 5 minutes by default, and no request
// is signed with keys that end on the way.
type Provider struct {
	options Options
	vendor  *vend.Vendor
	err     error // why there is no vendor

	keys   flight[ident.Credentials]
	tokens flight[cache.Token]
}

var (
	_ aws.CredentialsProvider = (*Provider)(nil)
	_ bearer.TokenProvider    = (*Provider)(nil)
)

// NewProvider makes a provider. It reads no file and asks nobody: what is wrong
// with the options is told by the first Retrieve.
func NewProvider(o Options) *Provider {
	p := &Provider{options: o}
	p.vendor, p.err = newVendor(o)
	return p
}

// Retrieve gives credentials: those in the cache while they last, else new
// ones, which are kept for the next who asks. Of many calls at once one does
// the work and the others wait for it, each for as long as its own ctx lasts.
//
// Source is "fob". Expires is in UTC; CanExpire is false for long-lived keys.
// AccountID is empty where the profile's way does not tell it.
//
// Errors: ctx's own, or an *Error that tells what to type, which is one of
// ErrSignInNeeded, ErrNoAccess, ErrNoProfile and ErrNoCredentials where errors.Is
// says so.
//
// Source: AWS SDKs and Tools Reference Guide, "Standardized credential
// providers"; what fob does where that is silent is in docs/credentials.md.
func (p *Provider) Retrieve(ctx context.Context) (aws.Credentials, error) {
	if p.err != nil {
		return aws.Credentials{}, publicError(ctx, p.err)
	}
	keys, err := p.keys.do(ctx, func(ctx context.Context) (ident.Credentials, error) {
		v, err := p.vendor.Credentials(ctx, p.profile())
		return v.Credentials, err
	})
	if err != nil {
		return aws.Credentials{}, publicError(ctx, err)
	}
	return aws.Credentials{
		AccessKeyID:     keys.AccessKeyID,
		SecretAccessKey: keys.SecretAccessKey.Reveal(),
		SessionToken:    keys.SessionToken.Reveal(),
		Source:          Source,
		CanExpire:       !keys.Expiration.IsZero(),
		Expires:         keys.Expiration.UTC(),
		AccountID:       string(keys.AccountID),
	}, nil
}

// RetrieveBearerToken gives the access token of the sign-in that the profile
// builds on, renewed first where it is about to end. It is for services that
// take one in place of a signature: set it as aws.Config's
// BearerAuthTokenProvider. Errors are as those of Retrieve; ErrNoCredentials
// where the profile builds on no sign-in.
func (p *Provider) RetrieveBearerToken(ctx context.Context) (bearer.Token, error) {
	if p.err != nil {
		return bearer.Token{}, publicError(ctx, p.err)
	}
	t, err := p.tokens.do(ctx, p.token)
	if err != nil {
		return bearer.Token{}, publicError(ctx, err)
	}
	return bearer.Token{Value: t.AccessToken.Reveal(), CanExpire: true, Expires: t.ExpiresAt.UTC()}, nil
}

func (p *Provider) token(ctx context.Context) (cache.Token, error) {
	files, err := p.vendor.Files()
	if err != nil {
		return cache.Token{}, err
	}
	view := files.View()
	s, err := profile.SessionOf(view, p.profile())
	if err != nil {
		return cache.Token{}, err
	}
	return p.vendor.Token(ctx, s)
}

// profile is the one that is meant now.
func (p *Provider) profile() string {
	if p.options.Profile != "" {
		return p.options.Profile
	}
	if name, _ := p.vendor.Env.Profile(); name != "" {
		return name
	}
	return "default"
}
