package shell

import (
	"strings"

	"github.com/fobcli/fob/internal/ident"
)

// Switch is what `fob use` decided.
type Switch struct {
	Profile string       // empty: no profile is selected any more
	Region  ident.Region // empty: the region variables stay as they are
}

// Contrary lists the variables that would win over AWS_PROFILE, or stand for
// another one: a switch clears them. Keys in the environment come first in
// every SDK, its web identity in most, and boto3 asks AWS_DEFAULT_PROFILE first.
func Contrary() []string {
	return []string{
		"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
		"AWS_CREDENTIAL_EXPIRATION", "AWS_ACCOUNT_ID", "AWS_DEFAULT_PROFILE",
		"AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME",
	}
}

// UseLine is the line to paste where no hook is loaded. clear are the
// variables to take out of the environment.
func UseLine(k Kind, s Switch, clear []string) string {
	if s.Profile == "" {
		clear = append([]string{"AWS_PROFILE"}, clear...)
	}
	var parts []string
	if k == PowerShell {
		for _, name := range clear {
			parts = append(parts, "$env:"+name+" = $null")
		}
		for _, v := range s.variables() {
			parts = append(parts, "$env:"+v[0]+" = "+Quote(k, v[1]))
		}
		return strings.Join(parts, "; ")
	}
	if len(clear) > 0 {
		parts = append(parts, "unset "+strings.Join(clear, " "))
	}
	for _, v := range s.variables() {
		parts = append(parts, "export "+v[0]+"="+Word(k, v[1]))
	}
	return strings.Join(parts, "; ")
}

func (s Switch) variables() [][2]string {
	var list [][2]string
	if s.Profile != "" {
		list = append(list, [2]string{"AWS_PROFILE", s.Profile})
	}
	if s.Region != "" {
		list = append(list, [2]string{"AWS_REGION", string(s.Region)}, [2]string{"AWS_DEFAULT_REGION", string(s.Region)})
	}
	return list
}
