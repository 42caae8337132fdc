package oidc

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/fobcli/fob/internal/wire"
)

// Error is a refusal by the service. Its texts are safe to show.
type Error struct {
	Type        string // such as InvalidGrantException; empty when not told
	Code        string // such as invalid_grant
	Description string // the service's own words; often the only cause told
	Reason      string // KMS_…, or a reason of access_denied; mostly empty
	Status      int    // HTTP status
	RequestID   string
}

// The refusals that callers tell apart with errors.Is.
const (
	ErrInvalidRequest kind = "InvalidRequestException" // also an unknown start URL or a wrong region
	ErrInvalidClient  kind = "InvalidClientException"  // the registration is unknown or expired
	ErrInvalidGrant   kind = "InvalidGrantException"   // the code or refresh token is spent, or the session over
	ErrPending        kind = "AuthorizationPendingException"
	ErrSlowDown       kind = "SlowDownException"
	ErrExpired        kind = "ExpiredTokenException"
	ErrAccessDenied   kind = "AccessDeniedException" // the person refused
)

// kind is the type of a refusal as an error of its own.
type kind string

// Error returns the type's name.
func (k kind) Error() string { return string(k) }

// Is makes errors.Is(err, ErrPending) true for refusals of that type.
func (e *Error) Is(target error) bool {
	k, ok := target.(kind)
	return ok && string(k) == e.Type
}

// Error tells the code and the service's own words.
func (e *Error) Error() string {
	text := e.Code
	if text == "" {
		text = e.Type
	}
	if text == "" {
		text = fmt.Sprintf("HTTP status %d", e.Status)
	}
	if e.Description != "" {
		text += ": " + e.Description
	}
	if e.Reason != "" {
		text += " (" + e.Reason + ")"
	}
	return text
}

// As explains answers that blame the service; see wire.Trouble.
func (e *Error) As(target any) bool {
	return wire.Trouble{Service: "IAM Identity Center", Status: e.Status, Throttled: e.Is(ErrSlowDown), Err: e}.As(target)
}

// errorBody is what the body of a refusal may hold.
type errorBody struct {
	Type        string `json:"__type"`
	Code        string `json:"error"`
	Description string `json:"error_description"`
	Message     string `json:"message"`
	Reason      string `json:"reason"`
}

// errorOf reads a refusal. The type stands in a header, before the first
// colon; bodies that carry it themselves are understood too, and where both
// are missing it follows from the OAuth code.
func errorOf(res *wire.Response) *Error {
	var body errorBody
	if json.Unmarshal(res.Body, &body) != nil {
		body = errorBody{} // a proxy's page, say: the status is what there is to tell
	}
	e := &Error{
		Code:        wire.Shorten(body.Code),
		Description: wire.Shorten(body.Description),
		Reason:      wire.Shorten(body.Reason),
		Status:      res.Status,
		RequestID:   wire.Shorten(res.RequestID()),
	}
	if e.Description == "" {
		e.Description = wire.Shorten(body.Message)
	}
	e.Type, _, _ = strings.Cut(res.Header.Get("X-Amzn-Errortype"), ":")
	if e.Type == "" {
		e.Type = body.Type[strings.LastIndexByte(body.Type, '#')+1:]
	}
	if e.Type == "" {
		e.Type = typeOfCode(body.Code)
	}
	e.Type = wire.Shorten(e.Type)
	return e
}

// typeOfCode names the type by the OAuth code, where the two are one to one.
func typeOfCode(code string) string {
	switch code {
	case "invalid_request":
		return string(ErrInvalidRequest)
	case "invalid_client":
		return string(ErrInvalidClient)
	case "invalid_grant":
		return string(ErrInvalidGrant)
	case "authorization_pending":
		return string(ErrPending)
	case "slow_down":
		return string(ErrSlowDown)
	case "expired_token":
		return string(ErrExpired)
	case "access_denied":
		return string(ErrAccessDenied)
	}
	return ""
}
