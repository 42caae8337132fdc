package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/portal"
	"github.com/fobcli/fob/internal/profile"
)

// access is the portal as one sign-in opens it: it knows what is assigned to
// the person.
type access struct {
	portal.Client
	Session profile.Session
	token   ident.Secret
}

// openAccess finds the session that is meant and gets its token. At a terminal
// a person who is not signed in is offered to do so first; elsewhere the error
// has code 3. verb is the command, for the lines that name it.
func openAccess(ctx context.Context, e *Env, name, verb string) (*access, error) {
	v, err := e.view()
	if err != nil {
		return nil, err
	}
	s, err := chooseSession(ctx, e, v, name, "Look into which session?")
	if err != nil {
		return nil, asCommand(err, verb)
	}
	t, err := e.token(ctx, s)
	if err != nil {
		return nil, err
	}
	client, err := portalClient(e, s, t)
	if err != nil {
		return nil, err
	}
	return &access{Client: client, Session: s, token: t.AccessToken}, nil
}

// portalClient is the portal in the region of a sign-in: a company's own start
// URL may have led to another one than the config says.
func portalClient(e *Env, s profile.Session, t cache.Token) (portal.Client, error) {
	files, err := e.Files()
	if err != nil {
		return portal.Client{}, err
	}
	name, _ := e.Profile()
	settings := profile.SettingsOf(files.ViewOf(name), e.Environ, name)
	doer, err := e.Wire(settings.CABundle)
	if err != nil {
		return portal.Client{}, err
	}
	region := s.Region
	if t.Region != "" {
		region = t.Region
	}
	base, err := settings.Endpoint(partition.Portal, region)
	return portal.Client{Wire: doer, Base: base}, err
}

// explain tells what a refusal of the portal means; err is not nil. verb is the command that
// was typed.
func (a *access) explain(err error, verb string) error {
	var known *fault.Error
	var slower *portal.Throttled
	switch {
	case errors.Is(err, portal.ErrSignIn):
		return &fault.Error{
			Summary: "AWS no longer accepts the sign-in to " + a.Session.Label(),
			Hint:    "Sign in again:", Remedy: a.Session.LoginLine(), Code: fault.SignIn, Err: err,
		}
	case errors.As(err, &slower):
		return &fault.Error{
			Summary: "AWS kept throttling requests while the accounts were read",
			Hint:    "Wait a minute, or allow more attempts:",
			Remedy:  "AWS_MAX_ATTEMPTS=20 fob " + verb,
			Err:     err,
		}
	case errors.As(err, &known):
		return err
	}
	return fmt.Errorf("read the accounts and roles of %s: %w", a.Session.Label(), err)
}
