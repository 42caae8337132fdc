// Package portal is the sandbox's access portal API: which accounts and roles
// a person has, role credentials, and log-out.
//
// It owns the wire alone: pages, words of errors, headers. Who a token belongs
// to and what keys are made of is behind the ports that it declares.
//
// The shapes are those of the public service model (SSO, 2019-06-10).
package portal

import (
	"net/http"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/org"
)

// Tokens knows the access tokens that are good at this moment.
type Tokens interface {
	// User returns whose token it is; false when it is unknown, expired,
	// ended, or not for this API.
	User(accessToken ident.Secret) (user string, ok bool)
	// End ends the session of the token: its refresh tokens die with it, role
	// credentials live on.
	End(accessToken ident.Secret)
}

// Vault issues role credentials. The caller has checked that the user may use
// the role. Expiration is what a client's clock will show.
type Vault interface {
	RoleCredentials(user string, account ident.AccountID, role ident.RoleName) ident.Credentials
}

// Meter counts the calls that run; end is called when one has ended. names are
// its operation's, from the general one to the exact one. With an error the
// call must not be carried out: it is answered with the error, which is an
// *org.Refusal where that is to be in the service's words.
type Meter interface {
	Begin(r *http.Request, names ...string) (end func(), err error)
}

// Config is the world of a Handler; every field is needed.
type Config struct {
	Org    *org.Organisation
	Tokens Tokens
	Vault  Vault
	Meter  Meter
	Key    []byte // seals next_token
}

// Handler serves the API. It is safe for use by many goroutines.
type Handler struct {
	Config
	limits limits
}

// New returns a handler.
func New(c Config) *Handler {
	return &Handler{Config: c, limits: limits{throttle: c.Org.Throttle}}
}

// The operations, as counts and logs name them.
const (
	ListAccounts       = "ListAccounts"
	ListAccountRoles   = "ListAccountRoles"
	GetRoleCredentials = "GetRoleCredentials"
	Logout             = "Logout"
)

// Operations lists what the service can do.
func Operations() []string {
	return []string{ListAccounts, ListAccountRoles, GetRoleCredentials, Logout}
}

// Mount adds the API to mux.
func (h *Handler) Mount(mux *http.ServeMux) {
	mux.HandleFunc("/assignment/accounts", h.operation(ListAccounts, http.MethodGet, h.listAccounts))
	mux.HandleFunc("/assignment/roles", h.operation(ListAccountRoles, http.MethodGet, h.listRoles))
	mux.HandleFunc("/federation/credentials", h.operation(GetRoleCredentials, http.MethodGet, h.roleCredentials))
	mux.HandleFunc("/logout", h.operation(Logout, http.MethodPost, h.logout))
}

// call is one request of a known user.
type call struct {
	*http.Request
	user  string
	token ident.Secret
}

// operation counts a call, checks its method and token, and writes what answer
// returns; nil means an empty body.
func (h *Handler) operation(name, method string, answer func(call) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		end, err := h.Meter.Begin(r, name)
		defer end()
		if err != nil {
			writeError(w, err)
			return
		}
		if r.Method != method {
			w.Header().Set("Allow", method)
			writeError(w, &Error{http.StatusMethodNotAllowed, "MethodNotAllowedException", "Method Not Allowed"})
			return
		}
		token := ident.Secret(r.Header.Get("x-amz-sso_bearer_token"))
		user, ok := h.Tokens.User(token)
		if !ok {
			writeError(w, &Error{http.StatusUnauthorized, "UnauthorizedException", "Session token not found or invalid"})
			return
		}
		if !h.limits.allow(token) {
			writeError(w, tooMany())
			return
		}
		v, err := answer(call{Request: r, user: user, token: token})
		if err != nil {
			writeError(w, err)
			return
		}
		write(w, http.StatusOK, v)
	}
}

// account and role are the items of the two lists.
type (
	account struct {
		AccountID    ident.AccountID `json:"accountId"`
		AccountName  string          `json:"accountName"`
		EmailAddress string          `json:"emailAddress"`
	}
	role struct {
		RoleName  ident.RoleName  `json:"roleName"`
		AccountID ident.AccountID `json:"accountId"`
	}
)

type accountList struct {
	NextToken   *string   `json:"nextToken"` // null at the end of the list
	AccountList []account `json:"accountList"`
}

func (h *Handler) listAccounts(c call) (any, error) {
	all := h.Org.AccountsOf(c.user)
	from, to, next, err := h.page(c, ListAccounts, len(all))
	if err != nil {
		return nil, err
	}
	out := accountList{NextToken: next, AccountList: []account{}}
	for _, a := range all[from:to] {
		out.AccountList = append(out.AccountList, account{a.ID, a.Name, a.Email})
	}
	return out, nil
}

type roleList struct {
	NextToken *string `json:"nextToken"`
	RoleList  []role  `json:"roleList"`
}

func (h *Handler) listRoles(c call) (any, error) {
	id, err := accountOf(c)
	if err != nil {
		return nil, err
	}
	all := h.Org.RolesOf(c.user, id)
	if len(all) == 0 {
		return nil, noAccess()
	}
	from, to, next, err := h.page(c, ListAccountRoles+"/"+string(id), len(all))
	if err != nil {
		return nil, err
	}
	out := roleList{NextToken: next, RoleList: []role{}}
	for _, name := range all[from:to] {
		out.RoleList = append(out.RoleList, role{name, id})
	}
	return out, nil
}

type roleCredentials struct {
	AccessKeyID     string `json:"accessKeyId"`
	SecretAccessKey string `json:"secretAccessKey"`
	SessionToken    string `json:"sessionToken"`
	Expiration      int64  `json:"expiration"` // Unix milliseconds
}

func (h *Handler) roleCredentials(c call) (any, error) {
	id, err := accountOf(c)
	if err != nil {
		return nil, err
	}
	name := ident.RoleName(c.URL.Query().Get("role_name"))
	if name == "" {
		return nil, invalid("role_name is missing")
	}
	if !h.Org.MayUse(c.user, id, name) {
		return nil, noAccess()
	}
	k := h.Vault.RoleCredentials(c.user, id, name)
	return map[string]roleCredentials{"roleCredentials": {
		k.AccessKeyID, k.SecretAccessKey.Reveal(), k.SessionToken.Reveal(), k.Expiration.UnixMilli(),
	}}, nil
}

func (h *Handler) logout(c call) (any, error) {
	h.Tokens.End(c.token)
	return nil, nil
}

func accountOf(c call) (ident.AccountID, error) {
	id, err := ident.ParseAccountID(c.URL.Query().Get("account_id"))
	if err != nil {
		return "", invalid("account_id is no account id")
	}
	return id, nil
}
