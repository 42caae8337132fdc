// Package login signs a person in to IAM Identity Center, and out: PKCE with a
// listener on this machine, the device code, and what has to be ended and
// removed afterwards.
//
// It declares the ports through which it meets the person: showing an address
// or a code, starting a browser, taking a pasted address. It never touches a
// terminal, and its words to the person are its errors and the closing page.
package login

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/oidc"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/portal"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/wire"
)

// Deed signs in and out. Every field is needed but those marked optional. One
// Deed serves one command at a time.
type Deed struct {
	Store cache.Store
	Wire  wire.Doer
	// Endpoint returns where a service of a region is reached. The error is a
	// *fault.Error.
	Endpoint func(partition.Service, ident.Region) (string, error)
	// Renew gives a session's token, renewed when it is about to end. Its error
	// has code 3 when only a new sign-in helps.
	Renew func(context.Context, profile.Session) (cache.Token, error)
	// Editor writes the region that a company's own start URL turned out to have,
	// and takes away the keys that were written for other tools.
	Editor interface {
		Apply(context.Context, awsconfig.Plan) (awsconfig.Change, error)
		ClearKeys(ctx context.Context, chosen func(awsconfig.Written) bool) ([]awsconfig.Written, error)
	}
	Now func() time.Time
	// Note writes a line to the debug trace about a malformed request to the
	// listener. Optional.
	Note func(line string)
	Ports
}

// Ports are how the deed meets the person.
type Ports struct {
	// ShowPage and ShowCode tell the person where to sign in.
	ShowPage func(Page)
	ShowCode func(Code)
	// Warn tells of something that did not stop the sign-in.
	Warn func(text string)
	// Browser prepares to open an address: it returns what starts the browser,
	// or why there is none.
	Browser func(s profile.Session, address string) (start func() error, reason string)
	// Unreachable waits until it is plain that the browser which Browser started
	// cannot come back to address, where this process listens, and says why in
	// a clause. It returns "" when the browser can, or when ctx has ended;
	// answer is what is read at that address. Optional: nil where the browser
	// is on this machine for sure.
	Unreachable func(ctx context.Context, address, answer string) (reason string)
	// ShowPaste tells the person that the browser cannot come back, and why;
	// Paste follows. Needed where Unreachable is set.
	ShowPaste func(reason string)
	// Paste waits for the person to hand back the address at which the browser
	// ended; problem says what was wrong with the last one, empty at first. It
	// returns as soon as ctx ends. Its error ends the asking and not the
	// sign-in, except for context.Canceled, which is the person's Ctrl-C.
	// Optional: nil when there is nobody to ask.
	Paste func(ctx context.Context, problem string) (string, error)
}

// Page is the address of the sign-in page.
type Page struct {
	Session profile.Session
	Address string
	Opening bool   // a browser is about to be started with it
	Reason  string // why no browser is started, when it is not
}

// Code is a device code's page and the code to compare there.
type Code struct {
	Page             // with the code filled in
	Plain     string // the address without the code
	UserCode  string
	ExpiresIn time.Duration
}

// Options are how the person wants to sign in.
type Options struct {
	DeviceCode bool // the device flow instead of PKCE
	NoBrowser  bool
	Force      bool // sign in although the session is good
	KeepConfig bool // leave sso_region as it is; Result.NewRegion tells what it should be
}

// Result is a sign-in that holds.
type Result struct {
	Token cache.Token
	// Already says that there was nothing to do but, perhaps, to renew the token.
	Already bool
	// NewRegion is what sso_region was changed to; empty when it was right.
	NewRegion ident.Region
}

// spare is how long a token that cannot be renewed must still last for a
// sign-in to have nothing to do. The AWS CLI calls for a new one then, too.
const spare = 15 * time.Minute

// SignIn makes sure that the session is signed in to. It does nothing when it
// is, unless o.Force.
//
// Errors: ctx's own when it ends; a *fault.Error for every known refusal, with
// code 3 when the person did not, or would not, sign in; else a transport error.
func (d *Deed) SignIn(ctx context.Context, s profile.Session, o Options) (Result, error) {
	if err := s.Check(); err != nil {
		return Result{}, err
	}
	if err := d.Store.MakePrivate(); err != nil {
		d.Warn("other users of this machine can read or write files of the cache: " + err.Error())
	}
	if !o.Force {
		t, err := d.stillGood(ctx, s)
		if err == nil {
			return Result{Token: t, Already: true}, nil
		}
		if fault.CodeOf(err) != fault.SignIn {
			return Result{}, err
		}
	}
	if err := d.Store.CheckRoom(s.ID()); err != nil {
		return Result{}, d.notSavable(s, err)
	}
	to, err := d.resolve(ctx, s)
	if err != nil {
		return Result{}, err
	}
	d.warnOfDiversion(to)
	t, err := d.signIn(ctx, to, o)
	if err != nil {
		return Result{}, explain(ctx, to, err)
	}
	r := Result{Token: t}
	if to.region != s.Region && (o.KeepConfig || d.rewriteRegion(ctx, to)) {
		r.NewRegion = to.region
	}
	return r, nil
}

