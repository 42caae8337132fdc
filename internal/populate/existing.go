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

	allSessions map[string]bool   // sessions that have a section
	source      map[string]string // a profile that is named as source_profile, and by which
}

func look(f awsconfig.Files, o Options) existing {
	config, credentials := f, f
	config.Credentials, credentials.Config = nil, nil
	view := config.View()
	e := existing{
		byName: map[string]*awsconfig.Section{}, keys: map[string]*awsconfig.Section{},
		sessions: map[string]bool{}, allSessions: map[string]bool{}, source: map[string]string{},
	}
	for _, s := range append(view.Sections(), config.Unseen()...) {
		if s.Type == awsconfig.TypeSession {
			e.allSessions[s.Name] = true
		}
		if from := s.Get("source_profile"); from != "" && from != s.Name {
			e.source[from] = s.Name
		}
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
	if !marked(s) {
		return false
	}
	return e.sessions[s.Get(keySession)] || s.Get(keyStartURL) == string(o.StartURL)
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
