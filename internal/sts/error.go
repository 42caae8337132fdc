package sts

import (
	"encoding/xml"
	"fmt"
	"net/http"

	"github.com/fobcli/fob/internal/wire"
)

// Error is a refusal by the service. Its texts are safe to show.
type Error struct {
	Code      string // such as AccessDenied or ExpiredToken; empty when not told
	Message   string // the service's own words
	Status    int    // HTTP status
	RequestID string
}

// Error tells the code and the service's own words.
func (e *Error) Error() string {
	text := e.Code
	if text == "" {
		text = fmt.Sprintf("HTTP status %d", e.Status)
	}
	if e.Message != "" {
		text += ": " + e.Message
	}
	return text
}

// As explains answers that blame the service; see wire.Trouble.
func (e *Error) As(target any) bool {
	return wire.Trouble{Service: "AWS STS", Status: e.Status, Throttled: e.throttled(), Err: e}.As(target)
}

// throttled reports whether the request came too fast: STS answers 400.
func (e *Error) throttled() bool {
	switch e.Code {
	case "Throttling", "ThrottlingException", "RequestLimitExceeded":
		return e.Status == http.StatusBadRequest
	}
	return false
}

// errorOf reads a refusal; what is no XML, such as a proxy's page, leaves the
// status to tell.
func errorOf(res *wire.Response) *Error {
	var body struct {
		Code      string `xml:"Error>Code"`
		Message   string `xml:"Error>Message"`
		RequestID string `xml:"RequestId"`
	}
	if xml.Unmarshal(res.Body, &body) != nil {
		body.Code, body.Message, body.RequestID = "", "", res.RequestID()
	}
	return &Error{
		Code:      wire.Shorten(body.Code),
		Message:   wire.Shorten(body.Message),
		Status:    res.Status,
		RequestID: wire.Shorten(body.RequestID),
	}
}

// isThrottling recognises the refusal of what came too fast.
func isThrottling(res *wire.Response) bool {
	return res.Status == http.StatusBadRequest && errorOf(res).throttled()
}
