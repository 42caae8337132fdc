// Package pages is the sandbox's browser side: the sign-in and consent pages
// and the access portal.
//
// It owns HTML, CSS, cookies and forms, and knows nothing of tokens or codes:
// those are behind the ports that it declares. It is the fob sandbox and says
// so; it imitates no other site.
package pages

import (
	"errors"
	"net/http"
	"time"
)

// Paths that the protocols need to know. Everything else lies below Root, and
// so does the cookie: a cookie of 127.0.0.1 goes to every port there, so it is
// bound to a path that no client's callback uses.
const (
	Root          = "/start/"       // the access portal
	DevicePath    = "/start/device" // verification URI; takes ?user_code=
	AuthorizePath = "/authorize"    // where clients send the browser; leads to Root
)

// Handler serves the pages.
type Handler struct{}

// New prepares the pages over a backend. now is the wall clock, used to show
// how long something still lasts.
func New(b Backend, now func() time.Time) (*Handler, error) {
	return nil, errors.New("not ready")
}

// Mount adds the pages to mux: everything below Root, AuthorizePath, and
// short ways to both ("GET /start", "GET /device").
func (h *Handler) Mount(mux *http.ServeMux) {}
