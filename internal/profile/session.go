package profile

import (
	"fmt"
	"strings"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/partition"
)

// Session is what a sign-in needs to know: an [sso-session] section, or the
// sso_ keys of a legacy profile.
type Session struct {
	Name     ident.SessionName // empty: legacy
	StartURL ident.StartURL    // exactly as configured
	Region   ident.Region      // sso_region; empty only where the start URL may tell it
	Scopes   []string          // sso_registration_scopes; nil when there are none
	Where    string            // its section, or the legacy profile's: "~/.aws/config line 7"
	RegionAt string            // where sso_region stands; empty when it is not in a file
	Profile  string            // the profile it was found through; empty for a section found by name
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
func (s Session) LoginLine() string { return "fob login " + Quote(s.Label()) }

// Check tells whether the region is one, before it becomes part of a host name.
func (s Session) Check() error {
	if s.Region == "" {
		return nil
	}
	if _, err := ident.ParseRegion(string(s.Region)); err != nil {
		e := &fault.Error{Summary: fmt.Sprintf("the sso_region of the session %s is not a region: %v", s.Label(), err), Err: err}
		if s.RegionAt == "" { // it stands in no file
			e.Detail = []string{"  " + s.Where + ": sso_region = " + string(s.Region)}
			return e
		}
		e.Detail = []string{"  " + s.RegionAt + ": sso_region = " + string(s.Region)}
		if s.Name == "" {
			return fix(e, "Correct it:", set("sso_region", "REGION", s.Profile))
		}
		return fix(e, "Correct it:", "fob configure set sso_region REGION --sso-session "+Quote(string(s.Name)))
	}
	return nil
}

// SessionOf returns the session that a profile signs in with: the one at the
// base of its chain, else the one that its own sso_ keys name, account and
// role being of no matter. Errors are those of Resolve; code 7 when the
// profile needs no sign-in.
func SessionOf(v *awsconfig.View, profile string) (Session, error) {
	chain, resolveErr := Resolve(v, profile)
	if sso := chain.SSO(); resolveErr == nil && sso != nil {
		return sso.Session, sso.Session.Check()
	}
	s, ok := v.Profile(profile)
	if ok && v.ErrIn(s) != nil {
		return Session{}, resolveErr // which is that of the profile, as of no other section
	}
	if ok && s.Get("sso_session") != "" {
		session, err := NamedSession(v, s.Get("sso_session"))
		session.Profile = profile
		if err == nil || resolveErr == nil {
			return session, err
		}
	} else if ok && s.Get("sso_start_url") != "" {
		session := sessionIn(v, s)
		session.Profile = profile
		if err := session.complete(v, s, tellingHost); err != nil {
			return Session{}, err
		}
		return session, session.Check()
	}
	if resolveErr != nil {
		return Session{}, resolveErr
	}
	return Session{}, &fault.Error{
		Summary: fmt.Sprintf("the profile %q needs no sign-in: it does not get its credentials from a session", profile),
		Hint:    "See where it gets them:",
		Remedy:  "fob explain " + Quote(profile),
		Code:    fault.NoCredentials,
	}
}

// NamedSession returns the session of an [sso-session] section, or the legacy
// one with that start URL. Code 2 and near names when there is none.
func NamedSession(v *awsconfig.View, name string) (Session, error) {
	if section, ok := v.Session(name); ok {
		if err := v.ErrIn(section); err != nil {
			return Session{}, err
		}
		s := sessionIn(v, section)
		if err := s.complete(v, section, tellingHost); err != nil {
			return Session{}, err
		}
		return s, s.Check()
	}
	for _, s := range legacySessions(v) {
		if string(s.StartURL) == name {
			return s, s.Check()
		}
	}
	if err := brokenLegacy(v, name); err != nil {
		return Session{}, err
	}
	return Session{}, missing("session", name, sessionNames(v), "fob status", fault.Usage)
}

// Sessions returns every complete session: the sections in the order of the
// files, then the legacy ones, each start URL once.
func Sessions(v *awsconfig.View) []Session {
	var all []Session
	for _, section := range v.Sections() {
		if section.Type != awsconfig.TypeSession || section.Problem != nil {
			continue
		}
		if s := sessionIn(v, section); s.complete(v, section, tellingHost) == nil && s.Check() == nil {
			all = append(all, s)
		}
	}
	return append(all, legacySessions(v)...)
}

// brokenLegacy tells what is wrong with a legacy session that is named by its
// start URL; nil when there is none.
func brokenLegacy(v *awsconfig.View, url string) error {
	for _, section := range v.Sections() {
		if section.Type == awsconfig.TypeProfile && section.Get("sso_session") == "" && section.Get("sso_start_url") == url && url != "" {
			return broken(v, section)
		}
	}
	return nil
}

// broken tells what is wrong with the session of a section.
func broken(v *awsconfig.View, section *awsconfig.Section) error {
	if err := v.ErrIn(section); err != nil {
		return err
	}
	s := sessionIn(v, section)
	if section.Type == awsconfig.TypeProfile {
		s.Profile = section.Name
	}
	if err := s.complete(v, section, tellingHost); err != nil {
		return err
	}
	return s.Check()
}

// Broken tells what is wrong with the sessions that Sessions leaves out: one
// *fault.Error for each that lacks a key or has a wrong region.
func Broken(v *awsconfig.View) []error {
	var all []error
	for _, section := range v.Sections() {
		legacy := section.Type == awsconfig.TypeProfile && section.Get("sso_session") == "" && section.Get("sso_start_url") != ""
		if section.Type != awsconfig.TypeSession && !legacy {
			continue
		}
		if err := broken(v, section); err != nil {
			all = append(all, err)
		}
	}
	return all
}

func legacySessions(v *awsconfig.View) []Session {
	var all []Session
	seen := map[ident.StartURL]bool{}
	for _, section := range v.Sections() {
		if section.Type != awsconfig.TypeProfile || section.Problem != nil || section.Get("sso_session") != "" || section.Get("sso_start_url") == "" {
			continue
		}
		s := sessionIn(v, section)
		if s.complete(v, section, tellingHost) != nil || s.Check() != nil || seen[s.StartURL] {
			continue
		}
		seen[s.StartURL] = true
		s.Profile = section.Name
		all = append(all, s)
	}
	return all
}

// sessionIn reads the sso_ keys of a section, be it a session or a profile.
func sessionIn(v *awsconfig.View, s *awsconfig.Section) Session {
	session := Session{
		StartURL: ident.StartURL(s.Get("sso_start_url")),
		Region:   ident.Region(s.Get("sso_region")),
	}
	if s.Type == awsconfig.TypeSession {
		session.Name = ident.SessionName(s.Name)
		session.Scopes = listed(s.Get("sso_registration_scopes"))
	}
	if len(s.Sources) > 0 {
		session.Where = v.Where(s.Sources[0])
	}
	if p, ok := s.Lookup("sso_region"); ok {
		session.RegionAt = v.Where(p.Pos)
	}
	return session
}

// need says how much a session must tell.
type need int

const (
	everything  need = iota // start URL and region: to use a token
	tellingHost             // to sign in, where the host of the start URL may tell the region
)

// complete tells what the session lacks. A start URL on a company's own domain
// may do without a region for a sign-in, as the portal that it leads to can
// tell it.
func (s Session) complete(v *awsconfig.View, section *awsconfig.Section, n need) error {
	var lacking []string
	if s.StartURL == "" {
		lacking = append(lacking, "sso_start_url")
	}
	mayTell := n == tellingHost && s.StartURL != "" && !partition.AWSOwned(s.StartURL.Host())
	if s.Region == "" && !mayTell {
		lacking = append(lacking, "sso_region")
	}
	if len(lacking) == 0 {
		return nil
	}
	e := &fault.Error{Summary: fmt.Sprintf("the %s %q lacks %s%s", words(section.Type), section.Name, strings.Join(lacking, " and "), sourcesOf(v, section))}
	if section.Type == awsconfig.TypeSession {
		return fix(e, "Complete it:", "fob configure set "+lacking[0]+" VALUE --sso-session "+Quote(section.Name))
	}
	return fix(e, "Complete it:", set(lacking[0], "VALUE", section.Name))
}

func words(sectionType string) string {
	if sectionType == awsconfig.TypeSession {
		return "session"
	}
	return sectionType
}

func sessionNames(v *awsconfig.View) []string {
	var names []string
	for _, s := range v.Sections() {
		if s.Type == awsconfig.TypeSession {
			names = append(names, s.Name)
		}
	}
	return names
}
