package sts

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/org"
)

// statements are a role's trust policy; without one, its account is trusted.
func statements(role org.IAMRole) []org.Trust {
	if len(role.Trust) > 0 || role.ARN == "" {
		return role.Trust
	}
	return []org.Trust{{Principals: []string{string(org.AccountOfARN(role.ARN))}}}
}

// allow reports, as an *Error, what no statement allows the caller. What a
// session carries needs permissions of its own, inherited or not.
func allow(policy []org.Trust, arn string, c Caller, externalID string, a Attributes) error {
	fits := slices.DeleteFunc(slices.Clone(policy), func(t org.Trust) bool {
		return !names(t, c) || t.MFA && !a.MFA || len(t.ExternalIDs) > 0 && !slices.Contains(t.ExternalIDs, externalID)
	})
	may := func(permits func(org.Trust) bool) bool { return slices.ContainsFunc(fits, permits) }
	switch {
	case len(fits) == 0:
		return denied(c, "sts:AssumeRole", arn)
	case a.SourceIdentity != "" && !may(func(t org.Trust) bool { return t.SourceIdentity }):
		return denied(c, "sts:SetSourceIdentity", arn)
	case len(a.Tags) > 0 && !may(func(t org.Trust) bool { return t.SessionTags }):
		return denied(c, "sts:TagSession", arn)
	}
	return nil
}

func denied(c Caller, action, role string) error {
	return &Error{
		http.StatusForbidden, "AccessDenied",
		fmt.Sprintf("User: %s is not authorized to perform: %s on resource: %s", c.ARN, action, role),
	}
}

// names reports whether a statement is about the caller: it fits each of the
// lists that there are.
func names(t org.Trust, c Caller) bool {
	if len(t.Subjects) > 0 {
		return false
	}
	if len(t.Principals) > 0 && !slices.ContainsFunc(t.Principals, func(who string) bool { return isPrincipal(who, c) }) {
		return false
	}
	if len(t.PermissionSets) > 0 && !slices.Contains(t.PermissionSets, c.PermissionSet) {
		return false
	}
	return len(t.Users) == 0 || slices.Contains(t.Users, c.User)
}

// isPrincipal compares with an account, or with the ARN of a session, a role
// or a user, with * for any characters.
func isPrincipal(who string, c Caller) bool {
	if _, err := ident.ParseAccountID(who); err == nil {
		return who == string(c.Account)
	}
	if strings.HasSuffix(who, ":root") && strings.Contains(who, ":iam::") && org.AccountOfARN(who) == c.Account {
		return true
	}
	return glob(who, c.ARN) || c.RoleARN != "" && glob(who, c.RoleARN)
}

// glob reports whether text is like pattern, where * means any characters.
func glob(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == text
	}
	text, ok := strings.CutPrefix(text, parts[0])
	if !ok {
		return false
	}
	last := len(parts) - 1
	for _, part := range parts[1:last] {
		_, after, found := strings.Cut(text, part)
		if !found {
			return false
		}
		text = after
	}
	return strings.HasSuffix(text, parts[last])
}
