package cli

import (
	"context"

	"github.com/fobcli/fob/internal/shell"
	"github.com/fobcli/fob/internal/vend"
)

// handout is how programs that fob starts get credentials: as variables, or
// from a server that renews them for as long as fob runs.
type handout struct {
	// variables are those for a profile, and its region.
	variables func(ctx context.Context, profile string) ([]shell.Variable, error)
	// end stops the server, if there is one.
	end func()
}

// handout makes the way that the flags ask for. ctx ends it, too.
func (o execOptions) handout(ctx context.Context, e *Env, names []string) (handout, error) {
	if o.Server {
		return serveHandout(ctx, e, names)
	}
	v, err := sharedVendor(e)
	if err != nil {
		return handout{}, err
	}
	return handout{
		end: func() {},
		variables: func(ctx context.Context, name string) ([]shell.Variable, error) {
			keys, err := v.Credentials(ctx, name)
			if err != nil {
				return nil, err
			}
			return e.variables(keys)
		},
	}, nil
}

// variables are those of credentials and of their profile's region.
func (e *Env) variables(v vend.Vended) ([]shell.Variable, error) {
	region, err := execRegion(e, v.Profile)
	if err != nil {
		return nil, err
	}
	return credentialVariables(v, region), nil
}

// serveHandout starts a server for profiles. Each must have something to give
// when it is asked for the first time.
func serveHandout(ctx context.Context, e *Env, names []string) (handout, error) {
	d, err := newDispenser(e, nil)
	if err != nil {
		return handout{}, err
	}
	s, err := d.listen(0, names)
	if err != nil {
		return handout{}, err
	}
	// Programs that are told to end may still need credentials to do so.
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.Serve(serving) // a program that cannot ask says so itself
	}()
	return handout{
		end: func() { stop(); <-done },
		variables: func(ctx context.Context, name string) ([]shell.Variable, error) {
			if _, err := d.give(ctx, name); err != nil {
				return nil, err
			}
			region, err := execRegion(e, name)
			if err != nil {
				return nil, err
			}
			return newServeGrant(s, name, region).variables(), nil
		},
	}, nil
}
