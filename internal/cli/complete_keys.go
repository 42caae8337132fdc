package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
)

// usualKeys are the keys of a section of each type that people set.
func usualKeys(typ string) []string {
	switch typ {
	case awsconfig.TypeSession:
		return []string{"sso_start_url", "sso_region", "sso_registration_scopes", "fob_production", "fob_browser"}
	case awsconfig.TypeServices:
		return []string{"s3", "sso", "sso_oidc", "sts"}
	}
	return []string{
		"region", "output", "sso_session", "sso_account_id", "sso_role_name", "role_arn", "source_profile",
		"role_session_name", "external_id", "duration_seconds", "mfa_serial", "credential_process",
		"credential_source", "web_identity_token_file", "ca_bundle", "endpoint_url", "services", "s3",
		"use_fips_endpoint", "use_dualstack_endpoint", "fob_production", "fob_source_identity", "fob_session_tags",
		"fob_transitive_tag_keys", "fob_browser",
	}
}

// completeKeys offers the keys that the chosen section has.
func (o *sectionOptions) completeKeys(e *Env) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, noFiles
		}
		_, keys := o.keys(e)
		return keys, noFiles
	}
}

// completeSetting offers the keys that the chosen section has and those that
// it may have, then values for the one that is typed.
func (o *sectionOptions) completeSetting(e *Env) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, current string) ([]string, cobra.ShellCompDirective) {
		switch len(args) {
		case 0:
			typ, keys := o.keys(e)
			for _, k := range usualKeys(typ) {
				if !slices.Contains(keys, k) {
					keys = append(keys, k)
				}
			}
			return keys, noFiles
		case 1:
			if f := completeValue(e, strings.ToLower(args[0][strings.LastIndexByte(args[0], '.')+1:])); f != nil {
				return f(c, nil, current)
			}
		}
		return nil, noFiles
	}
}

// keys lists the keys of the chosen section and says of which type it is.
func (o *sectionOptions) keys(e *Env) (typ string, keys []string) {
	files, err := e.Files()
	if err != nil {
		return "", nil
	}
	s, err := o.resolve(e, files, "region")
	if err != nil {
		return "", nil
	}
	if section, ok := files.Find(s.Type, s.Name); ok {
		for _, p := range section.Properties {
			keys = append(keys, p.Key)
		}
	}
	return s.Type, keys
}

// completeValue returns what completes the value of a key; nil for nothing.
func completeValue(e *Env, key string) cobra.CompletionFunc {
	switch key {
	case "region", "sso_region":
		return completeRegions
	case "output":
		return fixed(outputFormats()...)
	case "sso_session":
		return flagSessions(e)
	case "sso_account_id":
		return completeAccounts(e)
	case "sso_role_name":
		return completeRoles(e, &answer{})
	case "source_profile":
		return flagProfiles(e)
	case "credential_source":
		return fixed("Environment", "Ec2InstanceMetadata", "EcsContainer")
	case "addressing_style":
		return fixed("auto", "path", "virtual")
	case "use_fips_endpoint", "use_dualstack_endpoint":
		return fixed("true", "false")
	}
	return nil
}
