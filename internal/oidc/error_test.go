package oidc

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"unicode"

	"github.com/fobcli/fob/internal/wire"
)

func TestErrors(t *testing.T) {
	const header = "X-Amzn-Errortype"
	for name, tc := range map[string]struct {
		status   int
		header   map[string]string
		body     string
		is       error // nil: none of the known ones
		wantText string
	}{
		"type in the header": {
			400,
			map[string]string{header: "AuthorizationPendingException:http://internal.amazon.com/coral/"},
			`{"error":"authorization_pending","error_description":"Authorization is still pending"}`, ErrPending, "authorization_pending: Authorization is still pending",
		},
		"type in the body": {400, nil, `{"__type":"com.amazonaws.sso.oidc#SlowDownException","error":"slow_down"}`, ErrSlowDown, "slow_down"},
		"type by the code": {401, nil, `{"error":"invalid_client","error_description":"Invalid client provided"}`, ErrInvalidClient, "invalid_client: Invalid client provided"},
		"invalid grant":    {400, nil, `{"error":"invalid_grant","error_description":"Invalid refresh token provided"}`, ErrInvalidGrant, "invalid_grant: Invalid refresh token provided"},
		"a reason":         {400, nil, `{"error":"access_denied","error_description":"No","reason":"KMS_DISABLED"}`, ErrAccessDenied, "access_denied: No (KMS_DISABLED)"},
		"expired":          {400, nil, `{"error":"expired_token"}`, ErrExpired, "expired_token"},
		"invalid request":  {400, nil, `{"error":"invalid_request","error_description":"Invalid request."}`, ErrInvalidRequest, "invalid_request: Invalid request."},
		"only a message":   {400, map[string]string{header: "OddException"}, `{"message":"odd"}`, nil, "OddException: odd"},
		"a proxy's page":   {502, nil, `<html>`, nil, "HTTP status 502"},
		"nothing":          {500, nil, ``, nil, "HTTP status 500"},
	} {
		t.Run(name, func(t *testing.T) {
			base, _ := server(t, tc.status, tc.header, tc.body)
			_, err := client(t, base).Token(t.Context(), TokenInput{DeviceCode: "d"})
			var e *Error
			if !errors.As(err, &e) || e.Status != tc.status || e.Error() != tc.wantText {
				t.Fatalf("error is %v, want %s", err, tc.wantText)
			}
			for _, known := range []error{ErrPending, ErrSlowDown, ErrInvalidClient, ErrInvalidGrant, ErrAccessDenied, ErrExpired, ErrInvalidRequest} {
				if errors.Is(err, known) != (known == tc.is) {
					t.Errorf("errors.Is(err, %v) is %t", known, !(known == tc.is))
				}
			}
		})
	}
}

func FuzzError(f *testing.F) {
	f.Add("AuthorizationPendingException:http://x/", `{"error":"authorization_pending","error_description":"x"}`)
	f.Add("", `{"__type":"a#b"}`)
	f.Add(":", `{"__type":"#","message":"\u001b[2J"}`)
	f.Add("", `[`)
	f.Fuzz(func(t *testing.T, header, body string) {
		e := errorOf(&wire.Response{Status: 400, Header: http.Header{"X-Amzn-Errortype": {header}}, Body: []byte(body)})
		if text := e.Error() + e.Type; strings.ContainsFunc(text, unicode.IsControl) || text == "" {
			t.Errorf("the error's text is %q", text)
		}
	})
}
