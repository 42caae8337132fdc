package pages

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// manyUsers is how many users are shown as a list to choose from; beyond it
// the name is typed.
const manyUsers = 12

// signIn is the body of the sign-in page.
type signIn struct {
	Users  []User
	Typed  bool   // too many to list: type the name
	Chosen string // the user proposed
	Reason string // why the person is asked, such as the program that waits
	Error  string // what was wrong with the last try
}

// getSignIn is the sign-in page by itself.
func (h *Handler) getSignIn(w http.ResponseWriter, r *http.Request) {
	v := h.visitorOf(w, r)
	next := localPath(r.URL.Query().Get("next"))
	if v.signedIn() {
		seeOther(w, r, next)
		return
	}
	h.askSignIn(w, http.StatusOK, v, next, signIn{})
}

// askSignIn shows the sign-in form in place of a page that needs a session;
// next is that page.
func (h *Handler) askSignIn(w http.ResponseWriter, status int, v visitor, next string, s signIn) {
	s.Users = h.back.Users()
	s.Typed = len(s.Users) > manyUsers
	if s.Chosen == "" && len(s.Users) > 0 {
		s.Chosen = s.Users[0].Name
	}
	h.show(w, status, "signin", v, page{Title: "Sign in", Next: next, Body: s})
}

func (h *Handler) postSignIn(w http.ResponseWriter, r *http.Request) {
	v := h.visitorOf(w, r)
	if err := h.checkForm(r, v); err != nil {
		h.fail(w, r, err)
		return
	}
	next := localPath(r.PostForm.Get("next"))
	user := strings.TrimSpace(r.PostForm.Get("user"))
	id, err := h.back.SignIn(user)
	switch {
	case errors.Is(err, ErrNoUser):
		h.askSignIn(w, http.StatusUnprocessableEntity, v, next, signIn{
			Chosen: user, Error: "There is no user “" + user + "” who may sign in.",
		})
		return
	case err != nil:
		h.fail(w, r, err)
		return
	}
	// The old mark goes: a token made before the sign-in is worth nothing after it.
	h.setCookie(w, h.cookies.visit, "")
	h.setCookie(w, h.cookies.session, id.Reveal())
	seeOther(w, r, next)
}

// postSignOut ends the session and leads back to where the person was, to
// sign in as somebody else, or to a page that says it is done.
func (h *Handler) postSignOut(w http.ResponseWriter, r *http.Request) {
	v := h.visitorOf(w, r)
	if !v.signedIn() {
		seeOther(w, r, Root)
		return
	}
	if err := h.checkForm(r, v); err != nil {
		h.fail(w, r, err)
		return
	}
	h.back.SignOut(v.ID)
	h.guesses.forget(v.ID)
	h.setCookie(w, h.cookies.session, "")
	if next := r.PostForm.Get("next"); next != "" {
		seeOther(w, r, localPath(next))
		return
	}
	h.showResult(w, http.StatusOK, visitor{}, result{
		Kind: "signed-out", Heading: "You are signed out",
		Text: []string{
			"The session has ended, and with it the sign-in of every program that you allowed from it.",
			"Keys already handed out work until they expire.",
		},
		Link: Root, LinkTo: "Sign in again",
	})
}

// localPath returns next when it is one of our own pages, and the portal
// otherwise: a sign-in form must not send people to other sites.
func localPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(u.Path, "/") {
		return Root
	}
	u = u.JoinPath() // without . and .., which could lead out again
	if !strings.HasPrefix(u.Path, Root) {
		return Root
	}
	return withQuery(u.EscapedPath(), u.Query())
}
