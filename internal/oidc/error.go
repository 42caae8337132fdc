package oidc

// Error is a refusal by the service.
type Error struct {
	Type        string // such as InvalidGrantException
	Code        string // such as invalid_grant
	Description string // the service's own words; often the only cause told
	Reason      string // KMS_… or a reason of access_denied; mostly empty
	Status      int    // HTTP status
	RequestID   string
}

// The refusals that callers tell apart by errors.Is.
var (
	ErrInvalidClient  error = kind("InvalidClientException")
	ErrInvalidGrant   error = kind("InvalidGrantException")
	ErrPending        error = kind("AuthorizationPendingException")
	ErrSlowDown       error = kind("SlowDownException")
	ErrExpired        error = kind("ExpiredTokenException")
	ErrAccessDenied   error = kind("AccessDeniedException")
	ErrInvalidRequest error = kind("InvalidRequestException")
)

// kind is the type of a refusal as an error of its own, for errors.Is.
type kind string

func (k kind) Error() string { return string(k) }

// Is makes errors.Is(err, ErrPending) work.
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
	if e.Description != "" {
		text += ": " + e.Description
	}
	return text
}
