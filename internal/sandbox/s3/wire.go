package s3

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

// signatureError words what is wrong with a signature as S3 does: it tells a
// wrong token from a wrong key, and expired keys are 400 here.
func signatureError(err error) error {
	e, ok := errors.AsType[*sigv4.Error](err)
	if !ok {
		return err
	}
	switch e.Kind {
	case sigv4.Missing:
		return &Error{http.StatusForbidden, "AccessDenied", "Access Denied"}
	case sigv4.Incomplete:
		return &Error{http.StatusBadRequest, "AuthorizationHeaderMalformed", e.Message}
	case sigv4.Skewed:
		return &Error{http.StatusForbidden, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large."}
	case sigv4.PresignExpired:
		return &Error{http.StatusForbidden, "AccessDenied", "Request has expired"}
	case sigv4.UnknownKey:
		return &Error{http.StatusForbidden, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."}
	case sigv4.WrongToken:
		return &Error{http.StatusBadRequest, "InvalidToken", "The provided token is malformed or otherwise invalid."}
	case sigv4.Expired:
		return &Error{http.StatusBadRequest, "ExpiredToken", "The provided token has expired."}
	case sigv4.WrongPayload:
		return &Error{http.StatusBadRequest, "XAmzContentSHA256Mismatch", e.Message}
	}
	return &Error{
		http.StatusForbidden, "SignatureDoesNotMatch",
		"The request signature we calculated does not match the signature you provided. Check your key and signing method.",
	}
}

type errorResult struct {
	XMLName   struct{} `xml:"Error"`
	Code      string
	Message   string
	RequestID string `xml:"RequestId"`
	HostID    string `xml:"HostId"`
}

// refused says a refusal that a fault asks for in the service's words.
func refused(status int) error {
	switch {
	case status == 0:
		return &Error{http.StatusServiceUnavailable, "SlowDown", "Please reduce your request rate."}
	case status == http.StatusTooManyRequests:
		return &Error{status, "SlowDown", "Please reduce your request rate."}
	case status < http.StatusInternalServerError:
		return &Error{status, "AccessDenied", "Access Denied"}
	case status == http.StatusServiceUnavailable:
		return &Error{status, "ServiceUnavailable", "Service is unable to handle request."}
	}
	return &Error{status, "InternalError", "We encountered an internal error. Please try again."}
}

func writeError(w http.ResponseWriter, err error) {
	if r, ok := errors.AsType[*org.Refusal](err); ok {
		err = refused(r.Status)
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		e = &Error{http.StatusInternalServerError, "InternalError", err.Error()}
	}
	write(w, e.Status, &errorResult{
		Code: e.Code, Message: e.Message, RequestID: w.Header().Get("X-Amzn-Requestid"), HostID: "fob-sandbox",
	})
}

func write(w http.ResponseWriter, status int, v any) {
	body, err := xml.Marshal(v)
	if err != nil { // our own structs of strings always encode
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("X-Amz-Request-Id", w.Header().Get("X-Amzn-Requestid"))
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(xml.Header + string(body))) // a client that has gone needs no answer
}
