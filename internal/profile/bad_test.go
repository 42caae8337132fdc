package profile

import (
	"strings"
	"testing"
)

// A section with a line that nothing reads gives no chain and no session: the key
// that decides may be in that line.
func TestASectionWithABadLineIsAnErrorOfThoseWhoNeedIt(t *testing.T) {
	v := filesOf(t, `[profile bad]
sso_session corp
aws_access_key_id = A
aws_secret_access_key = s
[profile built]
role_arn = arn:aws:iam::111122223333:role/R
source_profile = bad
[profile signed]
sso_session = lost
sso_account_id = 111122223333
sso_role_name = R
[sso-session lost]
sso_start_url = https://x.awsapps.com/start
sso_region = eu-west-1
junk
[profile half]
sso_session = corp
junk
[profile old]
sso_start_url = https://y.awsapps.com/start
sso_region = eu-west-1
junk
[sso-session corp]
sso_start_url = https://x.awsapps.com/start
sso_region = eu-west-1
[profile fine]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = R
`, "").View()
	at := func(err error) string {
		if err == nil {
			return ""
		}
		line, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), "~/.aws/config line "), " ")
		return line
	}
	for name, want := range map[string]string{"bad": "2", "built": "2", "signed": "15", "half": "18", "old": "22", "fine": ""} {
		if _, err := Resolve(v, name); at(err) != want {
			t.Errorf("Resolve(%s): %v, want line %q", name, err, want)
		}
		if _, err := SessionOf(v, name); at(err) != want {
			t.Errorf("SessionOf(%s): %v, want line %q", name, err, want)
		}
	}
	if _, err := NamedSession(v, "lost"); at(err) != "15" {
		t.Errorf("NamedSession: %v", err)
	}
	if all := Sessions(v); len(all) != 1 || all[0].Label() != "corp" {
		t.Errorf("sessions %v", all)
	}
}
