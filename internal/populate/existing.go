package populate

import (
	"strings"

	"github.com/fobcli/fob/internal/awsconfig"
)

// existing are the profiles as they stand in the config file alone: what the
// credentials file says under the same names is not ours to copy.
type existing struct {
	byName   map[string]*awsconfig.Section
	names    []string                      // in the order of the file
	keys     map[string]*awsconfig.Section // of the credentials file
	sessions map[string]bool               // sessions of the instance
}

func look(f awsconfig.Files, o Options) existing {
	config, credentials := f, f
	config.Credentials, credentials.Config = nil, nil
	view := config.View()
	e := existing{byName: map[string]*awsconfig.Section{}, keys: map[string]*awsconfig.Section{}, sessions: map[string]bool{}}
	for _, s := range append(view.Sections(), config.Unseen()...) {
		switch {
		case s.Type == awsconfig.TypeSession && s.Get(keyStartURL) == string(o.StartURL):
			e.sessions[s.Name] = true
		case s.Type == awsconfig.TypeProfile && e.byName[s.Name] == nil:
			e.byName[s.Name] = s
			e.names = append(e.names, s.Name)
		}
	}
	if o.Session != "" {
		e.sessions[string(o.Session)] = true
	}
	for _, s := range append(credentials.View().Sections(), credentials.Unseen()...) {
		e.keys[s.Name] = s
	}
	return e
}

// has reports whether the credentials file says so already.
func (e existing) has(name string, s Setting) bool {
	section := e.keys[name]
	return section != nil && section.Get(s.Key) == s.Value
}

// ours reports whether fob, or aws-sso-util, made the profile for the instance.
func (e existing) ours(s *awsconfig.Section, o Options) bool {
	if !strings.EqualFold(s.Get(keyMarker), "true") {
		return false
	}
	return e.sessions[s.Get(keySession)] || s.Get(keyStartURL) == string(o.StartURL)
}

// otherWay returns the key by which a profile gets its credentials in another
// way than through the portal; empty when it does not. Such a profile is
// somebody's own work, which a name in common must not change.
func otherWay(s *awsconfig.Section) string {
	for _, key := range []string{"role_arn", "source_profile", "credential_source", "web_identity_token_file", "aws_access_key_id"} {
		if s.Get(key) != "" {
			return key
		}
	}
	return ""
}

// storable reports whether a value comes back from the file as it was written,
// to every reader: a # or ; behind a blank begins a comment for SDKs.
func storable(value string) bool {
	if strings.TrimSpace(value) != value || strings.ContainsFunc(value, isControl) || !validText(value) {
		return false
	}
	for i := 0; i < len(value); i++ {
		if (value[i] == '#' || value[i] == ';') && (i == 0 || value[i-1] == ' ' || value[i-1] == '\t') {
			return false
		}
	}
	return true
}
