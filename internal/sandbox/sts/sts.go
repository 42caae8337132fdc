// Package sts is the sandbox's Security Token Service: GetCallerIdentity,
// AssumeRole and AssumeRoleWithWebIdentity, in the Query protocol.
//
// It owns the protocol and the rule of who may assume what. Which keys exist
// is behind the ports that it declares.
//
// The shapes are those of the public service model (STS, 2011-06-15).
package sts

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/org"
	"github.com/fobcli/fob/internal/sandbox/sigv4"
)

// Service is the name that requests are signed for.
const Service = "sts"

// Version is the only one of the API.
const Version = "2011-06-15"

// maxBody is the most that a request may hold, in bytes.
const maxBody = 256 << 10

// Caller is who signed a request.
type Caller struct {
	ARN     string
	UserID  string
	Account ident.AccountID
	RoleARN string // of a role session; empty for an IAM user

	PermissionSet ident.RoleName // of a session of Identity Center
	User          string         // who has that session
	Attributes                   // of a session of AssumeRole
}

// Verifier checks a request's signature; its errors are *sigv4.Error.
type Verifier interface {
	Verify(r *http.Request, body []byte, service string) (sigv4.Signer, error)
}

// Vault knows whose keys are whose, and issues new ones for a role session.
// Expiration is what a client's clock will show.
type Vault interface {
	Caller(s sigv4.Signer) (Caller, bool)
	AssumedRole(role org.Role, s org.Session, lifetime time.Duration, a Attributes) ident.Credentials
}

// Clock is the sandbox's time. Now includes what was advanced; Seen is what a
// client's own clock shows at that moment.
type Clock interface {
	Now() time.Time
	Seen(t time.Time) time.Time
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
	Org      *org.Organisation
	Verifier Verifier
	Vault    Vault
	Clock    Clock
	Meter    Meter
	Key      []byte // signs web identity tokens
}

// Handler serves the API. It is safe for use by many goroutines.
type Handler struct {
	Config
	mfa *devices
}

// New returns a handler.
func New(c Config) *Handler {
	return &Handler{c, &devices{org: c.Org, now: c.Clock.Now, used: map[string]uint64{}}}
}

// The operations, as counts and logs name them.
const (
	GetCallerIdentity         = "GetCallerIdentity"
	AssumeRole                = "AssumeRole"
	AssumeRoleWithWebIdentity = "AssumeRoleWithWebIdentity"
)

// Operations lists what the service can do.
func Operations() []string {
	return []string{GetCallerIdentity, AssumeRole, AssumeRoleWithWebIdentity}
}

// ServeHTTP answers POST / with a form, and GET / with all in a presigned
// query. Every service has its root at /, so the sandbox decides which of them
// a request is for.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		writeError(w, unreadable(err))
		return
	}
	form := r.URL.Query()
	if r.Method == http.MethodPost {
		if form, err = url.ParseQuery(string(body)); err != nil {
			writeError(w, &Error{http.StatusBadRequest, "MalformedQueryString", "The request body cannot be decoded"})
			return
		}
	}
	reply, known := h.action(form)
	if known {
		end, err := h.Meter.Begin(r, form.Get("Action"))
		defer end()
		if err != nil {
			writeError(w, err)
			return
		}
	}
	var caller Caller
	if form.Get("Action") != AssumeRoleWithWebIdentity {
		if caller, err = h.caller(r, body); err != nil {
			writeError(w, err)
			return
		}
	}
	v, err := reply(form, caller)
	if err != nil {
		writeError(w, err)
		return
	}
	write(w, http.StatusOK, v)
}

// action finds what answers a form; known is false for what only refuses it.
func (h *Handler) action(form url.Values) (reply func(url.Values, Caller) (answer, error), known bool) {
	if form.Get("Version") == Version {
		switch form.Get("Action") {
		case GetCallerIdentity:
			return h.callerIdentity, true
		case AssumeRole:
			return h.assumeRole, true
		case AssumeRoleWithWebIdentity:
			return h.assumeWithWebIdentity, true
		}
	}
	return func(f url.Values, _ Caller) (answer, error) {
		return nil, &Error{
			http.StatusBadRequest, "InvalidAction",
			"Could not find operation " + f.Get("Action") + " for version " + f.Get("Version"),
		}
	}, false
}

func (h *Handler) caller(r *http.Request, body []byte) (Caller, error) {
	signer, err := h.Verifier.Verify(r, body, Service)
	if err != nil {
		return Caller{}, signatureError(err)
	}
	c, ok := h.Vault.Caller(signer)
	if !ok {
		return Caller{}, errors.New("a verified key belongs to nobody")
	}
	return c, nil
}

type identityResponse struct {
	XMLName  struct{} `xml:"https://sts.amazonaws.com/doc/2011-06-15/ GetCallerIdentityResponse"`
	ARN      string   `xml:"GetCallerIdentityResult>Arn"`
	UserID   string   `xml:"GetCallerIdentityResult>UserId"`
	Account  string   `xml:"GetCallerIdentityResult>Account"`
	Metadata metadata `xml:"ResponseMetadata"`
}

func (h *Handler) callerIdentity(_ url.Values, c Caller) (answer, error) {
	return &identityResponse{ARN: c.ARN, UserID: c.UserID, Account: string(c.Account)}, nil
}
