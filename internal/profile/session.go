package profile

import (
	"errors"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/ident"
)

// Session is what a sign-in needs to know: an [sso-session] section, or the
// sso_ keys of a legacy profile.
type Session struct {
	Name     ident.SessionName // empty: legacy
	StartURL ident.StartURL    // exactly as configured
	Region   ident.Region      // sso_region; empty only with a vanity start URL that may tell it
	Scopes   []string          // sso_registration_scopes; nil when there are none
	Pos      awsconfig.Pos     // of the section, or of the profile
	Profile  string            // the profile it was found through, or the first legacy one
}

// ID returns the name of the session in the caches.
func (s Session) ID() cache.SessionID { return cache.SessionID{Name: s.Name, StartURL: s.StartURL} }

// Label names the session to people and to `fob login`: its name, or the start
// URL of a legacy sign-in.
func (s Session) Label() string {
	if s.Name != "" {
		return string(s.Name)
	}
	return string(s.StartURL)
}

// LoginLine is the command that signs in to the session, quoted where its
// name needs it.
func (s Session) LoginLine() string { return "fob login " + quoteWord(s.Label()) }

// SessionOf returns the session that a profile signs in with, or that the
// profiles under its role chain do. Errors are as those of Resolve; code 7
// when the profile needs no sign-in.
func SessionOf(v *awsconfig.View, profile string) (Session, error) {
	return Session{}, errors.ErrUnsupported
}

// NamedSession returns the session of an [sso-session] section, or the legacy
// one with that start URL. Code 2 and near names when there is none.
func NamedSession(v *awsconfig.View, name string) (Session, error) {
	return Session{}, errors.ErrUnsupported
}

// Sessions returns every complete session: the sections in the order of the
// files, then the legacy ones, each start URL once.
func Sessions(v *awsconfig.View) []Session { return nil }

func quoteWord(s string) string { return s }
