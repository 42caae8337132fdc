package cli

import (
	"context"
	"fmt"
	"path"
	"slices"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/endpoint"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/vend"
)

// dispenser gives credentials to programs that ask for as long as they run, and
// only of roles that are allowed.
type dispenser struct {
	env    *Env
	vendor *vend.Vendor
	allow  []string // patterns; empty allows all
}

// warnPause is how long a dispenser keeps still after a warning: the same
// trouble would else be told with every request.
const warnPause = time.Minute

func newDispenser(e *Env, allow []string) (*dispenser, error) {
	v, err := sharedVendor(e)
	if err != nil {
		return nil, err
	}
	// It serves profiles: keys in the environment, which would not renew, are
	// there for whoever has no use for it.
	v.Explicit = true
	if warn := v.Warn; warn != nil {
		var mu sync.Mutex
		var last time.Time
		v.Warn = func(text string) {
			mu.Lock()
			defer mu.Unlock()
			if now := e.Now(); last.IsZero() || now.Sub(last) >= warnPause {
				last = now
				warn(text)
			}
		}
	}
	return &dispenser{env: e, vendor: v, allow: allow}, nil
}

// listen opens a server for profiles.
func (d *dispenser) listen(port int, names []string) (*endpoint.Server, error) {
	return endpoint.Listen(endpoint.Options{Port: port, Profiles: names, Source: d.give, Now: d.env.Now, Note: d.env.Note})
}

// give is the endpoint's source. The files are read each time, so what they
// say now is what counts; and once, so that the role that is checked is the one
// whose credentials are given.
func (d *dispenser) give(ctx context.Context, name string) (ident.Credentials, error) {
	files, err := d.env.Files()
	if err != nil {
		return ident.Credentials{}, err
	}
	if len(d.allow) > 0 {
		if err := d.allowed(files.ViewOf(name), name); err != nil {
			return ident.Credentials{}, err
		}
	}
	v := *d.vendor
	v.Files = func() (awsconfig.Files, error) { return files, nil }
	vended, err := v.Credentials(ctx, name)
	return vended.Credentials, err
}

// allowed reports whether the profile's role is like one of the patterns.
func (d *dispenser) allowed(view *awsconfig.View, name string) error {
	if len(d.allow) == 0 {
		return nil
	}
	chain, err := profile.Resolve(view, name)
	if err != nil {
		return err
	}
	roles := rolesOfStep(chain.Steps[len(chain.Steps)-1])
	for _, pattern := range d.allow {
		if slices.ContainsFunc(roles, func(role string) bool { return ident.Like(pattern, role) }) {
			return nil
		}
	}
	return &fault.Error{Summary: fmt.Sprintf("the role of the profile %q is not among those that --allow names", name), Code: fault.NoAccess}
}

// rolesOfStep are the names of a step's role: as the permission set is called,
// or the role's own name and ARN. What is no role has none.
func rolesOfStep(s profile.Step) []string {
	switch s := s.(type) {
	case *profile.SSO:
		return []string{string(s.Role)}
	case *profile.AssumeRole:
		return []string{path.Base(s.RoleARN), s.RoleARN}
	case *profile.WebIdentity:
		return []string{path.Base(s.RoleARN), s.RoleARN}
	}
	return nil
}

// served returns the names that may be given. Of a list of patterns those that
// may not are left out; a profile that was named by itself must be allowed.
func (d *dispenser) served(names []string, patterns bool) ([]string, error) {
	view, err := d.env.view()
	if err != nil {
		return nil, err
	}
	var kept []string
	var refusal error
	for _, name := range names {
		if err := d.allowed(view, name); err == nil {
			kept = append(kept, name)
		} else if refusal = err; !patterns {
			return nil, err
		}
	}
	if len(kept) == 0 {
		return nil, refusal
	}
	return kept, nil
}

// ready finds out before anybody asks whether there is something to give: at a
// terminal a person is offered to sign in, elsewhere the error says what to type.
func (d *dispenser) ready(ctx context.Context, names []string) error {
	if err := signInOnce(ctx, d.env, names); err != nil {
		return err
	}
	if len(names) == 1 {
		_, err := d.give(ctx, names[0])
		return err
	}
	view, err := d.env.view()
	if err != nil {
		return err
	}
	for _, s := range sessionsOf(view, names) {
		if _, err := d.vendor.Token(ctx, s); err != nil {
			return err
		}
	}
	return nil
}
