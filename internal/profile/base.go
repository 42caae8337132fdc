package profile

import (
	"fmt"
	"strings"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
)

// base returns the credentials that a profile has of its own, without a role
// on top: the first that is there of a web identity, SSO, a process, static
// keys, and (as the SDKs allow, though the AWS CLI does not) a
// credential_source without a role.
func base(v *awsconfig.View, s *awsconfig.Section) (Step, error) {
	if token := firstOf(s, "web_identity_token_file"); token.Value != "" {
		return webIdentity(v, s, token)
	}
	if key := firstOf(s, ssoKeys[:]...); key.Value != "" {
		return sso(v, s)
	}
	if command := firstOf(s, "credential_process"); command.Value != "" {
		return &Process{Profile: s.Name, Command: command.Value, Pos: command.Pos}, nil
	}
	if keys, err := static(v, s); err != nil || keys != nil {
		return keys, err
	}
	if firstOf(s, "credential_source").Value != "" {
		return credentialSource(v, s)
	}
	return nil, noCredentials(s.Name, fmt.Sprintf("the profile %q names no credentials%s", s.Name, sourcesOf(v, s)))
}

// noCredentials is the error of code 7: the profile may be fine for a region,
// but there is nothing to sign requests with.
func noCredentials(profile, summary string) *fault.Error {
	return &fault.Error{
		Summary: summary,
		Hint:    "Give it an account and a role of your sign-in:",
		Remedy:  "fob configure sso --profile " + Quote(profile),
		Code:    fault.NoCredentials,
	}
}

// sourcesOf tells where a profile stands: " (~/.aws/config line 3)".
func sourcesOf(v *awsconfig.View, s *awsconfig.Section) string {
	var lines []string
	for _, p := range s.Sources {
		lines = append(lines, v.Where(p))
	}
	if len(lines) == 0 {
		return ""
	}
	return " (" + strings.Join(lines, ", ") + ")"
}

func webIdentity(v *awsconfig.View, s *awsconfig.Section, token awsconfig.Property) (Step, error) {
	arn := firstOf(s, "role_arn")
	if arn.Value == "" {
		return nil, fix(
			mistake(v, fmt.Sprintf("the profile %q has a web_identity_token_file, but no role_arn to use it for", s.Name), token),
			"Name the role:", set("role_arn", "ARN", s.Name))
	}
	return &WebIdentity{Profile: s.Name, RoleARN: arn.Value, RoleSessionName: s.Get("role_session_name"), TokenFile: token.Value, Pos: token.Pos}, nil
}

// static returns the keys that stand in the profile, nil when there are none,
// and an error when one of the two is missing.
func static(v *awsconfig.View, s *awsconfig.Section) (Step, error) {
	id, secret := firstOf(s, "aws_access_key_id"), firstOf(s, "aws_secret_access_key")
	switch {
	case id.Value == "" && secret.Value == "":
		return nil, nil
	case id.Value == "":
		return nil, partial(v, s.Name, secret, "aws_access_key_id")
	case secret.Value == "":
		return nil, partial(v, s.Name, id, "aws_secret_access_key")
	}
	keys := &Static{Profile: s.Name, Pos: id.Pos, Keys: ident.Credentials{
		AccessKeyID:     id.Value,
		SecretAccessKey: ident.Secret(secret.Value),
		SessionToken:    ident.Secret(s.Get("aws_session_token")),
		AccountID:       ident.AccountID(s.Get("aws_account_id")),
	}}
	if w, ok := awsconfig.WrittenIn(s); ok && !w.Changed {
		keys.WrittenFor, keys.Keys.Expiration = w.Profile, w.Until
	}
	return keys, nil
}

// copied reports whether the keys of a profile are but a copy, which fob wrote
// for other tools, of what the profile itself gives and renews.
func copied(s *awsconfig.Section) bool {
	w, ok := awsconfig.WrittenIn(s)
	return ok && !w.Changed && firstOf(s, append([]string{"role_arn", "web_identity_token_file", "credential_process"}, ssoKeys[:]...)...).Value != ""
}

func partial(v *awsconfig.View, profile string, there awsconfig.Property, missing string) error {
	return fix(
		mistake(v, fmt.Sprintf("the profile %q has %s, but %s is missing", profile, there.Key, missing), there),
		"Add it, or take the other one out:", unset(there.Key, profile))
}
