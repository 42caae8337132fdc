package pages

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
)

// guard is what holds for every page: only this machine's names reach it,
// other sites cannot post to it, nothing is kept, and nothing is loaded from
// elsewhere.
func (h *Handler) guard(next http.Handler) http.Handler {
	sameSite := http.NewCrossOriginProtection()
	sameSite.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.fail(w, r, &ErrorPage{
			Title: "This form came from another site", Status: http.StatusForbidden,
			Detail: "Nothing was done. Forms are taken from the sandbox's own pages only.",
		})
	}))
	guarded := sameSite.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setHeaders(w.Header(), "")
		if !loopbackHost(r.Host) {
			http.Error(w, "The sandbox answers to 127.0.0.1 and localhost only.", http.StatusMisdirectedRequest)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		guarded.ServeHTTP(w, r)
	})
}

// setHeaders writes the policy of a page. formTarget is one more origin where
// a form may end, empty for none: Chromium holds form-action against the
// redirects that answer a form too, so the consent page must name the client's
// callback or its Allow button would lead nowhere.
func setHeaders(h http.Header, formTarget string) {
	form := "'self'"
	if formTarget != "" {
		form += " " + formTarget
	}
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action "+form+
		"; frame-ancestors 'none'; base-uri 'none'")
	h.Set("X-Frame-Options", "DENY")
	h.Set("X-Content-Type-Options", "nosniff")
	// same-origin, not no-referrer: the latter turns the Origin of the pages'
	// own forms into "null", and the check above would be weaker for it.
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// formTarget is the source expression that lets a form end at a redirect URI.
// The policy's grammar knows no IPv6 literal, so there the scheme must do.
func formTarget(redirectURI string) string {
	u, err := url.Parse(redirectURI)
	if err != nil || u.Scheme != "http" || !loopbackHost(u.Host) {
		return ""
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && ip.Is6() {
		return "http:"
	}
	return "http://" + u.Host
}

// loopbackHost reports whether a Host header names this machine. Another name
// that resolves here belongs to a page that tries to reach the sandbox through
// the person's browser.
func loopbackHost(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	if name == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(trimBrackets(name))
	return err == nil && ip.IsLoopback()
}

func trimBrackets(s string) string {
	if len(s) > 1 && s[0] == '[' && s[len(s)-1] == ']' {
		return s[1 : len(s)-1]
	}
	return s
}
