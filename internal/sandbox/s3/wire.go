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
	Bucket  string // empty where the error is not about one
	Region  string // the right one, where the error is about a wrong one
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

func invalidArgument(message string) error {
	return &Error{Status: http.StatusBadRequest, Code: "InvalidArgument", Message: message}
}

// fallbackRegion is what S3 expects where a region does not exist.
const fallbackRegion = "us-east-1"

// signatureError words what is wrong with a signature as S3 does: it tells a
// wrong token from a wrong key, and expired keys are 400 here.
func signatureError(err error) error {
	e, ok := errors.AsType[*sigv4.Error](err)
	if !ok {
		return err
	}
	switch e.Kind {
	case sigv4.Missing:
		return &Error{Status: http.StatusForbidden, Code: "AccessDenied", Message: "Access Denied"}
	case sigv4.Incomplete:
		return &Error{Status: http.StatusBadRequest, Code: "AuthorizationHeaderMalformed", Message: e.Message}
	case sigv4.WrongRegion:
		return &Error{
			Status: http.StatusBadRequest, Code: "AuthorizationHeaderMalformed", Region: fallbackRegion,
			Message: "The authorization header is malformed; the region '" + e.Region + "' is wrong; expecting '" + fallbackRegion + "'",
		}
	case sigv4.Skewed:
		return &Error{Status: http.StatusForbidden, Code: "RequestTimeTooSkewed", Message: "The difference between the request time and the current time is too large."}
	case sigv4.PresignExpired:
		return &Error{Status: http.StatusForbidden, Code: "AccessDenied", Message: "Request has expired"}
	case sigv4.UnknownKey:
		return &Error{Status: http.StatusForbidden, Code: "InvalidAccessKeyId", Message: "The AWS Access Key Id you provided does not exist in our records."}
	case sigv4.WrongToken:
		return &Error{Status: http.StatusBadRequest, Code: "InvalidToken", Message: "The provided token is malformed or otherwise invalid."}
	case sigv4.Expired:
		return &Error{Status: http.StatusBadRequest, Code: "ExpiredToken", Message: "The provided token has expired."}
	case sigv4.WrongPayload:
		return &Error{Status: http.StatusBadRequest, Code: "XAmzContentSHA256Mismatch", Message: e.Message}
	}
	return &Error{
		Status: http.StatusForbidden, Code: "SignatureDoesNotMatch",
		Message: "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
	}
}

type errorResult struct {
	XMLName   struct{} `xml:"Error"`
	Code      string
	Message   string
	Bucket    string `xml:"BucketName,omitempty"`
	Region    string `xml:",omitempty"`
	RequestID string `xml:"RequestId"`
	HostID    string `xml:"HostId"`
}

// refused says a refusal that a fault asks for in the service's words.
func refused(status int) error {
	switch {
	case status == 0:
		return &Error{Status: http.StatusServiceUnavailable, Code: "SlowDown", Message: "Please reduce your request rate."}
	case status == http.StatusTooManyRequests:
		return &Error{Status: status, Code: "SlowDown", Message: "Please reduce your request rate."}
	case status < http.StatusInternalServerError:
		return &Error{Status: status, Code: "AccessDenied", Message: "Access Denied"}
	case status == http.StatusServiceUnavailable:
		return &Error{Status: status, Code: "ServiceUnavailable", Message: "Service is unable to handle request."}
	}
	return &Error{Status: status, Code: "InternalError", Message: "We encountered an internal error. Please try again."}
}

func writeError(w http.ResponseWriter, err error) {
	if r, ok := errors.AsType[*org.Refusal](err); ok {
		err = refused(r.Status)
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		e = &Error{Status: http.StatusInternalServerError, Code: "InternalError", Message: err.Error()}
	}
	write(w, e.Status, &errorResult{
		Code: e.Code, Message: e.Message, Bucket: e.Bucket, Region: e.Region, RequestID: w.Header().Get("X-Amzn-Requestid"), HostID: "fob-sandbox",
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
