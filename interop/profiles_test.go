package interop_test

// guideConfig is what the guide tells people to write by hand, and profiles of
// the other kinds beside it.
const guideConfig = `[profile my-dev-account]
sso_session = my-sso
sso_account_id = 111122223333
sso_role_name = AdministratorAccess
region = us-east-1
output = json

[sso-session my-sso]
sso_start_url = https://my-company.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile my-prod-account]
sso_session = my-sso
sso_account_id = 444455556666
sso_role_name = ReadOnly
region = us-east-1
output = json
`

// legacyConfig is a profile from before there were sso-sessions, and a role
// that it leads to.
const legacyConfig = `[profile old]
sso_start_url = https://my-company.awsapps.com/start
sso_region = us-east-1
sso_account_id = 111122223333
sso_role_name = ReadOnly
region = us-east-1

[profile old-chain]
role_arn = arn:aws:iam::444455556666:role/CrossAccountReader
source_profile = old
region = us-east-1
`

// chainConfig is a role in another account on top of the guide's first profile.
const chainConfig = `
[profile chain]
role_arn = arn:aws:iam::444455556666:role/CrossAccountReader
source_profile = my-dev-account
region = us-east-1
`

// setUp lets fob write the guide's two profiles, with commands that ask
// nothing, and sign in.
func (w *world) setUp() {
	w.t.Helper()
	w.configure("my-dev-account", devAccount, admin)
	w.configure("my-prod-account", prodAccount, readOnly)
	w.fob("login", session)
}

// configure runs fob's wizard with every answer given.
func (w *world) configure(profile, account, role string) ran {
	w.t.Helper()
	return w.fob("configure", "sso",
		"--sso-session", session, "--sso-start-url", startURL, "--sso-region", "us-east-1",
		"--sso-account-id", account, "--sso-role-name", role,
		"--region", "us-east-1", "--output", "json", "--profile", profile)
}

// viaProcess appends a profile whose credentials come from fob as a
// credential_process, for clients that know nothing of sign-ins.
func (w *world) viaProcess(name, of string) {
	w.t.Helper()
	w.write(".aws/config", w.read(".aws/config")+
		"\n[profile "+name+"]\ncredential_process = "+fobPath+" credential-process --profile "+of+"\nregion = us-east-1\n")
}
