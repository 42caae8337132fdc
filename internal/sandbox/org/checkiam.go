package org

import (
	"encoding/base32"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// iamRoles reads the roles, and then whom they trust: a role may trust one
// that stands below it.
func (c *checker) iamRoles(list []iamRoleShape) {
	seen := map[string]int{}
	var shapes []iamRoleShape
	for _, s := range list {
		item := first(s.MaxSessionDuration, s.ExternalID)
		for _, t := range s.Trust {
			item = first(item, t.place())
		}
		if !c.iamARN(s.ARN, item, "role") {
			continue
		}
		unique(c, seen, s.ARN.s, s.ARN, "role")
		r := IAMRole{ARN: s.ARN.s, MaxSessionDuration: time.Hour}
		c.span(s.MaxSessionDuration, &r.MaxSessionDuration, time.Hour, 12*time.Hour)
		c.org.IAMRoles = append(c.org.IAMRoles, r)
		shapes = append(shapes, s)
	}
	for i, s := range shapes {
		c.org.IAMRoles[i].Trust = c.trusts(s)
	}
}

func (c *checker) iamUsers(list []iamUserShape) {
	seen, devices := map[string]int{}, map[string]int{}
	for _, s := range list {
		item := first(s.AccessKeyID, s.SecretAccessKey, s.ARN)
		if !c.iamARN(s.ARN, item, "user") || !c.need(s.AccessKeyID, item, "accessKeyId") || !c.need(s.SecretAccessKey, item, "secretAccessKey") {
			continue
		}
		unique(c, seen, s.AccessKeyID.s, s.AccessKeyID, "access key")
		if id := s.AccessKeyID.s; len(id) < 16 || len(id) > 128 || !strings.HasPrefix(id, "AKIA") || !wordy(id) {
			c.fail(s.AccessKeyID, "access key id %q: want AKIA and at least 12 more letters or digits", id)
		}
		c.device(s, devices)
		c.org.IAMUsers = append(c.org.IAMUsers, IAMUser{
			ARN: s.ARN.s, AccessKeyID: s.AccessKeyID.s, SecretAccessKey: ident.Secret(s.SecretAccessKey.s),
			MFASerial: s.MFASerial.s, MFASeed: ident.Secret(s.MFASeed.s),
		})
	}
}

// device checks the MFA device of a user, which needs both keys or none.
func (c *checker) device(s iamUserShape, seen map[string]int) {
	if s.MFASerial.s == "" && s.MFASeed.s == "" {
		return
	}
	if !c.need(s.MFASerial, s.MFASeed, "mfaSerial") || !c.need(s.MFASeed, s.MFASerial, "mfaSeed") {
		return
	}
	unique(c, seen, s.MFASerial.s, s.MFASerial, "MFA device")
	prefix := "arn:" + c.org.Partition() + ":iam::" + string(AccountOfARN(s.ARN.s)) + ":mfa/"
	if name, ok := strings.CutPrefix(s.MFASerial.s, prefix); !ok || name == "" {
		c.fail(s.MFASerial, "MFA device %q: want %sNAME, in the user's account", s.MFASerial.s, prefix)
	}
	if _, err := MFAKey(ident.Secret(s.MFASeed.s)); err != nil {
		c.fail(s.MFASeed, "mfaSeed: want at least 16 letters A-Z and digits 2-7 (base32)")
	}
}

// MFAKey is the key behind the seed of an MFA device.
func MFAKey(seed ident.Secret) ([]byte, error) {
	text := strings.TrimRight(strings.ToUpper(seed.Reveal()), "=")
	if len(text) < 16 {
		return nil, base32.CorruptInputError(len(text))
	}
	return base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(text)
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
