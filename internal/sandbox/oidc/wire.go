package oidc

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"unicode/utf8"

	"github.com/fobcli/fob/internal/sandbox/org"
)

// maxBody is the most that a request may hold, in bytes.
const maxBody = 64 << 10

// readJSON reads a request's body, which must be one JSON object and nothing
// else; members that it does not know are ignored, as the service does. A page in
// a browser cannot send this content type to another origin, so no page can call
// the API.
func readJSON(r *http.Request, into any) error {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "application/json" {
		return invalidRequest("Invalid request.")
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if err != nil || decode(body, into) != nil {
		return invalidRequest("Invalid request.")
	}
	return nil
}

// decode reads an object. The names of members count as they are written, which
// encoding/json alone does not hold: to it, CLIENTID would be clientId.
func decode(body []byte, into any) error {
	var members map[string]json.RawMessage
	if !utf8.Valid(body) {
		return errors.New("not UTF-8")
	}
	if err := json.Unmarshal(body, &members); err != nil {
		return err
	}
	known := map[string]json.RawMessage{}
	for field := range reflect.TypeOf(into).Elem().Fields() {
		if v, ok := members[field.Tag.Get("json")]; ok {
			known[field.Tag.Get("json")] = v
		}
	}
	exact, err := json.Marshal(known)
	if err != nil {
		return err
	}
	return json.Unmarshal(exact, into)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil { // our own structs of strings and numbers always encode
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that has gone needs no answer
}

// Error is an error in the service's words.
type Error struct {
	Type        string // such as InvalidGrantException; SDKs read it from a header
	Status      int
	Code        string // OAuth's word
	Description string // for people; holds no secret
}

func (e *Error) Error() string { return e.Type + ": " + e.Description }

// refused says a refusal that a fault asks for in the service's words.
// SlowDownException is the service's own for too many calls.
func refused(status int) error {
	switch {
	case status == 0:
		return badRequest("SlowDownException", "slow_down", "Slow down")
	case status == http.StatusTooManyRequests:
		return &Error{"TooManyRequestsException", status, "slow_down", "Slow down"}
	case status == http.StatusUnauthorized:
		return invalidClient()
	case status < http.StatusInternalServerError:
		return &Error{"InvalidRequestException", status, "invalid_request", "Invalid request."}
	case status == http.StatusServiceUnavailable:
		return &Error{"ServiceUnavailableException", status, "temporarily_unavailable", "Service Unavailable"}
	}
	return &Error{"InternalServerException", status, "server_error", "Internal error"}
}

// writeError sends an error as the service does: the type in a header and
// OAuth's two members in the body, without __type or message.
func writeError(w http.ResponseWriter, err error) {
	if r, ok := errors.AsType[*org.Refusal](err); ok {
		err = refused(r.Status)
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		e = &Error{"InternalServerException", http.StatusInternalServerError, "server_error", err.Error()}
	}
	w.Header().Set("X-Amzn-Errortype", e.Type+":http://internal.amazon.com/coral/com.amazonaws.sso.oidc/")
	writeJSON(w, e.Status, map[string]string{"error": e.Code, "error_description": e.Description})
}

func badRequest(kind, code, description string) error {
	return &Error{kind, http.StatusBadRequest, code, description}
}

func invalidRequest(description string) error {
	return badRequest("InvalidRequestException", "invalid_request", description)
}

// invalidClient is the only one that is not 400.
func invalidClient() error {
	return &Error{"InvalidClientException", http.StatusUnauthorized, "invalid_client", "Invalid client provided"}
}

func invalidGrant(description string) error {
	return badRequest("InvalidGrantException", "invalid_grant", description)
}

func unauthorizedClient() error {
	return badRequest("UnauthorizedClientException", "unauthorized_client", "Client is not registered for this grant type")
}
