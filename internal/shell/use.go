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
// variables to take out of the environment. Refusal says of which profile
// there is no line.
func UseLine(k Kind, s Switch, clear []string) string {
	if s.Profile == "" {
		clear = append([]string{"AWS_PROFILE"}, clear...)
	}
	var parts []string
	if len(clear) > 0 {
		parts = append(parts, unsetAll(k, clear)...)
	}
	for _, v := range s.variables() {
		parts = append(parts, set(k, v[0], v[1]))
	}
	if k == Cmd {
		return strings.Join(parts, " & ")
	}
	return strings.Join(parts, "; ")
}

// set is the command that puts a variable into the environment.
func set(k Kind, name, value string) string {
	switch {
	case k.IsPowerShell():
		return "$env:" + name + " = " + Quote(k, value)
	case k == Cmd:
		// All between the first quote and the last is taken as it is; no program
		// reads it, so no backslash is doubled.
		return `set "` + name + "=" + value + `"`
	case k == Fish:
		return "set -gx " + name + " " + Word(k, value)
	case k == Nu:
		return "$env." + name + " = " + Quote(k, value)
	}
	return "export " + name + "=" + Word(k, value)
}

// unsetAll are the commands that take variables out of the environment.
func unsetAll(k Kind, names []string) []string {
	var before, after string
	switch {
	case k.IsPowerShell():
		before, after = "$env:", " = $null"
	case k == Cmd:
		before, after = `set "`, `="`
	case k == Fish:
		return []string{"set -e " + strings.Join(names, " ")}
	case k == Nu:
		return []string{"hide-env -i " + strings.Join(names, " ")}
	default:
		return []string{"unset " + strings.Join(names, " ")}
	}
	var parts []string
	for _, name := range names {
		parts = append(parts, before+name+after)
	}
	return parts
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
