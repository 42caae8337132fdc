package org

import "github.com/fobcli/fob/internal/ident"

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
