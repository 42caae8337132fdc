package sts

// Error is a refusal by the service.
type Error struct {
	Code      string // such as AccessDenied or ExpiredToken
	Message   string // the service's own words
	Status    int    // HTTP status
	RequestID string
}

// Error tells the code and the service's own words.
func (e *Error) Error() string { return e.Code + ": " + e.Message }
