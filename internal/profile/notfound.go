package profile

import "github.com/fobcli/fob/internal/fault"

// NotFound is the error for a profile that does not exist, with the names of
// those that look like it.
func NotFound(names []string, name string) *fault.Error {
	return &fault.Error{Summary: "there is no profile " + name, Code: fault.NoProfile}
}
