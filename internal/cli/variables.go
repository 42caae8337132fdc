package cli

import (
	"strings"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/shell"
	"github.com/fobcli/fob/internal/vend"
)

// contradicting are the variables that name other credentials than the ones
// that are handed over, or that tools would take before them: the JavaScript
// SDK, for one, passes over keys in the environment where AWS_PROFILE is set.
func contradicting() []string {
	return []string{
		"AWS_PROFILE", "AWS_DEFAULT_PROFILE",
		"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
		"AWS_CREDENTIAL_EXPIRATION", "AWS_ACCOUNT_ID", "AWS_CREDENTIAL_FILE",
		"AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE",
		"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
		"AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
	}
}

// credentialVariables are the variables in which tools look for credentials,
// and the region under both of its names; an empty region has none.
func credentialVariables(v vend.Vended, region ident.Region) []shell.Variable {
	vars := []shell.Variable{
		{Name: "AWS_ACCESS_KEY_ID", Value: v.AccessKeyID},
		{Name: "AWS_SECRET_ACCESS_KEY", Value: v.SecretAccessKey.Reveal()},
	}
	if v.SessionToken != "" {
		vars = append(vars, shell.Variable{Name: "AWS_SESSION_TOKEN", Value: v.SessionToken.Reveal()})
	}
	if !v.Expiration.IsZero() {
		vars = append(vars, shell.Variable{Name: "AWS_CREDENTIAL_EXPIRATION", Value: pythonTime(v.Expiration.UTC())})
	}
	if v.AccountID != "" {
		vars = append(vars, shell.Variable{Name: "AWS_ACCOUNT_ID", Value: string(v.AccountID)})
	}
	return append(vars, regionVariables(region)...)
}

func regionVariables(region ident.Region) []shell.Variable {
	if region == "" {
		return nil
	}
	return []shell.Variable{{Name: "AWS_REGION", Value: string(region)}, {Name: "AWS_DEFAULT_REGION", Value: string(region)}}
}

// execEnv returns the environment of a program: all of ours but what would
// contradict the variables, then these.
func execEnv(all []string, vars []shell.Variable) []string {
	drop := contradicting()
	for _, v := range vars {
		drop = append(drop, v.Name)
	}
	var env []string
	for _, entry := range all {
		name, _, _ := strings.Cut(entry, "=")
		if !containsFold(drop, name) {
			env = append(env, entry)
		}
	}
	for _, v := range vars {
		env = append(env, v.Name+"="+v.Value)
	}
	return env
}

// containsFold compares without regard to case, as Windows does with
// variables; elsewhere nobody has an aws_profile that means something else.
func containsFold(names []string, name string) bool {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}
