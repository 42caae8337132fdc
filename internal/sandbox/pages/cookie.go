package pages

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
)

// cookies are the names of this sandbox's two cookies: one marks a browser
// before it is signed in, the other holds its session.
type cookies struct{ visit, session string }

// visitor is the browser that made a request.
type visitor struct {
	ID      SessionID // empty when not signed in
	Session Session
	bound   string // the cookie's value that form tokens are bound to
}

func (v visitor) signedIn() bool { return v.ID != "" }

// visitorOf reads the cookies. A browser without one gets the marking cookie,
// so that the sign-in form too is bound to it.
func (h *Handler) visitorOf(w http.ResponseWriter, r *http.Request) visitor {
	if c, err := r.Cookie(h.cookies.session); err == nil && c.Value != "" {
		id := SessionID(c.Value)
		if s, err := h.back.Session(id); err == nil {
			return visitor{ID: id, Session: s, bound: c.Value}
		}
	}
	if c, err := r.Cookie(h.cookies.visit); err == nil && c.Value != "" {
		return visitor{bound: c.Value}
	}
	mark := rand.Text()
	h.setCookie(w, h.cookies.visit, mark)
	return visitor{bound: mark}
}

// setCookie sets a cookie for the rest of the browser's own session; an empty
// value removes it. Lax, not Strict: a person who follows a link to the portal
// from elsewhere is still signed in, and every form has its token besides.
func (h *Handler) setCookie(w http.ResponseWriter, name, value string) {
	c := &http.Cookie{Name: name, Value: value, Path: "/start", HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// token is the hidden field of this browser's forms. Nobody can make it who
// cannot read the cookie and does not hold the key.
func (h *Handler) token(v visitor) string {
	mac := hmac.New(sha256.New, h.key)
	mac.Write([]byte(v.bound))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// checkForm reads the form of a POST and checks its token.
func (h *Handler) checkForm(r *http.Request, v visitor) error {
	if err := r.ParseForm(); err != nil {
		return &ErrorPage{Title: "The form could not be read", Detail: "Go back and try again."}
	}
	if !hmac.Equal([]byte(r.PostForm.Get("token")), []byte(h.token(v))) {
		return pageTooOld()
	}
	return nil
}

func pageTooOld() error {
	return &ErrorPage{
		Title: "This page is too old", Status: http.StatusForbidden,
		Detail: "You signed in or out after it was shown, or the sandbox was restarted. " +
			"Nothing was done. Go back, reload the page, and try again.",
	}
}
