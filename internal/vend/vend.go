// Package vend returns the credentials of a profile: from the cache while they
// are valid, else from the sign-in, the roles, the process or the keys that the
// profile names, and saves them for the next caller. credentials.go holds the
// algorithm and its limits.
//
// It never prints and never opens a browser: where a sign-in is needed, its
// error says what to type. A cache hit reads the two shared files and one
// cache file; it takes no lock and makes no network call.
//
// However many processes ask at once, one fetches and the others use what it
// saved: check, lock, check again, fetch, save. The locks are fob's own; other
// tools write the same files without them.
package vend

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
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
	// Now is the time, corrected by what AWS says where this machine's clock is
	// wrong. MachineNow is that clock itself; nil means that Now is.
	Now, MachineNow func() time.Time
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
	// WarnLine is told of lines of the shared files that were read here and that
	// SDKs refuse, the same ones each time; Once leaves repetitions out. Optional.
	WarnLine func(text string)
	// AskMFA asks the person for the code that an MFA device shows. Nil when
	// there is nobody to ask.
	AskMFA func(ctx context.Context, serial string) (ident.Secret, error)
	// Console is where a credential_process may talk to the person. Zero when
	// there is nobody.
	Console Console
	// MinTTL is how long credentials must last at least when they are handed
	// out: it is an error when AWS gives none that do. Zero means 5 minutes
	// wherever such can be had, and a warning where they cannot.
	MinTTL time.Duration
	// OnInstance reports whether this machine is an EC2 instance, so that its
	// role is worth asking for where nothing else is said. Optional.
	OnInstance func() bool
	// RequestTimeout is how long one question to AWS may take, with all its retries.
	// Zero means 40 seconds.
	RequestTimeout time.Duration
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

// Credentials gives the credentials of a profile: from the cache where they
// last for MinTTL and longer, else anew.
//
// Keys in the environment win over a profile that was not named on the command
// line, as in the SDKs. Errors: a *fault.Error for every known cause, with code
// 3 when a sign-in is needed, 4 when AWS refuses the role, 5 when there is no
// such profile and 7 when it names no credentials; else ctx's error, a
// *wire.TransportError, or what the file system says.
func (v *Vendor) Credentials(ctx context.Context, name string) (Vended, error) {
	seen, err := v.checkRecursion(name)
	if err != nil {
		return Vended{}, err
	}
	if !v.Explicit {
		if keys, err := environmentKeys(v.Env); err != nil || keys.AccessKeyID != "" {
			if err == nil {
				err = v.lastsEnough(keys)
			}
			return Vended{keys, name, methodEnv}, err
		}
	}
	e, err := v.newRequest(name)
	if err != nil {
		return Vended{}, err
	}
	if err := e.view.Err(); err != nil {
		return Vended{}, err
	}
	v.warnLines(e.files, e.view)
	e.seen = seen
	if v.MinTTL > 0 {
		e.minTTL = v.MinTTL
	}
	chain, err := e.resolve()
	if err != nil {
		return Vended{}, err
	}
	top := len(chain.Steps) - 1
	keys, err := e.resolveChain(ctx, chain.Steps)
	if err == nil {
		err = e.lastsEnough(keys)
	}
	if err != nil {
		return Vended{}, err
	}
	return Vended{keys, name, e.method(chain.Steps[top])}, nil
}

// request is one request for credentials: what is known about the profile, and the way to AWS
// that it prescribes.
type request struct {
	*Vendor
	name     string // the profile that was asked for
	files    awsconfig.Files
	view     *awsconfig.View
	settings profile.Settings
	minTTL   time.Duration // how long credentials shall last
	seen     []string      // profiles that other processes are asking for already
	doer     wire.Doer     // made on first use
	early    bool          // an early refresh: leave alone what must not be interrupted
}

// newRequest reads what the files say about a profile, which need not exist.
func (v *Vendor) newRequest(name string) (*request, error) {
	files, err := v.Files()
	if err != nil {
		return nil, err
	}
	view := files.ViewOf(name)
	return &request{
		Vendor: v, name: name, files: files, view: view,
		settings: profile.SettingsOf(view, v.Env, name), minTTL: defaultMinTTL,
	}, nil
}

