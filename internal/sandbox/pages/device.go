package pages

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// enterCode is the body of the page that asks for a user code.
type enterCode struct {
	Code  string // as typed before
	Error string
}

// getDevice asks for a code, or, when the address has one, whether to let the
// program in that shows it.
func (h *Handler) getDevice(w http.ResponseWriter, r *http.Request) {
	code := strings.TrimSpace(r.URL.Query().Get("user_code"))
	v := h.visitorOf(w, r)
	if !v.signedIn() {
		h.askSignIn(w, http.StatusOK, v, deviceURL(code), signIn{})
		return
	}
	if code == "" {
		h.showEnterCode(w, http.StatusOK, v, enterCode{})
		return
	}
	req, err := h.findDevice(v, code)
	if err != nil {
		h.failDevice(w, r, v, code, err)
		return
	}
	h.show(w, http.StatusOK, "consent", v, page{
		Title: "Allow " + req.ClientName + "?", Next: deviceURL(code),
		Body: consent{
			Action: DevicePath, Client: req.ClientName, Grants: grantsOf(req.Scopes),
			Code: req.UserCode, Until: h.clock(req.Expires),
		},
	})
}

func (h *Handler) postDevice(w http.ResponseWriter, r *http.Request) {
	v := h.visitorOf(w, r)
	if err := h.checkForm(r, v); err != nil {
		h.fail(w, r, err)
		return
	}
	code := strings.TrimSpace(r.PostForm.Get("user_code"))
	if !v.signedIn() {
		seeOther(w, r, deviceURL(code))
		return
	}
	req, err := h.findDevice(v, code)
	if err != nil {
		h.failDevice(w, r, v, code, err)
		return
	}
	var done result
	switch r.PostForm.Get("decision") {
	case "allow":
		err = h.back.AllowDevice(code, v.ID)
		done = result{
			Kind: "allowed", Heading: "You are signed in",
			Text: []string{req.ClientName + " may now act for you. You can close this page and go on where you came from."},
		}
	case "deny":
		err = h.back.DenyDevice(code, v.ID)
		done = result{
			Kind: "denied", Heading: "You refused the request",
			Text: []string{req.ClientName + " got nothing. You can close this page."},
		}
	default:
		err = noDecision()
	}
	if err != nil {
		h.failDevice(w, r, v, code, err)
		return
	}
	h.showResult(w, http.StatusOK, v, done)
}

// errTooMany is a session that guessed too often.
var errTooMany = errors.New("too many wrong codes")

// findDevice looks a code up and counts the wrong ones.
func (h *Handler) findDevice(v visitor, code string) (DeviceRequest, error) {
	if h.guesses.spent(v.ID) {
		return DeviceRequest{}, errTooMany
	}
	req, err := h.back.Device(code)
	if errors.Is(err, ErrNoCode) {
		h.guesses.add(v.ID)
	}
	return req, err
}

// failDevice shows why a code leads nowhere.
func (h *Handler) failDevice(w http.ResponseWriter, r *http.Request, v visitor, code string, err error) {
	switch {
	case errors.Is(err, ErrNoCode):
		h.showEnterCode(w, http.StatusNotFound, v, enterCode{
			Code: code, Error: "No program waits with this code. Compare it with the one the program shows.",
		})
	case errors.Is(err, errTooMany):
		h.showResult(w, http.StatusTooManyRequests, v, result{
			Kind: "error", Heading: "Too many wrong codes",
			Text: []string{"To go on, sign out and in again, and start the sign-in in your program anew."},
			Link: Root, LinkTo: "Go to the access portal",
		})
	case errors.Is(err, ErrExpired):
		h.showResult(w, http.StatusGone, v, result{
			Kind: "expired", Heading: "This code has expired",
			Text: []string{"A code lasts 10 minutes. Start the sign-in in your program again to get a new one."},
		})
	case errors.Is(err, ErrDecided):
		h.showResult(w, http.StatusConflict, v, result{
			Kind: "error", Heading: "This code was used before",
			Text: []string{"The request was already allowed or denied; each code works once. " +
				"If your program still waits, start the sign-in there again."},
		})
	default:
		h.fail(w, r, err)
	}
}

func (h *Handler) showEnterCode(w http.ResponseWriter, status int, v visitor, c enterCode) {
	h.show(w, status, "code", v, page{Title: "Enter the code", Next: DevicePath, Body: c})
}

func deviceURL(code string) string {
	if code == "" {
		return DevicePath
	}
	return withQuery(DevicePath, url.Values{"user_code": {code}})
}
