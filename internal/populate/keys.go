package populate

import (
	"strings"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/ident"
)

// The keys that a profile of ours has of its own, and the mark that it is ours.
const (
	keySession     = "sso_session"
	keyAccountName = "sso_account_name"
	keyAccountID   = "sso_account_id"
	keyRoleName    = "sso_role_name"
	keyRegion      = "region"
	keyProcess     = "credential_process"
	keyMark        = "sso_auto_populated"

	keyStartURL  = "sso_start_url" // of a session, or of a profile of the old kind
	keySSORegion = "sso_region"
	keyScopes    = "sso_registration_scopes"
)

// DefaultScopes are what a session needs to list and use roles.
const DefaultScopes = "sso:account:access"

// setting is a key and the value it is to have.
type setting struct {
	key, sub, value string
	core            bool // wins over what is there, whatever the action
}

// settings are the keys of a target, in their order: its own, in which a
// default takes the place of the value, then the other defaults, then the
// process, then the mark.
func (o *Options) settings(t *target) []setting {
	list := []setting{{key: keySession, value: string(o.Session.Name), core: true}}
	if t.AccountName != "" && t.AccountName != string(t.Account) && isValue(t.AccountName) {
		list = append(list, setting{key: keyAccountName, value: t.AccountName, core: true})
	}
	list = append(list,
		setting{key: keyAccountID, value: string(t.Account), core: true},
		setting{key: keyRoleName, value: string(t.Role.Role), core: true},
		setting{key: keyRegion, value: string(t.Region), core: true})
	for _, d := range o.Defaults {
		list = withDefault(list, d)
	}
	if o.CredentialProcess {
		list = append(list, setting{key: keyProcess, value: processLine(t.name), core: true})
	}
	return append(list, setting{key: keyMark, value: "true", core: true})
}

// isValue reports whether a text can be the value of a key. An organisation
// may well name an account "Prod #1", of which SDKs would lose the end; the
// name is for people alone, so the profile does without it.
func isValue(s string) bool {
	return awsconfig.Edit{Name: "x", Key: keyAccountName, Value: s}.Check() == nil
}

func withDefault(list []setting, d Default) []setting {
	for i, s := range list {
		if s.key == d.Key && s.sub == d.Sub {
			list[i].value = d.Value
			return list
		}
	}
	s := setting{key: d.Key, sub: d.Sub, value: d.Value}
	if isOwn(d.Key) { // sso_account_name, where the account has none
		s.core = true
	}
	return append(list, s)
}

// isOwn reports whether a key is one of those that each profile of ours has of
// its own, so that one that is there and should not be is a leftover.
func isOwn(key string) bool {
	switch key {
	case keySession, keyAccountName, keyAccountID, keyRoleName, keyRegion:
		return true
	}
	return false
}

// isLegacy reports whether a key says in the old way what the session says.
func isLegacy(key string) bool { return key == keyStartURL || key == keySSORegion }

// isRival reports whether a key names other credentials than the role's.
func isRival(key string) bool {
	switch key {
	case "role_arn", "source_profile", "credential_source", "web_identity_token_file", "login_session",
		"aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token":
		return true
	}
	return false
}

// CheckDefault tells whether every profile can have a default; its error says
// why not.
func CheckDefault(d Default) error {
	switch {
	case d.Key == keyProcess:
		return wrongDefault(d, "credential_process comes with --credential-process")
	case d.Key == keyMark:
		return wrongDefault(d, keyMark+" marks the profiles that fob made, and is always true")
	case isLegacy(d.Key):
		return wrongDefault(d, d.Key+" stands in the session, not in its profiles")
	case isRival(d.Key):
		return wrongDefault(d, d.Key+" would name other credentials than those of the role")
	case isOwn(d.Key) && d.Sub != "":
		return wrongDefault(d, d.Key+" holds a plain value")
	case d.Key == keyAccountID:
		if _, err := ident.ParseAccountID(d.Value); err != nil {
			return err
		}
	}
	return awsconfig.Edit{Name: "x", Key: d.Key, Sub: d.Sub, Value: d.Value}.Check()
}

type defaultError string

func wrongDefault(_ Default, why string) error { return defaultError(why) }

func (e defaultError) Error() string { return string(e) }

// processLine is the command by which an SDK asks fob for the credentials of a
// profile. The name is quoted so that a shell reads it, and also a program
// that only splits words, which the AWS CLI does.
func processLine(profile string) string {
	return "fob credential-process --profile " + quote(profile)
}

// quote leaves a plain word as it is. Double quotes are read alike by sh,
// cmd.exe and by programs that split; only where a character is special in
// them do single quotes stand, which cmd.exe does not know.
func quote(word string) string {
	switch {
	case word != "" && isReadable(word):
		return word
	case !strings.ContainsAny(word, "\"\\$`!%"):
		return `"` + word + `"`
	}
	return "'" + strings.ReplaceAll(word, "'", `'"'"'`) + "'"
}
