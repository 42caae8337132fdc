package vend

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

// errNotNow stops an early refresh where going on could do harm.
var errNotNow = errors.New("not during an early refresh")

// ssoRole returns the credentials of a role of a sign-in. As long as they are
// cached, the sign-in itself may be over.
func (e *request) ssoRole(ctx context.Context, s *profile.SSO) (ident.Credentials, error) {
	if s.Account == "" && s.Role == "" {
		return ident.Credentials{}, e.tokenOnly(s)
	}
	if err := s.Check(); err != nil {
		return ident.Credentials{}, err
	}
	id := cache.RoleID{Session: s.Session.ID(), Account: s.Account, Role: s.Role}
	return e.credentials(ctx, entry{
		what: fmt.Sprintf("the credentials of %s in %s", s.Role, s.Account),
		lock: id.LockName(),
		load: func() (ident.Credentials, error) { return e.Store.Role(id) },
		save: func(c ident.Credentials) error { return e.Store.SaveRole(id, c) },
		fetch: func(ctx context.Context, early bool) (ident.Credentials, error) {
			return e.fetchRole(ctx, s, early || e.early)
		},
	})
}

// fetchRole asks the portal. When it refuses a token that looks good, the
// token is refreshed once: AWS may have ended it, or a clock may be wrong.
func (e *request) fetchRole(ctx context.Context, s *profile.SSO, early bool) (ident.Credentials, error) {
	if early {
		// A token refresh that is interrupted can lose the refresh token. The
		// credentials are still valid, so it can wait.
		t, err := e.Store.Token(s.Session.ID())
		if err != nil || !t.ValidAt(e.Now(), earlyRefreshTimeout) {
			return ident.Credentials{}, errNotNow
		}
		return e.ask(ctx, s, t)
	}
	t, err := e.token(ctx, s.Session, "")
	if err != nil {
		return ident.Credentials{}, err
	}
	keys, err := e.ask(ctx, s, t)
	if !errors.Is(err, portal.ErrSignIn) {
		return keys, err
	}
	if t, err = e.token(ctx, s.Session, t.AccessToken); err != nil {
		return ident.Credentials{}, err
	}
	keys, err = e.ask(ctx, s, t)
	if errors.Is(err, portal.ErrSignIn) {
		return ident.Credentials{}, e.over(s.Session, t, t.AccessToken, err)
	}
	return keys, err
}

// ask calls the portal with a token. portal.ErrSignIn comes back as it is.
func (e *request) ask(ctx context.Context, s *profile.SSO, t cache.Token) (ident.Credentials, error) {
	w, err := e.wire()
	if err != nil {
		return ident.Credentials{}, err
	}
	base, err := e.settings.Endpoint(partition.Portal, s.Session.Region)
	if err != nil {
		return ident.Credentials{}, err
	}
	client := portal.Client{Wire: w, Base: base}
	keys, err := retryOnce(func() (ident.Credentials, error) {
		return client.RoleCredentials(ctx, t.AccessToken, s.Account, s.Role)
	}, portal.ErrAnswer)
	if errors.Is(err, portal.ErrNoAccess) {
		return keys, e.noAccess(s, err)
	}
	if err == nil && keys.AccountID == "" {
		keys.AccountID = s.Account
	}
	return keys, err
}

// noAccess is the error for a role that the person does not have.
func (e *request) noAccess(s *profile.SSO, cause error) error {
	return &fault.Error{
		Summary: fmt.Sprintf("you have no role %s in account %s, which the profile %q asks for", s.Role, s.Account, s.Profile),
		Detail:  []string{"  " + e.where(s.Pos) + ": sso_account_id = " + string(s.Account)},
		Hint:    "See the roles that " + s.Session.Label() + " gives you, and pick one:",
		Remedy:  "fob configure sso --profile " + profile.Quote(s.Profile),
		Code:    fault.NoAccess,
		Err:     cause,
	}
}

// tokenOnly is the error for a profile that names a session and no role.
func (e *request) tokenOnly(s *profile.SSO) error {
	return &fault.Error{
		Summary: fmt.Sprintf("the profile %q names a session, but no account and role, so it gives no credentials", s.Profile),
		Detail:  []string{"  " + e.where(s.Pos) + ": sso_session = " + s.Session.Label()},
		Hint:    "Pick an account and a role:",
		Remedy:  "fob configure sso --profile " + profile.Quote(s.Profile),
		Code:    fault.NoCredentials,
	}
}
