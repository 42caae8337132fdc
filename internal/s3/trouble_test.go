package s3

import (
	"errors"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/fault"
)

// What the service cannot help is not called a refusal, by whatever layer.
func TestTroubleOfTheServiceIsExplained(t *testing.T) {
	for name, tc := range map[string]struct {
		err  error
		want string // in the summary; empty when the error is a refusal
	}{
		"a refusal": {&Error{Code: "AccessDenied", Status: 403}, ""},
		"500":       {&Error{Status: 500}, "AWS is having trouble: Amazon S3 answered HTTP status 500"},
		"throttled": {&Error{Code: "SlowDown", Status: 503}, "Amazon S3 is throttling requests"},
	} {
		f, ok := errors.AsType[*fault.Error](tc.err)
		if ok != (tc.want != "") || ok && !strings.Contains(f.Summary, tc.want) {
			t.Errorf("%s: %v, want %q", name, f, tc.want)
		}
	}
}
