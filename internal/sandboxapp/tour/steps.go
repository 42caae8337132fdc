package tour

import (
	"os"
	"strings"
)

// The names and numbers of the guide.
const (
	startURL    = "https://my-company.awsapps.com/start"
	ssoRegion   = "us-east-1"
	sessionName = "my-sso"
	user        = "you@example.com"
	devAccount  = "111122223333"
	prodAccount = "444455556666"
	devProfile  = "my-dev-account"
	prodProfile = "my-prod-account"
	admin       = "AdministratorAccess"
	readOnly    = "ReadOnly"
	configFile  = ".aws/config"
)

// arn is the beginning of who a role's user is, as STS tells it; 16 digits
// that differ from account to account follow, then the user.
func arn(account, role string) string {
	return "arn:aws:sts::" + account + ":assumed-role/AWSReservedSSO_" + role + "_"
}

func (g *guide) know() {
	g.say("The organisation's start URL: "+startURL,
		"Its SSO region: "+ssoRegion,
		"Here an Identity Center on this machine plays the organisation, at "+g.Sandbox+".")
	if g.OwnBrowser {
		g.say("Sign-ins are yours to do, in your own browser.")
	} else {
		g.say("Its built-in visitor does what you would do in the browser; » marks what it did.")
	}
}

func (g *guide) install() {
	if g.PowerShell {
		g.say("Unpack fob.exe into a folder on PATH. In a window that was open before, reload PATH:",
			`  $env:Path = [System.Environment]::GetEnvironmentVariable("Path","Machine") + ";" +`,
			`    [System.Environment]::GetEnvironmentVariable("Path","User")`)
	}
	g.has(g.fob("version"), 0, "fob", "/")
}

func (g *guide) wizard() {
	g.say("Without flags it asks, as `aws configure sso` does; with them it asks nothing.")
	r := g.fob("configure", "sso",
		"--sso-session", sessionName, "--sso-start-url", startURL, "--sso-region", ssoRegion,
		"--sso-registration-scopes", "sso:account:access",
		"--sso-account-id", devAccount, "--sso-role-name", admin,
		"--region", ssoRegion, "--output", "json", "--profile", devProfile, "--yes")
	g.has(r, 0)
	g.fileHas(configFile, "[profile "+devProfile+"]", "sso_session = "+sessionName, "sso_account_id = "+devAccount,
		"sso_role_name = "+admin, "[sso-session "+sessionName+"]", "sso_start_url = "+startURL, "sso_region = "+ssoRegion)
}

// byHand writes a second profile with an editor's means, and completes it with
// fob: what was typed by hand stays as it was typed.
func (g *guide) byHand() {
	lines := "\n# production: look, do not touch\n[profile " + prodProfile + "]\n" +
		"sso_session    = " + sessionName + "\nsso_account_id = " + prodAccount + "\n" +
		"sso_role_name  = " + readOnly + "\nregion         = " + ssoRegion + "\n"
	editor := "notepad $env:USERPROFILE\\.aws\\config"
	if !g.PowerShell {
		editor = "$EDITOR ~/.aws/config"
	}
	g.prompt(editor)
	g.say("(A second profile on the same session, added at the end:)")
	for l := range strings.SplitSeq(strings.Trim(lines, "\n"), "\n") {
		g.say("  " + l)
	}
	f, err := os.OpenFile(g.path(configFile), os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		g.mistake("~/%s: %v", configFile, err)
		return
	}
	_, err = f.WriteString(lines)
	g.stop(err)
	g.stop(f.Close())
	g.has(g.fob("configure", "set", "output", "json", "--profile", prodProfile), 0)
	g.fileHas(configFile, lines, "output")
	g.has(g.fob("configure", "get", "sso_role_name", "--profile", prodProfile), 0, readOnly)
}

func (g *guide) signIn() {
	g.has(g.signingIn("login", "--profile", devProfile), 0, "Signed in to "+sessionName)
	g.say("Once is enough, until it ends:")
	g.has(g.fob("login", "--profile", devProfile), 0, sessionName, "signed in")
	g.has(g.fob("status"), 0, sessionName)
}

func (g *guide) verify() {
	g.has(g.fob("whoami", "--profile", devProfile), 0, devAccount, arn(devAccount, admin), user)
	g.say("The AWS CLI's own words work too, and print what it prints:")
	g.has(g.fob("sts", "get-caller-identity", "--profile", devProfile), 0,
		`"UserId": "AROA`, `"Account": "`+devAccount+`"`, `"Arn": "`+arn(devAccount, admin), "/"+user+`"`)
	g.say("One sign-in serves all profiles of the session:")
	g.has(g.fob("sts", "get-caller-identity", "--profile", prodProfile), 0,
		`"Account": "`+prodAccount+`"`, `"Arn": "`+arn(prodAccount, readOnly))
}

func (g *guide) defaultProfile() {
	if did, ok := g.inShell("fob use "+devProfile, "fob whoami"); ok {
		g.has(did[0], 0)
		g.has(did[1], 0, arn(devAccount, admin))
		g.say("Or by the variable that every AWS tool reads:")
	} else {
		g.say("(No shell is here that fob has a hook for; the variable does the same.)")
	}
	g.prompt(setVariable(g.PowerShell, devProfile))
	g.has(g.fobWith([]string{"AWS_PROFILE=" + devProfile}, nil, "sts", "get-caller-identity"), 0, arn(devAccount, admin))
	if g.PowerShell {
		g.say("For all new sessions of this user, without editing a file:",
			`  [System.Environment]::SetEnvironmentVariable("AWS_PROFILE", "`+devProfile+`", "User")`)
	}
}

func setVariable(powerShell bool, profile string) string {
	if powerShell {
		return `$env:AWS_PROFILE = "` + profile + `"`
	}
	return "export AWS_PROFILE=" + profile
}

func (g *guide) severalProfiles() {
	g.has(g.fob("configure", "list-profiles"), 0, devProfile+"\n", prodProfile+"\n")
	g.has(g.fob("profiles"), 0, devProfile, prodProfile, devAccount, prodAccount)
	if did, ok := g.inShell("fob use "+devProfile, "fob use "+prodProfile, "fob whoami"); ok {
		g.has(did[1], 0)
		g.has(did[2], 0, arn(prodAccount, readOnly))
	} else {
		g.prompt(setVariable(g.PowerShell, prodProfile))
		g.has(g.fobWith([]string{"AWS_PROFILE=" + prodProfile}, nil, "whoami"), 0, arn(prodAccount, readOnly))
	}
	g.has(g.fob("s3", "ls", "--profile", prodProfile), 0,
		"my-company-prod-artifacts", "my-company-prod-backups", "my-company-prod-logs")
}
