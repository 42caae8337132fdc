package portal

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/fobcli/fob/internal/sandbox/org"
)

// Error is an error in the service's words.
type Error struct {
	Status  int
	Type    string // such as ForbiddenException
	Message string // for people; holds no secret
}

func (e *Error) Error() string { return e.Type + ": " + e.Message }

func invalid(message string) error {
	return &Error{http.StatusBadRequest, "InvalidRequestException", message}
}

// noAccess is not in the service's model, but is what it answers for a role
// that the user does not have, spelled wrong or not.
func noAccess() error { return &Error{http.StatusForbidden, "ForbiddenException", "No access"} }

// tooMany is what the service answers when it throttles, word by word.
func tooMany() error {
	return &Error{http.StatusTooManyRequests, "TooManyRequestsException", "HTTP 429 Unknown Code"}
}

// refused says a refusal that a fault asks for in the service's words.
func refused(status int) error {
	switch {
	case status == 0, status == http.StatusTooManyRequests:
		return tooMany()
	case status == http.StatusUnauthorized:
		return &Error{status, "UnauthorizedException", "Session token not found or invalid"}
	case status == http.StatusForbidden:
		return noAccess()
	case status == http.StatusNotFound:
		return &Error{status, "ResourceNotFoundException", "Resource not found"}
	case status < http.StatusInternalServerError:
		return &Error{status, "InvalidRequestException", http.StatusText(status)}
	case status == http.StatusServiceUnavailable:
		return &Error{status, "ServiceUnavailableException", "Service Unavailable"}
	}
	return &Error{status, "InternalServerException", "Internal error"}
}

// writeError sends an error as the service does: the type in the body.
func writeError(w http.ResponseWriter, err error) {
	if r, ok := errors.AsType[*org.Refusal](err); ok {
		err = refused(r.Status)
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		e = &Error{http.StatusInternalServerError, "InternalServerException", "Internal error"}
	}
	write(w, e.Status, map[string]string{"message": e.Message, "__type": "com.amazonaws.switchboard.portal#" + e.Type})
}

// write sends v as JSON, or nothing for nil, with the headers that the
// service is known to send.
func write(w http.ResponseWriter, status int, v any) {
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("Access-Control-Expose-Headers", "RequestId")
	h.Set("Requestid", h.Get("X-Amzn-Requestid"))
	h.Set("Server", "AWS SSO")
	if v == nil {
		h.Set("Content-Length", "0")
		w.WriteHeader(status)
		return
	}
	body, err := json.Marshal(v)
	if err != nil { // our own structs of strings and numbers always encode
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	h.Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that has gone needs no answer
}
