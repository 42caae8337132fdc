package portal

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/wire"
)

// The refusals that callers tell apart with errors.Is.
var (
	// ErrSignIn means that the token is unknown, expired or revoked (401).
	ErrSignIn = errors.New("session token not found or invalid")
	// ErrNoAccess means that the account or role is not assigned (403).
	ErrNoAccess = errors.New("no access")
)

// Error is a refusal by the service. Its texts are safe to show.
type Error struct {
	Type      string // such as ForbiddenException; empty when not told
	Message   string // the service's own words
	Status    int    // HTTP status
	RequestID string
}

// Error tells the type and the service's own words.
func (e *Error) Error() string {
	text := e.Type
	if text == "" {
		text = fmt.Sprintf("HTTP status %d", e.Status)
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	return text
}

// Is makes errors.Is find ErrSignIn and ErrNoAccess by the status.
func (e *Error) Is(target error) bool {
	switch target {
	case ErrSignIn:
		return e.Status == http.StatusUnauthorized
	case ErrNoAccess:
		return e.Status == http.StatusForbidden
	}
	return false
}

// As explains answers that blame the service; see wire.Trouble.
func (e *Error) As(target any) bool {
	return wire.Trouble{Service: service, Status: e.Status, Err: e}.As(target)
}

// service is what people call this service.
const service = "IAM Identity Center"

// Throttled means that the service kept asking for a slower pace until the
// attempts were spent, or for a longer wait than anybody would sit through.
type Throttled struct {
	Wait time.Duration // what the last answer asked for; 0 when it did not say
	Err  *Error
}

// Error tells that the service asks for a slower pace.
func (e *Throttled) Error() string {
	if e.Wait > 0 {
		return fmt.Sprintf("the service asks to wait %s: %v", e.Wait, e.Err)
	}
	return "the service asks for a slower pace: " + e.Err.Error()
}

// As explains it; see wire.Trouble.
func (e *Throttled) As(target any) bool {
	return wire.Trouble{Service: service, Status: e.Err.Status, Throttled: true, Wait: e.Wait, Err: e.Err}.As(target)
}

// Unwrap returns the answer.
func (e *Throttled) Unwrap() error { return e.Err }

// errorOf reads a refusal.
func errorOf(res *wire.Response) error {
	var body struct {
		Type    string `json:"__type"`
		Message string `json:"message"`
	}
	// A proxy's page is no JSON: then the status is what there is to tell.
	if json.Unmarshal(res.Body, &body) != nil {
		body.Type, body.Message = "", ""
	}
	e := &Error{
		Type:      wire.Shorten(body.Type[strings.LastIndexByte(body.Type, '#')+1:]),
		Message:   wire.Shorten(body.Message),
		Status:    res.Status,
		RequestID: wire.Shorten(res.RequestID()),
	}
	if e.Status == http.StatusTooManyRequests {
		return &Throttled{Wait: wire.RetryAfter(res.Header), Err: e}
	}
	return e
}
