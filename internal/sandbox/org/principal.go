package org

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"

	"github.com/fobcli/fob/internal/ident"
)

// Role is an IAM role as STS sees it.
type Role struct {
	ARN  string // arn:aws:iam::ACCOUNT:role/PATH/NAME
	Name string // without the path
	ID   string // AROA and 17 characters; the same for ever
}

// Session is a role in use: who STS says is calling.
type Session struct {
	ARN    string // arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION
	UserID string // ROLE ID:SESSION
}

// As returns the identity of a session of the role, under name.
func (r Role) As(name string) Session {
	_, rest, _ := strings.Cut(r.ARN, ":iam::")
	account, _, _ := strings.Cut(rest, ":")
	partition, _, _ := strings.Cut(strings.TrimPrefix(r.ARN, "arn:"), ":")
	return Session{
		ARN:    "arn:" + partition + ":sts::" + account + ":assumed-role/" + r.Name + "/" + name,
		UserID: r.ID + ":" + name,
	}
}

// PortalRole is the role that Identity Center keeps in an account for a
// permission set. Its suffix and id depend on both and on nothing else, so
// they are the same after a restart.
//
// Source: IAM Identity Center user guide, "Referencing permission sets"; the
// path carries the region except in us-east-1.
func (o *Organisation) PortalRole(account ident.AccountID, set PermissionSet) Role {
	suffix := set.RoleIDSuffix
	if suffix == "" {
		suffix = hex.EncodeToString(o.digest("suffix", string(account), string(set.Name)))[:16]
	}
	name := "AWSReservedSSO_" + string(set.Name) + "_" + suffix
	path := "aws-reserved/sso.amazonaws.com/"
	if o.Instance.Region != "us-east-1" {
		path += string(o.Instance.Region) + "/"
	}
	arn := "arn:" + o.Partition() + ":iam::" + string(account) + ":role/" + path + name
	return Role{ARN: arn, Name: name, ID: o.UniqueID("AROA", arn)}
}

// Role is how STS names an ordinary role.
func (o *Organisation) Role(r IAMRole) Role {
	name := r.ARN[strings.LastIndex(r.ARN, "/")+1:]
	return Role{ARN: r.ARN, Name: name, ID: o.UniqueID("AROA", r.ARN)}
}

// UniqueID is an IAM unique id (a prefix such as AROA and 17 characters) that
// belongs to an ARN.
func (o *Organisation) UniqueID(prefix, arn string) string {
	return prefix + base32.StdEncoding.EncodeToString(o.digest(prefix, arn))[:17]
}

// CanonicalID is the 64 hexadecimal digits by which S3 names an account.
func (o *Organisation) CanonicalID(account ident.AccountID) string {
	return hex.EncodeToString(o.digest("canonical", string(account)))
}

// Partition is the second part of the organisation's ARNs.
func (o *Organisation) Partition() string {
	region := string(o.Instance.Region)
	for _, p := range []struct{ prefix, partition string }{
		{"cn-", "aws-cn"}, {"us-gov-", "aws-us-gov"}, {"eusc-", "aws-eusc"},
	} {
		if strings.HasPrefix(region, p.prefix) {
			return p.partition
		}
	}
	return "aws"
}

// digest hashes parts so that two instances and two purposes never share a value.
func (o *Organisation) digest(parts ...string) []byte {
	sum := sha256.Sum256([]byte(o.Instance.ARN + "\x00" + strings.Join(parts, "\x00")))
	return sum[:]
}

// AccountOfARN is the fifth part of an ARN; empty when it has none.
func AccountOfARN(arn string) ident.AccountID {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return ""
	}
	return ident.AccountID(parts[4])
}
