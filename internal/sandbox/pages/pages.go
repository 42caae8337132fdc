// Package pages is the sandbox's browser side: the sign-in and consent pages
// and the access portal.
//
// It owns HTML, CSS, cookies and forms, and knows nothing of tokens or codes:
// those are behind the ports that it declares. It is the fob sandbox and says
// so on each page; it imitates no other site.
package pages

import (
	"crypto/rand"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"time"
)

// Paths that the protocols need to know. Everything lies below Root, and so
// does the cookie: a cookie of 127.0.0.1 goes to every port there, so it is
// bound to a path that no client's callback uses.
const (
	Root          = "/start/"       // the access portal
	DevicePath    = "/start/device" // verification URI; takes ?user_code=
	AuthorizePath = "/authorize"    // where clients send the browser; leads below Root
)

// The other pages.
const (
	consentPath = Root + "authorize"
	signInPath  = Root + "signin"
	signOutPath = Root + "signout"
	rolePath    = Root + "role"
	keysPath    = Root + "keys"
)

// maxForm is the most that a form may carry, in bytes. The longest holds the
// query of /authorize.
const maxForm = 64 << 10

// Handler serves the pages. It is safe for use by many goroutines.
type Handler struct {
	back    Backend
	now     func() time.Time
	views   map[string]*template.Template
	cookies cookies
	key     []byte // binds form tokens to cookies; new at each start
	guesses guesses
	forms   forms
}

// New prepares the pages over a backend. now is the wall clock, used to show
// how long something still lasts. The error is a template that does not parse.
func New(b Backend, now func() time.Time) (*Handler, error) {
	views, err := parseViews()
	if err != nil {
		return nil, err
	}
	origin, err := url.Parse(b.Instance().Origin)
	if err != nil {
		return nil, fmt.Errorf("read the sandbox's own address: %w", err)
	}
	h := &Handler{
		back: b, now: now, views: views, key: make([]byte, 32),
		// Cookies do not tell ports apart, so two sandboxes at once would sign
		// each other out if the name did not.
		cookies: cookies{visit: "fob-visit-" + origin.Port(), session: "fob-session-" + origin.Port()},
	}
	_, _ = rand.Read(h.key) // it never fails
	h.guesses = guesses{wrong: map[SessionID]int{}, live: func(id SessionID) bool {
		_, err := b.Session(id)
		return err == nil
	}}
	return h, nil
}

// Mount adds the pages to mux: everything below Root, AuthorizePath, and the
// short ways /start and /device.
func (h *Handler) Mount(mux *http.ServeMux) {
	inner := http.NewServeMux()
	inner.HandleFunc("GET "+Root+"{$}", h.getPortal)
	inner.HandleFunc("GET "+signInPath, h.getSignIn)
	inner.HandleFunc("POST "+signInPath, h.postSignIn)
	inner.HandleFunc("GET "+signOutPath, h.toPortal)
	inner.HandleFunc("POST "+signOutPath, h.postSignOut)
	inner.HandleFunc("GET "+DevicePath, h.getDevice)
	inner.HandleFunc("POST "+DevicePath, h.postDevice)
	inner.HandleFunc("GET "+AuthorizePath, h.toConsent)
	inner.HandleFunc("GET "+consentPath, h.getConsent)
	inner.HandleFunc("POST "+consentPath, h.postConsent)
	inner.HandleFunc("GET "+rolePath, h.getRole)
	inner.HandleFunc("GET "+keysPath, h.toPortal)
	inner.HandleFunc("POST "+keysPath, h.postKeys)
	inner.HandleFunc("GET "+Root+"static/{name}", h.getStatic)
	inner.HandleFunc("GET /device", h.toDevice)
	inner.HandleFunc("GET /start", h.toPortal)
	inner.HandleFunc("/start", h.notFound) // or the mux would redirect a form to Root
	inner.HandleFunc(Root, h.notFound)

	guarded := h.guard(inner)
	for _, p := range []string{Root, "/start", "/device", AuthorizePath} {
		mux.Handle(p, guarded)
	}
}

// toPortal, toDevice and toConsent are the short ways.
func (h *Handler) toPortal(w http.ResponseWriter, r *http.Request) { seeOther(w, r, Root) }

func (h *Handler) toDevice(w http.ResponseWriter, r *http.Request) {
	seeOther(w, r, withQuery(DevicePath, r.URL.Query()))
}

func (h *Handler) toConsent(w http.ResponseWriter, r *http.Request) {
	seeOther(w, r, withQuery(consentPath, r.URL.Query()))
}

func (h *Handler) notFound(w http.ResponseWriter, r *http.Request) {
	h.fail(w, r, &ErrorPage{
		Title: "There is no such page", Status: http.StatusNotFound,
		Detail: "The address leads nowhere in this sandbox.",
	})
}

func seeOther(w http.ResponseWriter, r *http.Request, to string) {
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func withQuery(path string, q url.Values) string {
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}
