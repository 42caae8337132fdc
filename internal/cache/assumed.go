package cache

import (
	"path/filepath"
	"strings"

	"github.com/fobcli/fob/internal/ident"
)

// Assumed is a role that was assumed with other credentials.
type Assumed struct {
	ident.Credentials
	ARN    string // arn:…:assumed-role/NAME/session-name
	RoleID string // AROA…:session-name
}

// Assumed reads the credentials of an assumed role. AccountID is always
// filled. Errors are as those of Token.
func (s Store) Assumed(id AssumeID) (Assumed, error) {
	path := s.AssumedPath(id)
	o, err := s.readObject(path)
	if err != nil {
		return Assumed{}, err
	}
	c, err := keysOf(path, o)
	if err != nil {
		return Assumed{}, err
	}
	if c.AccountID == "" { // AWS CLI before 2.15 leaves it out
		c.AccountID = accountOf(id.RoleARN)
	}
	user := o.object("AssumedRoleUser")
	return Assumed{Credentials: c, ARN: user.text("Arn"), RoleID: user.text("AssumedRoleId")}, nil
}

// SaveAssumed writes the credentials of an assumed role. Keys of other tools
// are kept, but the ResponseMetadata of AWS CLI v2: it tells of the call that
// brought the credentials before.
func (s Store) SaveAssumed(id AssumeID, a Assumed) error {
	if a.AccountID == "" {
		a.AccountID = accountOf(id.RoleARN)
	}
	// Here AWS CLI v2 writes an offset where it writes a Z for SSO roles.
	expiration := a.Expiration.UTC().Format("2006-01-02T15:04:05-07:00")
	b := appendKeys(appendName([]byte{'{'}, "Credentials"), a.Credentials, expiration)
	if a.ARN != "" {
		b = append(appendName(b, "AssumedRoleUser"), '{')
		b = appendMember(b, "AssumedRoleId", a.RoleID)
		b = append(appendMember(b, "Arn", a.ARN), '}')
	}
	b = s.others(s.AssumedPath(id), "Credentials", "AssumedRoleUser", "ResponseMetadata").appendTo(b)
	return s.write(s.AssumedPath(id), append(b, '}'))
}

// DeleteAssumed removes the credentials of an assumed role and tells whether
// there were any.
func (s Store) DeleteAssumed(id AssumeID) (removed bool, err error) {
	return remove(s.AssumedPath(id))
}

// AssumedPath returns the file of an assumed role's credentials.
func (s Store) AssumedPath(id AssumeID) string {
	return filepath.Join(s.Paths.CLICache, id.stem()+".json")
}

// accountOf returns the account in an ARN, empty when there is none.
func accountOf(arn string) ident.AccountID {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	a, err := ident.ParseAccountID(parts[4])
	if err != nil {
		return ""
	}
	return a
}
