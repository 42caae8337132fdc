package cache

import (
	"errors"
	"path/filepath"

	"github.com/fobcli/fob/internal/ident"
)

// providerSSO marks the role credentials that came from a sign-in; it is how
// `aws sso logout` finds what to remove.
const providerSSO = "sso"

// Role reads the credentials of a role. AccountID is always filled. Errors are
// as those of Token.
func (s Store) Role(id RoleID) (ident.Credentials, error) {
	path := s.RolePath(id)
	o, err := s.readObject(path)
	if err != nil {
		return ident.Credentials{}, err
	}
	c, err := keysOf(path, o)
	if err == nil && c.AccountID == "" { // AWS CLI before 2.15 leaves it out
		c.AccountID = id.Account
	}
	return c, err
}

// SaveRole writes the credentials of a role. Keys of other tools that stand in
// the file already are kept.
func (s Store) SaveRole(id RoleID, c ident.Credentials) error {
	if c.AccountID == "" {
		c.AccountID = id.Account
	}
	b := appendMember([]byte{'{'}, "ProviderType", providerSSO)
	b = appendKeys(appendName(b, "Credentials"), c, formatTime(c.Expiration))
	b = s.others(s.RolePath(id), "ProviderType", "Credentials").appendTo(b)
	return s.write(s.RolePath(id), append(b, '}'))
}

// DeleteRole removes the credentials of a role and tells whether there were any.
func (s Store) DeleteRole(id RoleID) (removed bool, err error) { return remove(s.RolePath(id)) }

// RolePath returns the file of a role's credentials.
func (s Store) RolePath(id RoleID) string {
	return filepath.Join(s.Paths.CLICache, id.stem()+".json")
}

// RoleFile is a file of role credentials that a sign-in led to. Its name is a
// hash: whose credentials it holds shows only by asking Is.
type RoleFile struct {
	Path        string
	Credentials ident.Credentials // zero when the file does not hold them whole
}

// Is reports whether f holds the credentials that id names.
func (f RoleFile) Is(id RoleID) bool { return filepath.Base(f.Path) == id.stem()+".json" }

// SSORoles reads every file of role credentials that came from a sign-in,
// whoever wrote it, sorted by path. Files that are no JSON are left out.
func (s Store) SSORoles() ([]RoleFile, error) {
	var all []RoleFile
	err := eachObject(s.Paths.CLICache, func(path string, o object) {
		if o.text("ProviderType") != providerSSO {
			return
		}
		c, err := keysOf(path, o)
		if err != nil {
			c = ident.Credentials{}
		}
		all = append(all, RoleFile{path, c})
	})
	return all, err
}

// RemoveRole removes role credentials that SSORoles found and tells whether
// they were still there.
func (s Store) RemoveRole(f RoleFile) (removed bool, err error) { return remove(f.Path) }

// RemoveAllSSORoles removes every file of role credentials that came from a
// sign-in, whoever wrote it, and returns how many there were. It goes on after
// an error, so that as much as can be is removed.
func (s Store) RemoveAllSSORoles() (removed int, err error) {
	files, err := s.SSORoles()
	for _, f := range files {
		ok, e := remove(f.Path)
		if ok {
			removed++
		}
		err = errors.Join(err, e)
	}
	return removed, err
}

// keysOf reads the Credentials of a role file.
func keysOf(path string, o object) (ident.Credentials, error) {
	k := o.object("Credentials")
	c := ident.Credentials{
		AccessKeyID:     k.text("AccessKeyId"),
		SecretAccessKey: ident.Secret(k.text("SecretAccessKey")),
		SessionToken:    ident.Secret(k.text("SessionToken")),
		Expiration:      k.time("Expiration"),
		AccountID:       ident.AccountID(k.text("AccountId")),
	}
	if c.AccessKeyID == "" || c.SecretAccessKey == "" || c.SessionToken == "" || c.Expiration.IsZero() {
		return ident.Credentials{}, &CorruptError{Path: path, Err: errors.New("its Credentials are not whole")}
	}
	return c, nil
}

// appendKeys appends credentials as a JSON object.
func appendKeys(b []byte, c ident.Credentials, expiration string) []byte {
	b = appendMember(append(b, '{'), "AccessKeyId", c.AccessKeyID)
	b = appendMember(b, "SecretAccessKey", c.SecretAccessKey.Reveal())
	b = appendMember(b, "SessionToken", c.SessionToken.Reveal())
	b = appendMember(b, "Expiration", expiration)
	if c.AccountID != "" {
		b = appendMember(b, "AccountId", string(c.AccountID))
	}
	return append(b, '}')
}
