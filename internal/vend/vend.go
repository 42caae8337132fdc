// Package vend is the one door to credentials: from the cache when they are
// good, else from the sign-in, the roles, the process or the keys that the
// profile names, saved for the next who asks.
//
// It never prints and never opens a browser: where a sign-in is needed, its
// error says what to type.
package vend

import (
	"context"
	"errors"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/paths"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/wire"
)

// Vendor gives credentials. Every field but those marked optional is needed.
// It is safe for use by many goroutines.
type Vendor struct {
	Store cache.Store
	// Files reads the shared files.
	Files func() (awsconfig.Files, error)
	Env   paths.Environ
	Now   func() time.Time
	// Wire makes the HTTP client, with the CA bundle that the profile asks for
	// (empty: the system's roots). It is called only when the network is needed.
	Wire func(caBundle string) (wire.Doer, error)
	// Explicit says that the person named the profile on the command line; keys
	// in the environment do not count then.
	Explicit bool
	// Region is --region. Optional.
	Region ident.Region
	// CABundle is --ca-bundle. Optional.
	CABundle string
	// Warn tells of something that did not stop the work. Optional.
	Warn func(text string)
	// AskMFA asks the person for the code that an MFA device shows. Nil when
	// there is nobody to ask.
	AskMFA func(ctx context.Context, serial string) (string, error)
	// MinTTL is how long credentials last at least when they are handed out,
	// wherever better ones can be had. Zero means 5 minutes.
	MinTTL time.Duration
}

// Vended are credentials and where they come from.
type Vended struct {
	ident.Credentials
	Profile string // the profile they were asked for
	// Method is the AWS CLI's word for the way: env, sso, assume-role,
	// assume-role-with-web-identity, shared-credentials-file, config-file,
	// custom-process, container-role or iam-role.
	Method string
}

// Credentials gives the credentials of a profile.
func (v *Vendor) Credentials(ctx context.Context, name string) (Vended, error) {
	return Vended{}, errors.ErrUnsupported
}

// Token gives the access token of a session: the cached one, renewed under the
// session's lock when it is about to end. Where a sign-in is needed, the error
// is a *fault.Error of code 3 whose remedy is the line to type.
func (v *Vendor) Token(ctx context.Context, s profile.Session) (cache.Token, error) {
	return cache.Token{}, errors.ErrUnsupported
}
