package wire

import (
	"fmt"
	"net/http"
	"time"

	"github.com/fobcli/fob/internal/fault"
)

// Trouble is an answer that says that the service cannot help now, although
// there is nothing wrong with the request: HTTP 5xx, or throttling that did not
// stop. The errors of the services use it in their As methods, so that every
// layer that looks for a *fault.Error finds the same words.
type Trouble struct {
	Service   string // as people call it: "IAM Identity Center"
	Status    int
	Throttled bool          // else it is by the status
	Wait      time.Duration // what the service asked to wait; 0 when it did not say
	Err       error         // the error that it explains; its text is safe to show
}

// As lets errors.As find the explanation; false where it is no trouble of the
// service.
func (t Trouble) As(target any) bool {
	to, ok := target.(**fault.Error)
	if !ok {
		return false
	}
	switch {
	case t.Throttled || t.Status == http.StatusTooManyRequests:
		*to = t.throttled()
	case t.Status >= 500:
		*to = &fault.Error{
			Summary: fmt.Sprintf("AWS is having trouble: %s answered HTTP status %d", t.Service, t.Status),
			Detail:  t.words(),
			Hint:    "Try again in a few minutes. Known problems are listed here:",
			Remedy:  "https://health.aws.amazon.com/health/status",
			Err:     t.Err,
		}
	default:
		return false
	}
	return true
}

func (t Trouble) throttled() *fault.Error {
	again := "Try again in a minute; other programs may be using the same limit."
	if t.Wait > 0 {
		again = fmt.Sprintf("It asks to wait %s; then try again.", t.Wait)
	}
	return &fault.Error{
		Summary: t.Service + " is throttling requests, and did not stop in the time that fob waits",
		Detail:  append(t.words(), again),
		Err:     t.Err,
	}
}

// words are the service's own, unless they are the status alone.
func (t Trouble) words() []string {
	text := t.Err.Error()
	if text == fmt.Sprintf("HTTP status %d", t.Status) {
		return nil
	}
	return []string{"  " + text}
}
