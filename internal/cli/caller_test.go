package cli

import (
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/s3"
	"github.com/fobcli/fob/internal/sts"
	"github.com/fobcli/fob/internal/vend"
)

func TestRefusalsAndOutagesOfServicesAreToldApart(t *testing.T) {
	c := caller{keys: vend.Vended{Profile: "dev"}}
	for name, tc := range map[string]struct {
		err     error
		summary string
		code    fault.Code
	}{
		"STS is down":     {&sts.Error{Status: 503}, "AWS is having trouble: AWS STS answered HTTP status 503", fault.Failed},
		"S3 is down":      {&s3.Error{Code: "InternalError", Message: "We encountered an internal error", Status: 500}, "AWS is having trouble: Amazon S3", fault.Failed},
		"STS throttles":   {&sts.Error{Code: "Throttling", Message: "Rate exceeded", Status: 400}, "AWS STS is throttling requests", fault.Failed},
		"expired":         {&sts.Error{Code: "ExpiredToken", Message: "The security token has expired", Status: 403}, "AWS refused the credentials of dev", fault.SignIn},
		"a missing right": {&s3.Error{Code: "AccessDenied", Message: "Access Denied", Status: 403}, "the role of dev may not do this", fault.NoAccess},
	} {
		err := c.explain(tc.err)
		if got := fault.Text(err); !strings.HasPrefix(got, tc.summary) || fault.CodeOf(err) != tc.code {
			t.Errorf("%s: code %d: %s", name, fault.CodeOf(err), got)
		}
	}
}
