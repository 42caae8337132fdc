package populate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/output"
)

// otherWay returns the key by which a profile gets its credentials in another
// way than through the portal; empty when it does not. Such a profile is
// somebody's own work, which a name in common must not change.
func otherWay(s *awsconfig.Section) string {
	for _, key := range []string{"role_arn", "source_profile", "credential_source", "web_identity_token_file", "login_session", "aws_access_key_id"} {
		if s.Get(key) != "" {
			return key
		}
	}
	if s.Get(keyProcess) != "" && s.Get(keyAccount) == "" && !marked(s) {
		return keyProcess
	}
	return ""
}

// marked reports whether fob or aws-sso-util made the profile.
func marked(s *awsconfig.Section) bool { return strings.EqualFold(s.Get(keyMarker), "true") }

// elsewhere tells where a profile that exists leads, when the candidate leads
// elsewhere and the profile is not populate's to change; empty when it may be
// written. A profile that is marked and belongs to this instance is populate's
// own. Any other is written only if it says the same, or nothing yet, about
// session, account and role.
func (b *builder) elsewhere(was *awsconfig.Section, c Candidate) string {
	if b.old.ours(was, b.o) {
		return ""
	}
	if why := b.otherInstance(was); why != "" {
		return why
	}
	for _, k := range []struct{ key, value, word string }{
		{keyAccount, string(c.Account), "account"}, {keyRole, string(c.Role.Role), "role"},
	} {
		if is := was.Get(k.key); is != "" && is != k.value {
			return fmt.Sprintf("it leads to the %s %s", k.word, output.Line(is))
		}
	}
	return ""
}

// otherInstance tells which other session or start URL a profile uses; empty
// when it uses the same, or none. A mark does not help there: another run made
// it for another instance. Only where that instance's session is gone does a
// marked profile lead nowhere, and may be written.
func (b *builder) otherInstance(was *awsconfig.Section) string {
	if session := was.Get(keySession); session != "" && session != string(b.o.Session) {
		if !marked(was) || b.old.allSessions[session] {
			return "it uses the session " + output.Line(session)
		}
		return ""
	}
	for _, k := range []struct{ key, value string }{
		{keyStartURL, string(b.o.StartURL)}, {keyRegion, string(b.o.Region)},
	} {
		if is := was.Get(k.key); is != "" && is != k.value {
			return fmt.Sprintf("its %s is %s", k.key, output.Line(is))
		}
	}
	return ""
}

// ofUnknown returns the account of a populated profile that would lead to
// another account from now on, although it is not known whether its role is
// still there; empty when there is no such doubt.
func (b *builder) ofUnknown(was *awsconfig.Section, c Candidate) string {
	account := was.Get(keyAccount)
	if account == string(c.Account) || account == "" || !b.old.ours(was, b.o) || b.known[ident.AccountID(account)] {
		return ""
	}
	return account
}

// extras lists the keys of a populated profile that populate did not write, in
// the order of the file: they are somebody's own work, which must not go with
// the profile unasked.
func (o Options) extras(s *awsconfig.Section) []string {
	written := []string{keySession, keyStartURL, keyRegion, keyAccountName, keyAccount, keyRole, "region", keyMarker}
	var own []string
	for _, p := range s.Properties {
		i := indexOf(o.Defaults, p.Key)
		switch {
		case slices.Contains(written, p.Key) && len(p.Sub) == 0:
		case p.Key == keyProcess && strings.Contains(p.Value, "credential-process --profile "):
		case i >= 0 && len(p.Sub) == 0 && o.Defaults[i].Value == p.Value:
		default:
			own = append(own, p.Key)
		}
	}
	return own
}
