package sandbox

import (
	"errors"
	"net/url"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/oidc"
	"github.com/fobcli/fob/internal/sandbox/pages"
)

// backend is the sandbox as its pages see it.
type backend struct{ *Server }

var _ pages.Backend = backend{}

// Users lists who may sign in.
func (b backend) Users() []pages.User {
	var users []pages.User
	for _, u := range b.org.Users {
		if !u.Disabled {
			users = append(users, pages.User{Name: u.Name, DisplayName: u.DisplayName})
		}
	}
	return users
}

// Instance tells how tools are to be configured.
func (b backend) Instance() pages.Instance {
	i := b.org.Instance
	return pages.Instance{StartURL: i.StartURL, Region: i.Region, Origin: b.URL()}
}

// SignIn starts a browser's session.
func (b backend) SignIn(user string) (pages.SessionID, error) {
	id, ok := b.sessions.start(user)
	if !ok {
		return "", pages.ErrNoUser
	}
	return id, nil
}

// Session finds a browser's session.
func (b backend) Session(id pages.SessionID) (pages.Session, error) {
	name, ends, ok := b.sessions.signedIn(id)
	if !ok {
		return pages.Session{}, pages.ErrNoSession
	}
	u, _ := b.org.User(name)
	return pages.Session{User: pages.User{Name: u.Name, DisplayName: u.DisplayName}, Expires: b.clock.Seen(ends)}, nil
}

// SignOut ends a browser's session and every program's under it.
func (b backend) SignOut(id pages.SessionID) { b.sessions.signOut(id) }

// Device finds the program that shows a user code.
func (b backend) Device(userCode string) (pages.DeviceRequest, error) {
	d, err := b.oidc.Device(userCode)
	if err != nil {
		return pages.DeviceRequest{}, pageError(err)
	}
	return pages.DeviceRequest{
		ClientName: d.ClientName, UserCode: d.UserCode, Scopes: d.Scopes, Expires: b.clock.Seen(d.Expires),
	}, nil
}

// AllowDevice lets the program in.
func (b backend) AllowDevice(userCode string, id pages.SessionID) error {
	user, _, ok := b.sessions.signedIn(id)
	if !ok {
		return pages.ErrNoSession
	}
	return pageError(b.oidc.AllowDevice(userCode, subject(user, id)))
}

// DenyDevice refuses the program.
func (b backend) DenyDevice(userCode string, id pages.SessionID) error {
	if _, _, ok := b.sessions.signedIn(id); !ok {
		return pages.ErrNoSession
	}
	return pageError(b.oidc.DenyDevice(userCode))
}

// Authorization checks a request of /authorize.
func (b backend) Authorization(q url.Values) (pages.AuthorizeRequest, error) {
	r, err := b.oidc.Check(q)
	if err != nil {
		return pages.AuthorizeRequest{}, pageError(err)
	}
	return pages.AuthorizeRequest{ClientName: r.Client.Name, Scopes: r.Scopes, RedirectURI: r.RedirectURI}, nil
}

// Allow issues a code.
func (b backend) Allow(q url.Values, id pages.SessionID) (string, error) {
	user, _, ok := b.sessions.signedIn(id)
	if !ok {
		return "", pages.ErrNoSession
	}
	to, err := b.oidc.Allow(q, subject(user, id))
	return to, pageError(err)
}

// Deny refuses a request of /authorize.
func (b backend) Deny(q url.Values) (string, error) {
	to, err := b.oidc.Deny(q)
	return to, pageError(err)
}

// Accounts lists what the signed-in person may use.
func (b backend) Accounts(id pages.SessionID) ([]pages.Account, error) {
	user, _, ok := b.sessions.signedIn(id)
	if !ok {
		return nil, pages.ErrNoSession
	}
	var list []pages.Account
	for _, a := range b.org.AccountsOf(user) {
		list = append(list, pages.Account{ID: a.ID, Name: a.Name, Email: a.Email, Roles: b.org.RolesOf(user, a.ID)})
	}
	return list, nil
}

// Keys issues short-term keys.
func (b backend) Keys(id pages.SessionID, account ident.AccountID, role ident.RoleName) (ident.Credentials, error) {
	user, _, ok := b.sessions.signedIn(id)
	if !ok {
		return ident.Credentials{}, pages.ErrNoSession
	}
	if !b.org.MayUse(user, account, role) {
		return ident.Credentials{}, pages.ErrNoAccess
	}
	return b.vault.RoleCredentials(user, account, role), nil
}

// pageError says an error of the OIDC room in the words of the pages.
func pageError(err error) error {
	if e, ok := errors.AsType[*oidc.Untrusted](err); ok {
		return &pages.ErrorPage{Title: e.Title, Detail: e.Detail}
	}
	if e, ok := errors.AsType[*oidc.Refused](err); ok {
		return &pages.RedirectError{To: e.To}
	}
	for from, to := range map[error]error{
		oidc.ErrNoCode: pages.ErrNoCode, oidc.ErrExpired: pages.ErrExpired, oidc.ErrDecided: pages.ErrDecided,
	} {
		if errors.Is(err, from) {
			return to
		}
	}
	return err
}
