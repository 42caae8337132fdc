package pages

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// consent is the body of the page that asks whether a program may be let in.
type consent struct {
	Action  string // where the form goes
	Client  string
	Grants  []string // what the program would be able to do, as sentences' ends
	Code    string   // the user code to compare; empty when there is none
	Query   string   // the query of /authorize, carried through the form
	Form    string   // lets the form be answered once; empty with a user code, which is used once by itself
	Returns string   // where Allow and Deny lead, for people; empty for nowhere
	Until   string   // when the request ends; empty when that is not known
}

// The scopes that the access portal's API knows. legacyScope is the same as none.
const (
	portalScope = "sso:account:access"
	legacyScope = "sso-portal:*"
)

// grantsOf says in words what scopes allow. A registration without scopes can
// do the same as one with portalScope, for a fixed time.
func grantsOf(scopes []string) []string {
	var out []string
	tools := slices.DeleteFunc(slices.Clone(scopes), func(s string) bool { return s == portalScope || s == legacyScope })
	if len(scopes) == 0 || len(tools) < len(scopes) {
		out = append(out, "see the accounts and roles you have", "get short-term keys for any of them")
	}
	for _, s := range tools {
		out = append(out, "use "+s)
	}
	return out
}

// getConsent asks about a program that waits on a loopback address.
func (h *Handler) getConsent(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	req, err := h.back.Authorization(query)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	// Both pages: the sign-in form leads here by redirects, and from here on
	// to the client when the request has gone bad in between.
	setHeaders(w.Header(), formTarget(req.RedirectURI))
	v := h.visitorOf(w, r)
	if !v.signedIn() {
		h.askSignIn(w, http.StatusOK, v, withQuery(consentPath, query), signIn{Reason: req.ClientName})
		return
	}
	h.show(w, http.StatusOK, "consent", v, page{
		Title: "Allow " + req.ClientName + "?", Next: withQuery(consentPath, query),
		Body: consent{
			Action: consentPath, Client: req.ClientName, Grants: grantsOf(req.Scopes),
			Query: query.Encode(), Form: h.newForm(v), Returns: hostOf(req.RedirectURI),
		},
	})
}

// postConsent does what the person decided and sends the browser back to the
// program.
func (h *Handler) postConsent(w http.ResponseWriter, r *http.Request) {
	v := h.visitorOf(w, r)
	if err := h.checkForm(r, v); err != nil {
		h.fail(w, r, err)
		return
	}
	query, err := url.ParseQuery(r.PostForm.Get("query"))
	if err != nil {
		h.fail(w, r, &ErrorPage{Title: "The form could not be read", Detail: "Start the sign-in in your program again."})
		return
	}
	if !v.signedIn() {
		seeOther(w, r, withQuery(consentPath, query))
		return
	}
	decision := r.PostForm.Get("decision")
	if decision != "allow" && decision != "deny" {
		h.fail(w, r, noDecision())
		return
	}
	if err := h.answerForm(v, r.PostForm.Get("form")); err != nil {
		h.fail(w, r, err)
		return
	}
	var to string
	if decision == "allow" {
		to, err = h.back.Allow(query, v.ID)
	} else {
		to, err = h.back.Deny(query)
	}
	if err != nil {
		h.fail(w, r, err)
		return
	}
	http.Redirect(w, r, to, http.StatusFound)
}

func noDecision() error {
	return &ErrorPage{Title: "Nothing was decided", Detail: "Go back and choose Allow or Deny."}
}

// hostOf returns the host and port of an address, for people.
func hostOf(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	return host
}