// stillGood returns the session's token if it can be used, renewed if need be.
// An error of code 3 asks for a new sign-in.
func (d *Deed) stillGood(ctx context.Context, s profile.Session) (cache.Token, error) {
	t, err := d.Renew(ctx, s)
	if err != nil {
		return t, err
	}
	if !t.Renewable(d.Now()) && !t.ValidAt(d.Now(), spare) {
		return t, &fault.Error{Summary: "the sign-in to " + s.Label() + " is about to end", Code: fault.SignIn}
	}
	return t, d.ask(ctx, s, t)
}

// askTimeout bounds the question whether a session is good: when the network
// is slow, the token's own word has to do.
const askTimeout = 5 * time.Second

// ask asks the portal whether it still knows the token. AWS may have ended the
// session although the token's time is not up; then every other command says
// "sign in", and this one must not say "nothing to do". Only a clear no counts.
func (d *Deed) ask(ctx context.Context, s profile.Session, t cache.Token) error {
	if s.Scopes != nil && !slices.Contains(s.Scopes, portalScope) {
		return nil // a token without this scope is no business of the portal's
	}
	quick, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	base, err := d.Endpoint(partition.Portal, regionOf(s, t))
	if err != nil {
		return err
	}
	p := portal.Client{Wire: d.Wire, Base: base}
	err = p.Check(quick, t.AccessToken)
	if errors.Is(err, portal.ErrSignIn) {
		return &fault.Error{Summary: "AWS has ended the sign-in to " + s.Label(), Code: fault.SignIn, Err: err}
	}
	return ctx.Err()
}

// regionOf is the region that a token belongs to: the one in its file, else the
// session's.
func regionOf(s profile.Session, t cache.Token) ident.Region {
	if t.Region != "" {
		return t.Region
	}
	return s.Region
}

// signIn goes through a flow, and once more when the registration that was
// kept from earlier turns out to be void.
func (d *Deed) signIn(ctx context.Context, to target, o Options) (cache.Token, error) {
	flow := d.authorize
	if o.DeviceCode || to.session.Name == "" {
		flow = d.device
	}
	f := &flight{target: to, options: o}
	t, err := flow(ctx, f)
	if f.reused && isInvalidClient(err) {
		d.Warn("AWS no longer knows this computer's registration; starting over with a new one.")
		f.anew = true
		t, err = flow(ctx, f)
	}
	return t, err
}

// flight is a sign-in on its way.
type flight struct {
	target
	options      Options
	anew         bool // do not use a registration from the cache
	reused       bool // the registration came from the cache
	registration cache.Registration
}

// token exchanges a code for a token and saves it. A code can be used once, so
// there is no exchange where the token could not be saved.
func (d *Deed) token(ctx context.Context, f *flight, in oidc.TokenInput) (cache.Token, error) {
	p, err := d.Store.PrepareToken(f.session.ID())
	if err != nil {
		return cache.Token{}, d.notSavable(f.session, err)
	}
	defer p.Cancel()
	c, err := d.client(f)
	if err != nil {
		return cache.Token{}, err
	}
	out, err := c.Token(ctx, in)
	if err != nil {
		return cache.Token{}, err
	}
	return d.keep(ctx, f, p, out)
}

// notSavable is the error for a sign-in that could not be saved, or was not.
func (d *Deed) notSavable(s profile.Session, err error) error {
	return d.Store.Unwritable(s.ID(), "the sign-in to "+s.Label()+" could not be saved", err)
}

// keep saves a new token, whole, under the lock under which it is refreshed.
func (d *Deed) keep(ctx context.Context, f *flight, p *cache.PreparedToken, out oidc.TokenOutput) (cache.Token, error) {
	t := cache.Token{
		StartURL:              f.session.StartURL,
		Region:                f.region,
		AccessToken:           out.AccessToken,
		ExpiresAt:             d.Now().Add(out.ExpiresIn).UTC(),
		ClientID:              f.registration.ClientID,
		ClientSecret:          f.registration.ClientSecret,
		RegistrationExpiresAt: f.registration.ExpiresAt,
		RefreshToken:          out.RefreshToken,
	}
	// The person has done their part: a Ctrl-C now must not throw it away.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if unlock, err := d.Store.Lock(ctx, f.session.ID().LockName(), d.waiting(f.session)); err != nil {
		// The file is replaced whole all the same.
		d.Warn("The sign-in to " + f.session.Label() + " is saved without a lock: " + d.Store.Reason(d.Store.Paths.Own, err) + ".")
	} else {
		defer unlock()
	}
	if err := p.Save(t); err != nil {
		return t, d.notSavable(f.session, err)
	}
	return t, nil
}
