package sandbox

import (
	"encoding/base32"
	"encoding/base64"
	"sync"
	"time"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/org"
	"github.com/fobcli/fob/internal/sandbox/sigv4"
	"github.com/fobcli/fob/internal/sandbox/sts"
)

// vault holds the keys that sign requests: those of roles, which it issues,
// and those of the organisation's IAM users. It is safe for use by many goroutines.
type vault struct {
	org   *org.Organisation
	clock *clock
	keep  func(ident.Secret)

	mu    sync.Mutex
	keys  map[string]roleKey // by access key id
	swept time.Time
}

type roleKey struct {
	caller  sts.Caller
	secret  ident.Secret
	token   ident.Secret
	issued  time.Time // on the sandbox's clock, as is expires
	expires time.Time
}

func newVault(o *org.Organisation, c *clock, keep func(ident.Secret)) *vault {
	v := &vault{org: o, clock: c, keep: keep, keys: map[string]roleKey{}, swept: c.Now()}
	for _, u := range o.IAMUsers {
		keep(u.SecretAccessKey)
		keep(u.MFASeed)
	}
	for _, b := range o.Containers {
		keep(b.AuthorizationToken)
	}
	return v
}

// RoleCredentials issues keys of a permission set's role for as long as the
// set says. It makes vault the portal room's Vault.
func (v *vault) RoleCredentials(user string, account ident.AccountID, name ident.RoleName) ident.Credentials {
	set, _ := v.org.PermissionSet(name)
	role := v.org.PortalRole(account, set)
	s := role.As(user)
	return v.issue(sts.Caller{
		ARN: s.ARN, UserID: s.UserID, Account: account, RoleARN: role.ARN, PermissionSet: name, User: user,
	}, set.SessionDuration)
}

// AssumedRole issues keys of a role session. With Caller it makes vault the STS
// room's Vault.
func (v *vault) AssumedRole(role org.Role, s org.Session, lifetime time.Duration, a sts.Attributes) ident.Credentials {
	return v.issue(sts.Caller{
		ARN: s.ARN, UserID: s.UserID, Account: org.AccountOfARN(role.ARN), RoleARN: role.ARN, Attributes: a,
	}, lifetime)
}

// WorkloadKeys issues keys of a role that a container or a machine has. It
// makes vault the metadata room's Vault.
func (v *vault) WorkloadKeys(role org.Role, s org.Session, lifetime time.Duration) ident.Credentials {
	return v.issue(sts.Caller{ARN: s.ARN, UserID: s.UserID, Account: org.AccountOfARN(role.ARN), RoleARN: role.ARN}, lifetime)
}

func (v *vault) issue(c sts.Caller, lifetime time.Duration) ident.Credentials {
	// Clients see whole seconds in most places; so the key itself ends on one.
	expires := v.clock.Now().Truncate(time.Second).Add(lifetime)
	k := roleKey{
		caller: c, secret: ident.Secret(base64.StdEncoding.EncodeToString(randomBytes(30))),
		token: newSessionToken(), issued: v.clock.Now(), expires: expires,
	}
	id := "ASIA" + base32.StdEncoding.EncodeToString(randomBytes(10))
	v.keep(k.secret)
	v.keep(k.token)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.sweep()
	v.keys[id] = k
	return ident.Credentials{
		AccessKeyID: id, SecretAccessKey: k.secret, SessionToken: k.token,
		Expiration: v.clock.Seen(expires).Truncate(time.Second), AccountID: c.Account,
	}
}

// newSessionToken begins as the service's do: IQoJ is what the first bytes of
// their binary form look like in base64.
func newSessionToken() ident.Secret {
	return ident.Secret(base64.StdEncoding.EncodeToString(append([]byte{0x21, 0x0a, 0x09}, randomBytes(420)...)))
}

// sweep forgets keys that have been over for a day, once an hour at most.
func (v *vault) sweep() {
	now := v.clock.Now()
	if now.Sub(v.swept) < time.Hour {
		return
	}
	v.swept = now
	for id, k := range v.keys {
		if now.Sub(k.expires) > 24*time.Hour {
			delete(v.keys, id)
		}
	}
}

// Key is what a signature is checked against. It makes vault sigv4's Keys.
func (v *vault) Key(id string) (sigv4.Key, bool) {
	if u, ok := v.org.IAMUser(id); ok {
		return sigv4.Key{Secret: u.SecretAccessKey}, true
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	k, ok := v.keys[id]
	return sigv4.Key{Secret: k.secret, Token: k.token, Expired: !v.clock.Now().Before(k.expires)}, ok
}

// Caller tells whose a key is.
func (v *vault) Caller(id string) (sts.Caller, bool) {
	if u, ok := v.org.IAMUser(id); ok {
		return sts.Caller{ARN: u.ARN, UserID: v.org.UniqueID("AIDA", u.ARN), Account: org.AccountOfARN(u.ARN)}, true
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	k, ok := v.keys[id]
	return k.caller, ok
}

// Owner tells the account that a key belongs to. It makes vault the S3 room's Owners.
func (v *vault) Owner(id string) (ident.AccountID, bool) {
	c, ok := v.Caller(id)
	return c.Account, ok
}