// resolve returns the chain of the profile, or what the environment offers in
// place of a profile that was not asked for by name.
func (e *request) resolve() (profile.Chain, error) {
	if _, ok := e.view.Profile(e.name); !ok && e.chosen() {
		return profile.Chain{}, profile.NotFound(e.files.ProfileNames(), e.name)
	}
	chain, err := profile.Resolve(e.view, e.name)
	if err != nil {
		// The whole view knows the names that may have been meant.
		_, err = profile.Resolve(e.files.View(), e.name)
	}
	if e.Explicit {
		return chain, err
	}
	if w := webIdentityOf(e.Env); w != nil && (err != nil || !assumes(chain)) {
		return profile.Chain{Profile: e.name, Steps: []profile.Step{w}}, nil
	}
	if code := fault.CodeOf(err); (code == fault.NoProfile || code == fault.NoCredentials) && e.Env.Container() != (paths.Container{}) {
		s := &profile.CredentialSource{Profile: e.name, Source: profile.SourceContainer}
		return profile.Chain{Profile: e.name, Steps: []profile.Step{s}}, nil
	}
	if e.onInstance(fault.CodeOf(err)) {
		s := &profile.CredentialSource{Profile: e.name, Source: profile.SourceInstance}
		return profile.Chain{Profile: e.name, Steps: []profile.Step{s}}, nil
	}
	if err != nil && !e.chosen() {
		return chain, e.nothingChosen(err)
	}
	return chain, err
}

// chosen reports whether a person or the environment named the profile; else
// it is the default one because nobody said anything.
func (e *request) chosen() bool {
	p, _ := e.Env.Profile()
	return e.Explicit || p != "" || e.name != "default"
}

// nothingChosen is the error of who has said nothing and has nothing.
func (e *request) nothingChosen(err error) error {
	if code := fault.CodeOf(err); code != fault.NoProfile && code != fault.NoCredentials {
		return err
	}
	f := &fault.Error{
		Summary: "no profile is chosen, and there are no credentials without one",
		Hint:    "Set one up:",
		Remedy:  "fob configure sso",
		Code:    fault.NoCredentials,
		Err:     err,
	}
	if len(e.files.ProfileNames()) > 0 {
		f.Hint, f.Remedy = "Choose one (fob profiles lists them):", "fob use PROFILE"
	}
	return f
}

func assumes(c profile.Chain) bool {
	return c.Steps[len(c.Steps)-1].Kind() == profile.KindAssumeRole
}

// resolveChain returns the credentials that the last of the steps gives.
func (e *request) resolveChain(ctx context.Context, steps []profile.Step) (ident.Credentials, error) {
	switch s := steps[len(steps)-1].(type) {
	case *profile.SSO:
		return e.ssoRole(ctx, s)
	case *profile.AssumeRole:
		return e.assume(ctx, s, steps[:len(steps)-1])
	case *profile.WebIdentity:
		return e.webIdentity(ctx, s)
	case *profile.Process:
		return e.process(ctx, s)
	case *profile.Static:
		return s.Keys, e.stillWritten(s)
	case *profile.CredentialSource:
		return e.source(ctx, s)
	}
	return ident.Credentials{}, errors.New("vend: a step of an unknown kind") // there is none
}

// The AWS CLI's words for where credentials come from.
const (
	methodEnv         = "env"
	methodSSO         = "sso"
	methodAssume      = "assume-role"
	methodWebIdentity = "assume-role-with-web-identity"
	methodShared      = "shared-credentials-file"
	methodConfig      = "config-file"
	methodProcess     = "custom-process"
	methodContainer   = "container-role"
	methodInstance    = "iam-role"
)

func (e *request) method(s profile.Step) string {
	switch s := s.(type) {
	case *profile.AssumeRole:
		return methodAssume
	case *profile.WebIdentity:
		return methodWebIdentity
	case *profile.Process:
		return methodProcess
	case *profile.Static:
		if s.Pos.File == e.files.CredentialsPath {
			return methodShared
		}
		return methodConfig
	case *profile.CredentialSource:
		switch s.Source {
		case profile.SourceContainer:
			return methodContainer
		case profile.SourceInstance:
			return methodInstance
		}
		return methodEnv
	}
	return methodSSO
}

// wire returns the client of this request.
func (e *request) wire() (wire.Doer, error) {
	if e.doer != nil {
		return e.doer, nil
	}
	bundle := e.Vendor.CABundle
	if bundle == "" {
		bundle = e.settings.CABundle
	}
	d, err := e.Wire(bundle)
	if err != nil {
		return nil, err
	}
	e.doer = withTimeout{d, e.RequestTimeout}
	if e.RequestTimeout <= 0 {
		e.doer = withTimeout{d, defaultRequestTimeout}
	}
	return e.doer, nil
}

// where writes a position for people: "~/.aws/config line 14".
func (e *request) where(p awsconfig.Pos) string { return e.view.Where(p) }

// warnLines warns of the lines in the sections of a profile that SDKs refuse.
func (v *Vendor) warnLines(files awsconfig.Files, view *awsconfig.View) {
	if text := files.TellRead(view.Errors()); text != "" && v.WarnLine != nil {
		v.WarnLine(text)
	}
}

// Once returns a function that calls warn with each text once. It is safe for
// use by many goroutines.
func Once(warn func(text string)) func(text string) {
	var told sync.Map
	return func(text string) {
		if _, again := told.LoadOrStore(text, true); !again {
			warn(text)
		}
	}
}

func (v *Vendor) warn(text string) {
	if v.Warn != nil {
		v.Warn(text)
	}
}
