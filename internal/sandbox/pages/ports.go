package pages

import (
	"errors"
	"net/url"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// SessionID is the value of the cookie that holds a browser's session with the
// access portal. It is a secret: 128 random bits or more, never logged.
type SessionID = ident.Secret

// User is a person of the organisation, as the sign-in page lists them.
type User struct {
	Name        string // the user name, such as dev@example.com; what SignIn takes
	DisplayName string // for people; may be empty
}

// Session is a browser that is signed in to the access portal.
type Session struct {
	User    User
	Expires time.Time // when the service ends it by itself, on real time
}

// DeviceRequest is a program that asks to be let in by a user code.
type DeviceRequest struct {
	ClientName string
	UserCode   string // as the program shows it: XXXX-XXXX
	Scopes     []string
	Expires    time.Time // real time
}

// AuthorizeRequest is a program on this machine that asks to be let in through
// its own loopback address.
type AuthorizeRequest struct {
	ClientName  string
	Scopes      []string
	RedirectURI string // as asked, port included; the page allows its form to end there
}

// Account is an account of which the signed-in person has at least one role.
type Account struct {
	ID    ident.AccountID
	Name  string
	Email string
	Roles []ident.RoleName // sorted
}

// Instance is what the pages say about the organisation itself.
type Instance struct {
	StartURL ident.StartURL // as tools are to be configured with it; it is never contacted
	Region   ident.Region
	Origin   string // http://127.0.0.1:PORT
}

// What a port answers when there is nothing to do; test with errors.Is.
var (
	ErrNoUser    = errors.New("no such user")              // SignIn: unknown or disabled
	ErrNoSession = errors.New("no session")                // unknown, ended or expired
	ErrNoCode    = errors.New("no request with this code") // Device, AllowDevice, DenyDevice
	ErrExpired   = errors.New("the code has expired")      // the same
	ErrDecided   = errors.New("already decided")           // the same: allowed, denied or redeemed before
	ErrNoAccess  = errors.New("no access to this role")    // Keys
)

// ErrorPage is a request that cannot be answered by a redirect, because the
// client or its address cannot be trusted: the page shows it.
type ErrorPage struct {
	Title  string // such as "Invalid callback URL"
	Detail string // one or two sentences
	Status int    // HTTP status; zero means 400
}

func (e *ErrorPage) Error() string { return e.Title + ": " + e.Detail }

// RedirectError is a request that is wrong but came from a known client with
// a good address: the browser goes to To, which carries error=….
type RedirectError struct{ To string }

func (e *RedirectError) Error() string { return "the request is refused by a redirect" }

// Directory knows who may sign in, and to what.
type Directory interface {
	Users() []User // in the order of the organisation file; enabled ones only
	Instance() Instance
}

// Sessions are the browsers that are signed in.
type Sessions interface {
	// SignIn starts a session; ErrNoUser when the user is unknown or disabled.
	SignIn(user string) (SessionID, error)
	// Session finds a session by its cookie; ErrNoSession when it is over.
	Session(id SessionID) (Session, error)
	// SignOut ends the session and what depends on it (refresh and access
	// tokens), and leaves role keys alone. Unknown ids are no error.
	SignOut(id SessionID)
}

// Devices are the requests of the device grant. A user code is taken in any
// case and with or without its hyphen.
type Devices interface {
	// Device finds a request that waits for a decision: ErrNoCode, ErrExpired,
	// ErrDecided.
	Device(userCode string) (DeviceRequest, error)
	// AllowDevice lets the program in as the session's user; ErrNoSession too.
	AllowDevice(userCode string, id SessionID) error
	// DenyDevice refuses it: the program is told access_denied.
	DenyDevice(userCode string, id SessionID) error
}

// Authorizations are the requests of the authorization code grant. query is
// that of /authorize; nothing is kept between the calls, so each checks it anew.
type Authorizations interface {
	// Authorization checks a request: *ErrorPage or *RedirectError when it is wrong.
	Authorization(query url.Values) (AuthorizeRequest, error)
	// Allow issues a code for the session's user and returns the address, on
	// the client's loopback, to send the browser to. Errors as Authorization's,
	// and ErrNoSession.
	Allow(query url.Values, id SessionID) (redirect string, err error)
	// Deny returns the address that tells the client access_denied.
	Deny(query url.Values) (redirect string, err error)
}

// Portal is what a signed-in person may use.
type Portal interface {
	// Accounts lists the session's accounts by id; ErrNoSession.
	Accounts(id SessionID) ([]Account, error)
	// Keys issues short-term keys of a role: ErrNoSession, ErrNoAccess.
	Keys(id SessionID, account ident.AccountID, role ident.RoleName) (ident.Credentials, error)
}

// Backend is everything behind the pages. All methods are safe for use by many
// goroutines.
type Backend interface {
	Directory
	Sessions
	Devices
	Authorizations
	Portal
}
