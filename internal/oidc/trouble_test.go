package oidc

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
		"a refusal": {&Error{Code: "invalid_grant", Status: 400}, ""},
		"500":       {&Error{Status: 500}, "AWS is having trouble: IAM Identity Center answered HTTP status 500"},
		"429":       {&Error{Status: 429}, "IAM Identity Center is throttling requests"},
		"slow down": {&Error{Type: string(ErrSlowDown), Status: 400}, "IAM Identity Center is throttling requests"},
	} {
		f, ok := errors.AsType[*fault.Error](tc.err)
		if ok != (tc.want != "") || ok && !strings.Contains(f.Summary, tc.want) {
			t.Errorf("%s: %v, want %q", name, f, tc.want)
		}
	}
}
