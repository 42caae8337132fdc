package org

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/ident"
)

// index answers the questions that every call asks, without walking the lists:
// a generated organisation has thousands of accounts.
type index struct {
	users      map[string]User
	accounts   map[ident.AccountID]Account
	sets       map[ident.RoleName]PermissionSet
	access     map[string]map[ident.AccountID][]ident.RoleName // sorted role names
	reachable  map[string][]Account                            // sorted by id
	startURLs  map[string]bool                                 // normalised
	iamRoles   map[string]IAMRole
	iamUsers   map[string]IAMUser // by access key id
	containers map[string]Container
	devices    map[string]IAMUser // by the serial of the user's MFA device
}

// seal builds the index; it is the last step of making an Organisation.
func (o *Organisation) seal() *Organisation {
	o.index = index{
		users:      byKey(o.Users, func(u User) string { return u.Name }),
		accounts:   byKey(o.Accounts, func(a Account) ident.AccountID { return a.ID }),
		sets:       byKey(o.PermissionSets, func(p PermissionSet) ident.RoleName { return p.Name }),
		iamRoles:   byKey(o.IAMRoles, func(r IAMRole) string { return r.ARN }),
		iamUsers:   byKey(o.IAMUsers, func(u IAMUser) string { return u.AccessKeyID }),
		containers: byKey(o.Containers, func(c Container) string { return c.Name }),
		devices:    map[string]IAMUser{},
		access:     map[string]map[ident.AccountID][]ident.RoleName{},
		reachable:  map[string][]Account{},
		startURLs:  map[string]bool{},
	}
	for _, u := range o.IAMUsers {
		if u.MFASerial != "" {
			o.index.devices[u.MFASerial] = u
		}
	}
	groups := byKey(o.Groups, func(g Group) string { return g.Name })
	for _, a := range o.Assignments {
		members := groups[a.Group].Members
		if a.User != "" {
			members = []string{a.User}
		}
		for _, user := range members {
			o.index.grant(user, a)
		}
	}
	o.index.finish()
	for _, u := range o.Instance.names() {
		o.index.startURLs[normalStartURL(u)] = true
	}
	return o
}

func byKey[K comparable, V any](list []V, key func(V) K) map[K]V {
	m := make(map[K]V, len(list))
	for _, v := range list {
		m[key(v)] = v
	}
	return m
}

func (x *index) grant(user string, a Assignment) {
	if x.users[user].Disabled {
		return
	}
	if x.access[user] == nil {
		x.access[user] = map[ident.AccountID][]ident.RoleName{}
	}
	for _, id := range a.Accounts {
		x.access[user][id] = append(x.access[user][id], a.PermissionSets...)
	}
}

// finish sorts, and drops what was granted more than once: a permission set
// that comes directly and through groups is one role.
func (x *index) finish() {
	for user, accounts := range x.access {
		for id, roles := range accounts {
			slices.Sort(roles)
			accounts[id] = slices.Compact(roles)
		}
		for _, id := range slices.Sorted(maps.Keys(accounts)) {
			x.reachable[user] = append(x.reachable[user], x.accounts[id])
		}
	}
}

// User finds a user by name.
func (o *Organisation) User(name string) (User, bool) {
	u, ok := o.index.users[name]
	return u, ok
}

// Account finds an account by id.
func (o *Organisation) Account(id ident.AccountID) (Account, bool) {
	a, ok := o.index.accounts[id]
	return a, ok
}

// PermissionSet finds a permission set by name.
func (o *Organisation) PermissionSet(name ident.RoleName) (PermissionSet, bool) {
	p, ok := o.index.sets[name]
	return p, ok
}

// AccountsOf lists the accounts in which the user has at least one role,
// by id.
func (o *Organisation) AccountsOf(user string) []Account { return o.index.reachable[user] }

// RolesOf lists the permission sets the user has in an account, by name; none
// when the user has no access there.
func (o *Organisation) RolesOf(user string, id ident.AccountID) []ident.RoleName {
	return o.index.access[user][id]
}

// MayUse reports whether the user has the role in the account.
func (o *Organisation) MayUse(user string, id ident.AccountID, role ident.RoleName) bool {
	_, found := slices.BinarySearch(o.RolesOf(user, id), role)
	return found
}

// IAMRole finds an ordinary role by its ARN.
func (o *Organisation) IAMRole(arn string) (IAMRole, bool) {
	r, ok := o.index.iamRoles[arn]
	return r, ok
}

// IAMUser finds the user with a long-lived access key.
func (o *Organisation) IAMUser(accessKeyID string) (IAMUser, bool) {
	u, ok := o.index.iamUsers[accessKeyID]
	return u, ok
}

// Container finds a container by its name.
func (o *Organisation) Container(name string) (Container, bool) {
	c, ok := o.index.containers[name]
	return c, ok
}

// MFADevice finds the user with an MFA device by its serial.
func (o *Organisation) MFADevice(serial string) (IAMUser, bool) {
	u, ok := o.index.devices[serial]
	return u, ok
}

// MFADevices lists the serials of all MFA devices, sorted.
func (o *Organisation) MFADevices() []string { return slices.Sorted(maps.Keys(o.index.devices)) }

// KnowsStartURL reports whether text names this instance: its start URL, an
// alias, or one of its issuer URLs. People write variants, so a trailing
// slash, fragment, query and the host's case do not count.
func (o *Organisation) KnowsStartURL(text string) bool {
	return o.index.startURLs[normalStartURL(text)]
}

// names lists the addresses that mean the instance. Source: IAM Identity
// Center user guide, "Using the AWS access portal" (d-… and issuer forms).
func (i Instance) names() []string {
	names := []string{string(i.StartURL)}
	for _, a := range i.Aliases {
		names = append(names, string(a))
	}
	_, id, _ := strings.Cut(i.ARN, "instance/")
	return append(names,
		"https://"+i.IdentityStoreID+".awsapps.com/start",
		"https://identitycenter.amazonaws.com/"+id)
}

func normalStartURL(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return text
	}
	return u.Scheme + "://" + strings.ToLower(u.Host) + strings.TrimRight(u.EscapedPath(), "/")
}
