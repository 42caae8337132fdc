package oidc

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/ident"
)

// Authorize is the operation of /authorize, which the pages serve.
const Authorize = "Authorize"

// Request is a good request to let a program in.
type Request struct {
	Client      Registration
	ClientID    string
	RedirectURI string // with the port of this time
	Scopes      []string
	challenge   string
	state       string
}

// Untrusted is a request whose client or address cannot be trusted, so that
// nothing may be sent there; the person is told instead.
type Untrusted struct{ Title, Detail string }

func (e *Untrusted) Error() string { return e.Title + ": " + e.Detail }

// Refused is a request that is wrong otherwise: the program is told, by
// sending the browser to To.
type Refused struct{ To string }

func (e *Refused) Error() string { return "authorization request refused" }

// Check reads the query of /authorize. Errors: *Untrusted and *Refused.
func (h *Handler) Check(q url.Values) (Request, error) {
	req, err := h.trusted(q)
	if err != nil {
		return Request{}, err
	}
	refuse := func(code, description string) (Request, error) {
		return Request{}, &Refused{To: answer(req.RedirectURI, "error", code, "error_description", description, "state", req.state)}
	}
	for name, values := range q {
		if len(values) > 1 {
			return refuse("invalid_request", "parameter "+name+" is given twice")
		}
	}
	switch challenge := strings.TrimRight(q.Get("code_challenge"), "="); {
	case q.Get("response_type") != "code":
		return refuse("unsupported_response_type", "response_type must be code")
	case !req.Client.allows(grantCode):
		return refuse("unauthorized_client", "client is not registered for authorization_code")
	case q.Get("code_challenge_method") != "S256":
		return refuse("invalid_request", "code_challenge_method must be S256")
	case !isChallenge(challenge):
		return refuse("invalid_request", "code_challenge is missing or is no SHA-256")
	default:
		req.challenge = challenge
	}
	if req.Scopes = askedScopes(q, req.Client.Scopes); !within(req.Scopes, req.Client.Scopes) {
		return refuse("invalid_scope", "scopes must be among the registered ones")
	}
	return req, nil
}

// trusted checks the two things that must hold before anything is sent to the
// redirect address.
func (h *Handler) trusted(q url.Values) (Request, error) {
	req := Request{ClientID: q.Get("client_id"), RedirectURI: q.Get("redirect_uri"), state: q.Get("state")}
	var ok bool
	if req.Client, ok = h.sealer().open(req.ClientID); !ok || len(q["client_id"]) != 1 {
		return Request{}, &Untrusted{
			"Unknown client",
			"The program that sent you here is not registered with this sandbox. Start its sign-in again.",
		}
	}
	if req.Client.expired(h.Clock.Now()) {
		return Request{}, &Untrusted{
			"Client registration expired",
			"The registration of the program that sent you here is too old. Start its sign-in again.",
		}
	}
	if len(q["redirect_uri"]) != 1 || !req.Client.matches(req.RedirectURI) {
		return Request{}, &Untrusted{
			"Invalid callback URL",
			"The program that sent you here asks to be answered at an address that it did not register.",
		}
	}
	return req, nil
}

// askedScopes reads the scopes: AWS CLI says scopes, others say scope; without
// either, the registered ones are meant.
func askedScopes(q url.Values, registered []string) []string {
	for _, name := range []string{"scopes", "scope"} {
		if asked := strings.Fields(q.Get(name)); len(asked) > 0 {
			return asked
		}
	}
	return registered
}

func within(asked, registered []string) bool {
	return !slices.ContainsFunc(asked, func(s string) bool { return !slices.Contains(registered, s) })
}

// isChallenge reports whether s can be base64url of a SHA-256.
func isChallenge(s string) bool {
	b, err := base64.RawURLEncoding.DecodeString(s)
	return err == nil && len(b) == sha256.Size && !strings.ContainsAny(s, "\r\n")
}

// Allow issues a code for a good request and returns where to send the browser.
// Errors as Check's.
func (h *Handler) Allow(q url.Values, who Subject) (redirect string, err error) {
	req, err := h.Check(q)
	if err != nil {
		return "", err
	}
	code := ident.Secret(random(32))
	h.Keep(code)
	now := h.Clock.Now()
	h.codes.add(code, pendingCode{
		client: digestOf(req.ClientID), redirectURI: req.RedirectURI, challenge: req.challenge, scopes: req.Scopes,
		subject: who, expires: now.Add(h.Org.Lifetimes.AuthorizationCode),
	})
	return answer(req.RedirectURI, "code", code.Reveal(), "state", req.state), nil
}

// Deny returns where to send the browser when the person refuses.
func (h *Handler) Deny(q url.Values) (redirect string, err error) {
	req, err := h.Check(q)
	if err != nil {
		return "", err
	}
	return answer(req.RedirectURI, "error", "access_denied", "error_description", "The user denied the request", "state", req.state), nil
}

// isVerifier reports whether s is a code verifier by its length and letters
// (RFC 7636 §4.1).
func isVerifier(s string) bool {
	return len(s) >= 43 && len(s) <= 128 && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-._~", r)
	})
}

// proves reports whether the verifier is the one behind an S256 challenge.
func proves(verifier, challenge string) bool {
	sum := sha256.Sum256([]byte(verifier))
	return isVerifier(verifier) && subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(sum[:])), []byte(challenge)) == 1
}
