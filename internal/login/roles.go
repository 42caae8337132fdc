package login

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/profile"
)

// removeRoles removes the role credentials that were obtained through a
// session. It goes on after an error, so that as much as can be is removed.
func (d *Deed) removeRoles(r *Receipt, v *awsconfig.View, s profile.Session) error {
	all, err := d.Store.SSORoles()
	if err != nil {
		return err
	}
	owns := d.ownerOf(v, s)
	for _, f := range all {
		if !owns(f) {
			continue
		}
		removed, e := d.Store.RemoveRole(f)
		err = errors.Join(err, e)
		if removed {
			r.count(f.Credentials.Expiration, d.Now())
		}
	}
	return errors.Join(err, d.removeAssumed(r, v, s))
}

// count adds the credentials of one role to the receipt.
func (r *Receipt) count(expires, now time.Time) {
	r.Roles++
	if expires.After(now) && expires.After(r.KeysUntil) {
		r.KeysUntil = expires
	}
}

// ownerOf returns what tells whether a file belongs to the session. Its name
// is a hash over session, account and role, so it is compared with the names
// that the accounts and roles in the config, and the account in the file, give.
// Where this is the only session there is, every file is its own, for roles
// too that stand in no profile.
func (d *Deed) ownerOf(v *awsconfig.View, s profile.Session) func(cache.RoleFile) bool {
	if d.isOnly(v, s) {
		return func(cache.RoleFile) bool { return true }
	}
	accounts, roles := named(v)
	return func(f cache.RoleFile) bool {
		inFile := accounts
		if a := f.Credentials.AccountID; a != "" {
			inFile = []ident.AccountID{a}
		}
		for _, a := range inFile {
			for _, role := range roles {
				if f.Is(cache.RoleID{Session: s.ID(), Account: a, Role: role}) {
					return true
				}
			}
		}
		return false
	}
}

// isOnly reports whether no other session is configured or signed in to.
func (d *Deed) isOnly(v *awsconfig.View, s profile.Session) bool {
	for _, other := range profile.Sessions(v) {
		if other.ID().LockName() != s.ID().LockName() {
			return false
		}
	}
	tokens, err := d.Store.AllTokens()
	return err == nil && !slices.ContainsFunc(tokens, func(f cache.TokenFile) bool { return f.Path != d.Store.TokenPath(s.ID()) })
}

// named lists the accounts and the roles that the config names anywhere.
func named(v *awsconfig.View) (accounts []ident.AccountID, roles []ident.RoleName) {
	for _, section := range v.Sections() {
		if a := section.Get("sso_account_id"); a != "" {
			accounts = append(accounts, ident.AccountID(a))
		}
		if r := section.Get("sso_role_name"); r != "" {
			roles = append(roles, ident.RoleName(r))
		}
	}
	slices.Sort(accounts)
	slices.Sort(roles)
	return slices.Compact(accounts), slices.Compact(roles)
}

// removeAssumed removes the roles that profiles assume on top of the session.
// These files do not tell where they came from; the config does.
func (d *Deed) removeAssumed(r *Receipt, v *awsconfig.View, s profile.Session) error {
	var err error
	for _, section := range v.Sections() {
		if section.Type != awsconfig.TypeProfile || section.Get("role_arn") == "" {
			continue
		}
		chain, resolveErr := profile.Resolve(v, section.Name)
		if resolveErr != nil || chain.SSO() == nil || chain.SSO().Session.ID().LockName() != s.ID().LockName() {
			continue
		}
		for _, step := range chain.Steps {
			if role, ok := step.(*profile.AssumeRole); ok {
				err = errors.Join(err, d.removeOneAssumed(r, role.CacheID()))
			}
		}
	}
	return err
}

func (d *Deed) removeOneAssumed(r *Receipt, id cache.AssumeID) error {
	a, readErr := d.Store.Assumed(id)
	removed, err := d.Store.DeleteAssumed(id)
	if removed {
		if readErr != nil {
			a.Expiration = time.Time{}
		}
		r.count(a.Expiration, d.Now())
	}
	return err
}

// removeWritten takes away the keys that fob wrote for tools that know the
// credentials file alone.
func (d *Deed) removeWritten(ctx context.Context, r *Receipt, chosen func(awsconfig.Written) bool) error {
	cleared, err := d.Editor.ClearKeys(ctx, chosen)
	for _, w := range cleared {
		r.Written = append(r.Written, w.Section)
		if w.Until.After(d.Now()) && w.Until.After(r.KeysUntil) {
			r.KeysUntil = w.Until
		}
	}
	return err
}
