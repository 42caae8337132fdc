package pages

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// perPage is how many accounts the portal shows at once.
const perPage = 25

// portal is the body of the access portal.
type portal struct {
	Accounts     []Account
	Total, Found int    // accounts in all, and those that match Search
	Search       string // what to look for in names, ids, e-mail addresses and roles
	ShowSearch   bool
	From, To     int    // the accounts shown, counted from 1
	Prev, Next   string // links; empty for none
	Until        string // when the session ends
}

func (h *Handler) getPortal(w http.ResponseWriter, r *http.Request) {
	v := h.visitorOf(w, r)
	if !v.signedIn() {
		h.askSignIn(w, http.StatusOK, v, withQuery(Root, r.URL.Query()), signIn{})
		return
	}
	all, err := h.back.Accounts(v.ID)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	search := strings.TrimSpace(r.URL.Query().Get("search"))
	found := matching(all, search)
	start := pageStart(r.URL.Query().Get("page"), len(found))
	end := min(start+perPage, len(found))
	body := portal{
		Accounts: found[start:end], Total: len(all), Found: len(found),
		Search: search, ShowSearch: len(all) > 10,
		From: start + 1, To: end, Until: h.clock(v.Session.Expires),
	}
	if start > 0 {
		body.Prev = portalURL(search, start/perPage)
	}
	if end < len(found) {
		body.Next = portalURL(search, start/perPage+2)
	}
	h.show(w, http.StatusOK, "portal", v, page{Title: "Your accounts", Body: body})
}

// matching returns the accounts in which every word of search occurs.
func matching(all []Account, search string) []Account {
	words := strings.Fields(strings.ToLower(search))
	if len(words) == 0 {
		return all
	}
	var out []Account
next:
	for _, a := range all {
		text := strings.ToLower(a.Name + " " + string(a.ID) + " " + a.Email)
		for _, role := range a.Roles {
			text += " " + strings.ToLower(string(role))
		}
		for _, word := range words {
			if !strings.Contains(text, word) {
				continue next
			}
		}
		out = append(out, a)
	}
	return out
}

// pageStart turns a page's number, counted from 1, into the index of its first
// account. Anything else is the first page; a page past the end is the last.
func pageStart(number string, accounts int) int {
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || accounts == 0 {
		return 0
	}
	return min(n-1, (accounts-1)/perPage) * perPage
}

func portalURL(search string, number int) string {
	q := url.Values{"page": {strconv.Itoa(number)}}
	if search != "" {
		q.Set("search", search)
	}
	return withQuery(Root, q)
}
