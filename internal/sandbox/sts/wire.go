package sts

import (
	"encoding/xml"
	"errors"
	"net/http"

	"github.com/fobcli/fob/internal/sandbox/org"
	"github.com/fobcli/fob/internal/sandbox/sigv4"
)

// Error is an error in the service's words.
type Error struct {
	Status  int
	Code    string // such as AccessDenied
	Message string // for people; holds no secret
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

func invalid(message string) error {
	return &Error{http.StatusBadRequest, "ValidationError", message}
}

// unreadable is the error for a body that could not be read.
func unreadable(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return &Error{http.StatusRequestEntityTooLarge, "RequestEntityTooLarge", "Request body is too large"}
	}
	return &Error{http.StatusRequestTimeout, "RequestTimeout", "The request body was not received in time."}
}

// signatureError words what is wrong with a signature as STS does. A token
// that is not the key's makes the key invalid: STS does not tell them apart.
func signatureError(err error) error {
	e, ok := errors.AsType[*sigv4.Error](err)
	if !ok {
		return err
	}
	switch e.Kind {
	case sigv4.Missing:
		return &Error{http.StatusForbidden, "MissingAuthenticationToken", "Request is missing Authentication Token"}
	case sigv4.Incomplete:
		return &Error{http.StatusBadRequest, "IncompleteSignature", e.Message}
	case sigv4.UnknownKey, sigv4.WrongToken:
		return &Error{http.StatusForbidden, "InvalidClientTokenId", "The security token included in the request is invalid."}
	case sigv4.Expired:
		return &Error{http.StatusForbidden, "ExpiredToken", "The security token included in the request is expired"}
	}
	message := e.Message
	if message == "" {
		message = "The request signature we calculated does not match the signature you provided. " +
			"Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
	}
	return &Error{http.StatusForbidden, "SignatureDoesNotMatch", message}
}

type metadata struct {
	RequestID string `xml:"RequestId"`
}

// answer is a response that carries the request's id.
type answer interface{ stamp(requestID string) }

func (r *identityResponse) stamp(id string)    { r.Metadata.RequestID = id }
func (r *assumeResponse) stamp(id string)      { r.Metadata.RequestID = id }
func (r *webIdentityResponse) stamp(id string) { r.Metadata.RequestID = id }
func (r *errorResponse) stamp(id string)       { r.RequestID = id }

type errorResponse struct {
	XMLName struct{} `xml:"https://sts.amazonaws.com/doc/2011-06-15/ ErrorResponse"`
	Error   struct {
		Type    string
		Code    string
		Message string
	}
	RequestID string `xml:"RequestId"`
}

// refused says a refusal that a fault asks for in the service's words.
func refused(status int) error {
	switch {
	case status == 0:
		return &Error{http.StatusBadRequest, "Throttling", "Rate exceeded"}
	case status == http.StatusTooManyRequests:
		return &Error{status, "Throttling", "Rate exceeded"}
	case status == http.StatusForbidden:
		return &Error{status, "AccessDenied", "Access denied"}
	case status < http.StatusInternalServerError:
		return &Error{status, "ValidationError", http.StatusText(status)}
	case status == http.StatusServiceUnavailable:
		return &Error{status, "ServiceUnavailable", "Service Unavailable"}
	}
	return &Error{status, "InternalFailure", "Internal failure"}
}

func writeError(w http.ResponseWriter, err error) {
	if r, ok := errors.AsType[*org.Refusal](err); ok {
		err = refused(r.Status)
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		e = &Error{http.StatusInternalServerError, "InternalFailure", err.Error()}
	}
	var out errorResponse
	out.Error.Type = "Sender"
	if e.Status >= http.StatusInternalServerError {
		out.Error.Type = "Receiver"
	}
	out.Error.Code, out.Error.Message = e.Code, e.Message
	write(w, e.Status, &out)
}

func write(w http.ResponseWriter, status int, v answer) {
	v.stamp(w.Header().Get("X-Amzn-Requestid"))
	body, err := xml.Marshal(v)
	if err != nil { // our own structs of strings always encode
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // a client that has gone needs no answer
}
