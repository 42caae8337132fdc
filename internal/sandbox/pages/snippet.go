package pages

import (
	"fmt"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// snippets returns the two sections of ~/.aws/config that lead to a role. They
// are two, because the second may stand in the file only once.
func snippets(i Instance, account ident.AccountID, r ident.RoleName) (profile, session string) {
	profile = fmt.Sprintf(`[profile %s-%s]
sso_session = my-sso
sso_account_id = %s
sso_role_name = %s
region = %s
`, r, account, account, r, i.Region)
	session = fmt.Sprintf(`[sso-session my-sso]
sso_start_url = %s
sso_region = %s
sso_registration_scopes = %s
`, i.StartURL, i.Region, portalScope)
	return profile, session
}

// shellKeys are keys as lines for one kind of shell.
type shellKeys struct{ Shell, Lines string }

// keysFor writes keys for each kind of shell, with the address of the sandbox:
// without it they would be sent to AWS, which does not know them.
func keysFor(k ident.Credentials, origin string) []shellKeys {
	vars := [][2]string{
		{"AWS_ACCESS_KEY_ID", k.AccessKeyID},
		{"AWS_SECRET_ACCESS_KEY", k.SecretAccessKey.Reveal()},
		{"AWS_SESSION_TOKEN", k.SessionToken.Reveal()},
		{"AWS_ENDPOINT_URL", origin},
	}
	write := func(format string) string {
		var b strings.Builder
		for _, v := range vars {
			fmt.Fprintf(&b, format, v[0], v[1])
		}
		return b.String()
	}
	return []shellKeys{
		{Shell: "bash, zsh", Lines: write("export %s=\"%s\"\n")},
		{Shell: "PowerShell", Lines: write("$Env:%s=\"%s\"\n")},
		{Shell: "Command Prompt", Lines: write("set %s=%s\n")},
	}
}

// clock writes a moment for people: the time of day, the zone, and how far off.
func (h *Handler) clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	left := t.Sub(h.now()).Round(time.Minute)
	s := t.Local().Format("15:04 MST")
	if left <= 0 {
		return s
	}
	return s + " (in " + span(left) + ")"
}

// span writes a duration as "7 h 42 min"; d is positive.
func span(d time.Duration) string {
	hours, minutes := int(d.Hours()), int(d.Minutes())%60
	switch {
	case hours >= 48:
		return fmt.Sprintf("%d days", hours/24)
	case hours == 0:
		return fmt.Sprintf("%d min", max(minutes, 1))
	case minutes == 0:
		return fmt.Sprintf("%d h", hours)
	}
	return fmt.Sprintf("%d h %d min", hours, minutes)
}
