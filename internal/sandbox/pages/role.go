package pages

import (
	"errors"
	"net/http"
	"slices"

	"github.com/fobcli/fob/internal/ident"
)

// role is the body of a role's page and of the page with its keys.
type role struct {
	Account Account
	Role    ident.RoleName
	Profile string // the section to paste
	Session string // the section that it needs, once
	Keys    []shellKeys
	Until   string // when the keys end
}

// getRole shows how to use a role: the profile to paste, and a button for keys.
func (h *Handler) getRole(w http.ResponseWriter, r *http.Request) {
	v := h.visitorOf(w, r)
	q := r.URL.Query()
	if !v.signedIn() {
		h.askSignIn(w, http.StatusOK, v, withQuery(rolePath, q), signIn{})
		return
	}
	body, err := h.findRole(v, q.Get("account_id"), q.Get("role_name"))
	if err != nil {
		h.fail(w, r, err)
		return
	}
	h.show(w, http.StatusOK, "role", v, page{Title: string(body.Role) + " in " + body.Account.Name, Body: body})
}

// postKeys issues keys. They are in the answer itself, never in an address,
// and the answer is kept nowhere.
func (h *Handler) postKeys(w http.ResponseWriter, r *http.Request) {
	v := h.visitorOf(w, r)
	if err := h.checkForm(r, v); err != nil {
		h.fail(w, r, err)
		return
	}
	if !v.signedIn() {
		seeOther(w, r, Root)
		return
	}
	body, err := h.findRole(v, r.PostForm.Get("account_id"), r.PostForm.Get("role_name"))
	if err != nil {
		h.fail(w, r, err)
		return
	}
	keys, err := h.back.Keys(v.ID, body.Account.ID, body.Role)
	if errors.Is(err, ErrNoAccess) {
		err = noAccess(string(body.Account.ID), string(body.Role))
	}
	if err != nil {
		h.fail(w, r, err)
		return
	}
	body.Keys = keysFor(keys, h.back.Instance().Origin)
	body.Until = h.clock(keys.Expiration)
	h.show(w, http.StatusOK, "keys", v, page{Title: "Keys of " + string(body.Role), Body: body})
}

// findRole finds a role among those that the person has.
func (h *Handler) findRole(v visitor, accountID, name string) (role, error) {
	all, err := h.back.Accounts(v.ID)
	if err != nil {
		return role{}, err
	}
	i := slices.IndexFunc(all, func(a Account) bool { return string(a.ID) == accountID })
	if i < 0 || !slices.Contains(all[i].Roles, ident.RoleName(name)) {
		return role{}, noAccess(accountID, name)
	}
	r := role{Account: all[i], Role: ident.RoleName(name)}
	r.Profile, r.Session = snippets(h.back.Instance(), all[i].ID, r.Role)
	return r, nil
}

func noAccess(account, name string) error {
	return &ErrorPage{
		Title: "You have no access to this role", Status: http.StatusForbidden,
		Detail: "The role " + name + " in account " + account + " is not assigned to you, or not any more.",
	}
}
