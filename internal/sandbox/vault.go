package sandbox

import (
	"strings"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/org"
	"github.com/fobcli/fob/internal/sandbox/sigv4"
	"github.com/fobcli/fob/internal/sandbox/sts"
)

// vault issues the keys of roles and knows whose a key is: a role session's, or
// an IAM user's of the organisation. It keeps no keys: the session token holds
// all that they stand for, sealed, so their number costs no memory and they stay
// valid after a restart with the same key file. It is safe for use by many
// goroutines.
type vault struct {
	org    *org.Organisation
	clock  *clock
	keep   func(ident.Secret)
	sealer keySealer
	recent assumedLog
}

func newVault(o *org.Organisation, c *clock, key []byte, keep func(ident.Secret)) *vault {
	for _, u := range o.IAMUsers {
		keep(u.SecretAccessKey)
		keep(u.MFASeed)
	}
	for _, b := range o.Containers {
		keep(b.AuthorizationToken)
	}
	return &vault{org: o, clock: c, keep: keep, sealer: newKeySealer(key, o.Instance.ARN)}
}

// RoleCredentials issues keys of a permission set's role for as long as the
// set says. It makes vault the portal's Vault.
func (v *vault) RoleCredentials(user string, account ident.AccountID, name ident.RoleName) ident.Credentials {
	set, _ := v.org.PermissionSet(name)
	return v.issue(v.begin(roleSession{Account: account, PermissionSet: name, Name: user, Lifetime: set.SessionDuration}))
}

// AssumedRole issues keys of a role session. With Caller it makes vault the
// Vault of STS.
func (v *vault) AssumedRole(role org.Role, s org.Session, lifetime time.Duration, a sts.Attributes) ident.Credentials {
	session := v.begin(roleSession{RoleARN: role.ARN, Name: sessionName(s), Lifetime: lifetime, Attributes: a})
	k := v.issue(session)
	v.recent.add(AssumedRole{
		ARN: s.ARN, AccessKeyID: k.AccessKeyID, By: a.By, SourceIdentity: a.SourceIdentity, Tags: a.Tags, MFA: a.MFA,
		Issued: v.clock.moment(session.Issued), Expires: v.expiry(session),
	})
	return k
}

// WorkloadKeys issues keys of a role that a container or a machine has. It
// makes vault the Vault of the metadata services.
func (v *vault) WorkloadKeys(role org.Role, s org.Session, lifetime time.Duration) ident.Credentials {
	return v.issue(v.begin(roleSession{RoleARN: role.ARN, Name: sessionName(s), Lifetime: lifetime}))
}

// sessionName is what follows the role's id in a user id.
func sessionName(s org.Session) string {
	_, name, _ := strings.Cut(s.UserID, ":")
	return name
}

// begin lets a session begin now.
func (v *vault) begin(s roleSession) roleSession {
	s.Issued = v.clock.stamp()
	return s
}

// issue makes keys of a session.
func (v *vault) issue(s roleSession) ident.Credentials {
	id, token, secret := v.sealer.seal(s)
	v.keep(secret)
	v.keep(token)
	c, _ := v.caller(s)
	return ident.Credentials{
		AccessKeyID: id, SecretAccessKey: secret, SessionToken: token,
		Expiration: v.clock.Seen(v.expiry(s)).Truncate(time.Second), AccountID: c.Account,
	}
}

// expiry is when the keys of a session end. Clients see whole seconds in most
// places; so the keys themselves end on one.
func (v *vault) expiry(s roleSession) time.Time {
	return v.clock.moment(s.Issued).Truncate(time.Second).Add(s.Lifetime)
}

// caller tells who a session is; false when its role does not exist, as after a
// restart with another organisation.
func (v *vault) caller(s roleSession) (sts.Caller, bool) {
	if s.PermissionSet == "" {
		iam, ok := v.org.IAMRole(s.RoleARN)
		role := v.org.Role(iam)
		as := role.As(s.Name)
		return sts.Caller{
			ARN: as.ARN, UserID: as.UserID, Account: org.AccountOfARN(role.ARN), RoleARN: role.ARN, Attributes: s.Attributes,
		}, ok
	}
	set, ok := v.org.PermissionSet(s.PermissionSet)
	_, known := v.org.Account(s.Account)
	role := v.org.PortalRole(s.Account, set)
	as := role.As(s.Name)
	return sts.Caller{
		ARN: as.ARN, UserID: as.UserID, Account: s.Account, RoleARN: role.ARN, PermissionSet: s.PermissionSet, User: s.Name,
	}, ok && known
}

// session opens a session token; false when it is not that of the access key, or
// its role does not exist.
func (v *vault) session(s sigv4.Signer) (roleSession, sts.Caller, bool) {
	opened, ok := v.sealer.open(s.AccessKeyID, s.Token)
	if !ok {
		return roleSession{}, sts.Caller{}, false
	}
	c, ok := v.caller(opened)
	return opened, c, ok
}

// Secret is what a signature is checked against. It makes vault the Keys of
// sigv4.
func (v *vault) Secret(s sigv4.Signer) (ident.Secret, sigv4.Kind) {
	if u, ok := v.org.IAMUser(s.AccessKeyID); ok {
		if s.Token != "" {
			return "", sigv4.WrongToken
		}
		return u.SecretAccessKey, 0
	}
	session, _, ok := v.session(s)
	switch {
	case !ok && v.sealer.issued(s.AccessKeyID):
		return "", sigv4.WrongToken
	case !ok:
		return "", sigv4.UnknownKey
	case !v.clock.Now().Before(v.expiry(session)):
		return "", sigv4.Expired
	}
	return v.sealer.secret(s.AccessKeyID, s.Token), 0
}

// Caller tells who signs with these keys, whose signature was verified.
func (v *vault) Caller(s sigv4.Signer) (sts.Caller, bool) {
	if u, ok := v.org.IAMUser(s.AccessKeyID); ok {
		return sts.Caller{ARN: u.ARN, UserID: v.org.UniqueID("AIDA", u.ARN), Account: org.AccountOfARN(u.ARN)}, true
	}
	_, c, ok := v.session(s)
	return c, ok
}

// Owner tells the account that keys belong to. It makes vault the Owners of S3.
func (v *vault) Owner(s sigv4.Signer) (ident.AccountID, bool) {
	c, ok := v.Caller(s)
	return c.Account, ok
}
