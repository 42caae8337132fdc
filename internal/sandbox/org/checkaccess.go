package org

import (
	"strings"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

func (c *checker) assignments(list []assignShape) {
	users := byKey(c.org.Users, func(u User) string { return u.Name })
	groups := byKey(c.org.Groups, func(g Group) string { return g.Name })
	accounts := c.accountIDs()
	sets := byKey(c.org.PermissionSets, func(p PermissionSet) string { return string(p.Name) })
	for _, s := range list {
		item := first(append([]text{s.User, s.Group}, append(s.PermissionSets, s.Accounts...)...)...)
		a := Assignment{User: s.User.s, Group: s.Group.s}
		switch {
		case a.User == "" && a.Group == "" || a.User != "" && a.Group != "":
			c.fail(item, "an assignment names either a user or a group")
		case a.User != "":
			_, ok := users[a.User]
			known(c, ok, s.User, "user")
		default:
			_, ok := groups[a.Group]
			known(c, ok, s.Group, "group")
		}
		if len(s.PermissionSets) == 0 || len(s.Accounts) == 0 {
			c.fail(item, "an assignment names at least one permission set and one account")
		}
		for _, p := range s.PermissionSets {
			_, ok := sets[p.s]
			known(c, ok, p, "permission set")
			a.PermissionSets = append(a.PermissionSets, ident.RoleName(p.s))
		}
		for _, id := range s.Accounts {
			known(c, accounts[id.s], id, "account")
			a.Accounts = append(a.Accounts, ident.AccountID(id.s))
		}
		c.org.Assignments = append(c.org.Assignments, a)
	}
}

func (c *checker) accountIDs() map[string]bool {
	ids := map[string]bool{}
	for _, a := range c.org.Accounts {
		ids[string(a.ID)] = true
	}
	return ids
}

func (c *checker) iamRoles(list []iamRoleShape) {
	seen := map[string]int{}
	for _, s := range list {
		item := first(s.MaxSessionDuration, s.ExternalID, first(s.Trust...))
		if !c.iamARN(s.ARN, item, "role") {
			continue
		}
		unique(c, seen, s.ARN.s, s.ARN, "role")
		r := IAMRole{ARN: s.ARN.s, MaxSessionDuration: time.Hour, ExternalID: s.ExternalID.s}
		c.span(s.MaxSessionDuration, &r.MaxSessionDuration, time.Hour, 12*time.Hour)
		for _, t := range s.Trust {
			if _, err := ident.ParseAccountID(t.s); err != nil && !strings.HasPrefix(t.s, "arn:") {
				c.fail(t, "trust %q: want an account id or an ARN", t.s)
			}
			r.Trust = append(r.Trust, t.s)
		}
		c.org.IAMRoles = append(c.org.IAMRoles, r)
	}
}

func (c *checker) iamUsers(list []iamUserShape) {
	seen := map[string]int{}
	for _, s := range list {
		item := first(s.AccessKeyID, s.SecretAccessKey, s.ARN)
		if !c.iamARN(s.ARN, item, "user") || !c.need(s.AccessKeyID, item, "accessKeyId") || !c.need(s.SecretAccessKey, item, "secretAccessKey") {
			continue
		}
		unique(c, seen, s.AccessKeyID.s, s.AccessKeyID, "access key")
		if id := s.AccessKeyID.s; len(id) < 16 || len(id) > 128 || !strings.HasPrefix(id, "AKIA") || !wordy(id) {
			c.fail(s.AccessKeyID, "access key id %q: want AKIA and at least 12 more letters or digits", id)
		}
		c.org.IAMUsers = append(c.org.IAMUsers, IAMUser{
			ARN: s.ARN.s, AccessKeyID: s.AccessKeyID.s, SecretAccessKey: ident.Secret(s.SecretAccessKey.s),
		})
	}
}

// iamARN checks the ARN of an IAM role or user: its shape, and that its
// account is one of the file's.
func (c *checker) iamARN(t, item text, kind string) bool {
	if !c.need(t, item, "arn") {
		return false
	}
	account := string(AccountOfARN(t.s))
	prefix := "arn:" + c.org.Partition() + ":iam::" + account + ":" + kind + "/"
	name, ok := strings.CutPrefix(t.s, prefix)
	if !ok || account == "" || name == "" || strings.HasSuffix(name, "/") || strings.ContainsAny(name, " \t\r\n*") {
		c.fail(t, "%s ARN %q: want arn:%s:iam::ACCOUNT:%s/NAME", kind, t.s, c.org.Partition(), kind)
		return false
	}
	if !c.accountIDs()[account] {
		c.fail(t, "there is no account %q in this file", account)
		return false
	}
	return true
}
