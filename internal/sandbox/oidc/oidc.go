// Package oidc is the sandbox's SSO OIDC service: client registration, device
// authorization, tokens, and the checks behind /authorize.
//
// It owns registrations, device codes and authorization codes. It never knows
// what a token is made of, who is signed in, or how a page looks: those are
// behind the ports that it declares.
//
// The shapes are those of the public service model (SSO OIDC, 2019-06-10);
// rules beyond it follow RFC 6749, 7636, 8252 and 8628.
package oidc

import (
	"net/http"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/org"
)

// Clock is the sandbox's time. Now includes what was advanced; Seen is what a
// client's own clock shows at that moment, for the timestamps in answers.
type Clock interface {
	Now() time.Time
	Seen(t time.Time) time.Time
}

// Subject is a signed-in person who lets a program in. Session is the sign-in,
// in a form that means something to Tokens alone.
type Subject struct {
	User    string
	Session string
}

// Grant is what a person allowed a program.
type Grant struct {
	Subject  Subject
	ClientID string
	Scopes   []string // empty: of a legacy registration
	Refresh  bool     // the program may get a refresh token
}

// Issued is a set of tokens.
type Issued struct {
	AccessToken  ident.Secret
	RefreshToken ident.Secret // empty when there is none
	ExpiresIn    time.Duration
	// Revoke ends the program's session: these tokens, and those that they were
	// exchanged for. It may be called more than once.
	Revoke func()
}

// Tokens issues and renews tokens.
type Tokens interface {
	// Issue starts a session of a program; false when the person's sign-in is over.
	Issue(g Grant) (Issued, bool)
	// Renew exchanges a refresh token of this client; false when it is not
	// good, or not good any more.
	Renew(clientID string, refreshToken ident.Secret) (Issued, bool)
}

// Meter counts the calls that run; end is called when one has ended. names are
// its operation's, from the general one to the exact one. With an error the
// call must not be carried out: it is answered with the error, which is an
// *org.Refusal where that is to be in the service's words.
type Meter interface {
	Begin(r *http.Request, names ...string) (end func(), err error)
}

// Config is the world of a Handler; every field is needed.
type Config struct {
	Org    *org.Organisation
	Clock  Clock
	Tokens Tokens
	Meter  Meter
	Key    []byte // signs registrations: as long as it stays, they are good
	// VerificationURI is the page where a person enters a user code.
	VerificationURI string
	// Keep is told every secret that is issued.
	Keep func(ident.Secret)
}

// Handler serves the API. It is safe for use by many goroutines.
type Handler struct {
	Config
	codes   *codes
	devices *devices
}

// New returns a handler without any codes yet.
func New(c Config) *Handler {
	return &Handler{Config: c, codes: newCodes(), devices: newDevices()}
}

// The operations, as counts and logs name them.
const (
	RegisterClient           = "RegisterClient"
	StartDeviceAuthorization = "StartDeviceAuthorization"
	CreateToken              = "CreateToken"
)

// Operations lists what the service can do: CreateToken as a whole and, since
// its grants have little in common, by each of them.
func Operations() []string {
	all := []string{RegisterClient, StartDeviceAuthorization, CreateToken}
	for _, grant := range []string{grantCode, grantDevice, grantRefresh} {
		all = append(all, CreateToken+"/"+shortGrants[grant])
	}
	return all
}

// Mount adds the API to mux.
func (h *Handler) Mount(mux *http.ServeMux) {
	mux.HandleFunc("/client/register", h.operation(named(RegisterClient), h.register))
	mux.HandleFunc("/device_authorization", h.operation(named(StartDeviceAuthorization), h.startDevice))
	mux.HandleFunc("/token", h.operation(tokenNames, h.createToken))
}

func named(operation string) func(*http.Request) []string {
	return func(*http.Request) []string { return []string{operation} }
}

// operation counts a call, takes POST alone, and writes what answer returns as
// JSON, or its error in the service's shape.
func (h *Handler) operation(names func(*http.Request) []string, answer func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		end, err := h.Meter.Begin(r, names(r)...)
		defer end()
		if err != nil {
			writeError(w, err)
			return
		}
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			writeError(w, invalidRequest("Invalid request."))
			return
		}
		v, err := answer(r)
		if err != nil {
			writeError(w, err)
			return
		}
		writeJSON(w, http.StatusOK, v)
	}
}
