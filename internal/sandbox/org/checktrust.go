package org

import (
	"strings"

	"github.com/fobcli/fob/internal/ident"
)

// place is where a statement stands.
func (t trustShape) place() text {
	all := []text{t.MFA, t.SourceIdentity, t.SessionTags}
	for _, list := range [][]text{t.Principals, t.PermissionSets, t.Users, t.Subjects, t.Audiences, t.ExternalIDs} {
		all = append(all, list...)
	}
	return first(all...)
}

// trusts reads a role's statements. The role's own externalId is short for
// one in each of them.
func (c *checker) trusts(s iamRoleShape) []Trust {
	var all []Trust
	for _, t := range s.Trust {
		all = append(all, c.trust(t, s.ARN))
	}
	if s.ExternalID.s == "" {
		return all
	}
	if len(all) == 0 {
		all = []Trust{{Principals: []string{string(AccountOfARN(s.ARN.s))}}}
	}
	for i := range all {
		if len(all[i].ExternalIDs) == 0 {
			all[i].ExternalIDs = []string{s.ExternalID.s}
		}
	}
	return all
}

func (c *checker) trust(s trustShape, role text) Trust {
	t := Trust{
		MFA: c.yes(s.MFA), SourceIdentity: c.yes(s.SourceIdentity), SessionTags: c.yes(s.SessionTags),
		Subjects: words(s.Subjects), Audiences: words(s.Audiences), ExternalIDs: words(s.ExternalIDs),
	}
	people := len(s.Principals) + len(s.PermissionSets) + len(s.Users)
	switch {
	case people == 0 && len(s.Subjects) == 0:
		c.fail(first(s.place(), role), "a trust names principals, permissionSets, users or subjects")
	case len(s.Subjects) > 0 && people+len(s.ExternalIDs) > 0 || len(s.Subjects) > 0 && t.MFA:
		c.fail(s.Subjects[0], "subjects of web identity tokens stand by themselves: no principals, permissionSets, users, externalIds or mfa")
	case len(s.Subjects) == 0 && len(s.Audiences) > 0:
		c.fail(s.Audiences[0], "audiences belong to subjects of web identity tokens")
	}
	for _, p := range s.Principals {
		c.principal(p)
		t.Principals = append(t.Principals, p.s)
	}
	sets := byKey(c.org.PermissionSets, func(p PermissionSet) string { return string(p.Name) })
	for _, p := range s.PermissionSets {
		_, ok := sets[p.s]
		known(c, ok, p, "permission set")
		t.PermissionSets = append(t.PermissionSets, ident.RoleName(p.s))
	}
	users := byKey(c.org.Users, func(u User) string { return u.Name })
	for _, u := range s.Users {
		_, ok := users[u.s]
		known(c, ok, u, "user")
		t.Users = append(t.Users, u.s)
	}
	return t
}

// principal checks an account id or an ARN: what it names must be in the file,
// unless a * leaves it open. Roles of permission sets have names that nobody
// writes by hand, so only their account is checked.
func (c *checker) principal(t text) {
	accounts := c.accountIDs()
	if _, err := ident.ParseAccountID(t.s); err == nil {
		known(c, accounts[t.s], t, "account")
		return
	}
	if !strings.HasPrefix(t.s, "arn:") || strings.Count(t.s, ":") < 5 {
		c.fail(t, "trust %q: want an account id or an ARN", t.s)
		return
	}
	account := string(AccountOfARN(t.s))
	if !strings.Contains(account, "*") && !accounts[account] {
		c.fail(t, "there is no account %q in this file", account)
		return
	}
	_, resource, _ := strings.Cut(t.s, ":iam::"+account+":")
	if strings.Contains(t.s, "*") || strings.Contains(resource, "AWSReservedSSO_") {
		return
	}
	switch kind, _, _ := strings.Cut(resource, "/"); kind {
	case "role":
		_, ok := byKey(c.org.IAMRoles, func(r IAMRole) string { return r.ARN })[t.s]
		known(c, ok, t, "role")
	case "user":
		_, ok := byKey(c.org.IAMUsers, func(u IAMUser) string { return u.ARN })[t.s]
		known(c, ok, t, "IAM user")
	}
}

// yes reads true or false; an absent one is false.
func (c *checker) yes(t text) bool {
	if t.s != "" && t.s != "true" && t.s != "false" {
		c.fail(t, "%q: want true or false", t.s)
	}
	return t.s == "true"
}

func words(list []text) []string {
	var all []string
	for _, t := range list {
		all = append(all, t.s)
	}
	return all
}
