package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/partition"
	"github.com/fobcli/fob/internal/profile"
)

// sessionAnswers are the answers that make a session.
type sessionAnswers struct {
	Session, StartURL, SSORegion, Scopes answer
}

func (a *sessionAnswers) addFlags(c *cobra.Command, e *Env) {
	a.Session.addTo(c, "sso-session", "SESSION", "`NAME` of the session, new or existing")
	a.StartURL.addTo(c, "sso-start-url", "START_URL", "start `URL` of a new session")
	a.SSORegion.addTo(c, "sso-region", "SSO_REGION", "`REGION` of Identity Center for a new session")
	a.Scopes.addTo(c, "sso-registration-scopes", "SCOPES", "`SCOPES` of a new session, with commas (default: "+accountScope+")")
	_ = c.RegisterFlagCompletionFunc("sso-session", flagSessions(e))
	_ = c.RegisterFlagCompletionFunc("sso-region", completeRegions)
}

// accountScope is the scope that lists accounts and gives role credentials.
const accountScope = "sso:account:access"

// What a question says of an answer that will not do: whole sentences, shown
// under the prompt.
var (
	errRequired = answerError("A value is required")
	errStartURL = answerError("Not a valid Start URL: it begins with https://")
	errScopes   = answerError("Scope values must be separated by commas")
)

type answerError string

func (e answerError) Error() string { return string(e) }

// sessionAsker asks for a session: an existing one by its name, or a new one.
type sessionAsker struct {
	e     *Env
	a     *sessionAnswers
	files awsconfig.Files
	view  *awsconfig.View
	// line is the whole command line with the answers so far; rest lists what
	// else is missing, so that one error names everything.
	line func() string
	rest func() []*answer

	session  profile.Session
	existing bool
	signedIn bool
}

func newSessionAsker(e *Env, a *sessionAnswers) (*sessionAsker, error) {
	files, err := e.Files()
	if err != nil {
		return nil, err
	}
	return &sessionAsker{e: e, a: a, files: files, view: files.View()}, files.Writable(awsconfig.ConfigFile)
}

// askSession settles which session it is. base gives the defaults.
func (s *sessionAsker) askSession(ctx context.Context, base *awsconfig.Section) error {
	label := "SSO session name"
	if base.Get("sso_session") == "" {
		label += " (Recommended)"
	}
	ok, err := s.a.Session.settle(ctx, s.e, Question{
		Label: label, Default: base.Get("sso_session"), Suggestions: s.sessionNames(), Validate: optional(s.validName), Note: s.aboutSession,
	})
	if err != nil {
		return err
	}
	if !s.e.Interactive() && !s.a.Session.given && s.a.Session.text == "" {
		ok = false // the legacy form is never made by leaving a flag out
	}
	if !ok {
		missing := append([]*answer{&s.a.Session}, s.othersMissing()...)
		return missingAnswers(append(missing, s.rest()...), s.line(), s.sessionList()...)
	}
	return s.settleSession(ctx, base)
}

// settleSession takes an existing session, or asks for what a new one needs.
func (s *sessionAsker) settleSession(ctx context.Context, base *awsconfig.Section) error {
	name := s.a.Session.text
	if section, ok := s.files.Find(awsconfig.TypeSession, name); ok && name != "" {
		return s.takeExisting(section)
	}
	if name == "" {
		s.e.Screen().Strong(s.e.Stderr, "WARNING: Configuring using legacy format (e.g. without an SSO session).\n"+
			`Consider re-running "fob configure sso" command and providing a session name.`)
		fmt.Fprintln(s.e.Stderr)
	}
	if !s.e.Interactive() {
		if missing := append(s.othersMissing(), s.rest()...); len(missing) > 0 {
			return missingAnswers(missing, s.line())
		}
	}
	return s.askNew(ctx, base)
}

// takeExisting takes a session as the file has it. Flags may repeat what the
// file says, but not contradict it.
func (s *sessionAsker) takeExisting(section *awsconfig.Section) error {
	s.existing = true
	s.session = profile.Session{
		Name:     ident.SessionName(section.Name),
		StartURL: ident.StartURL(section.Get("sso_start_url")),
		Region:   ident.Region(section.Get("sso_region")),
		Scopes:   scopesIn(section.Get("sso_registration_scopes")),
		Where:    s.where(section),
	}
	for _, f := range []struct {
		a   *answer
		key string
	}{{&s.a.StartURL, "sso_start_url"}, {&s.a.SSORegion, "sso_region"}, {&s.a.Scopes, "sso_registration_scopes"}} {
		has := section.Get(f.key)
		if f.a.given && f.a.text != has {
			return &fault.Error{
				Summary: fmt.Sprintf("the session %s is there already, with %s = %s", section.Name, f.key, has),
				Hint:    "Change the session first, or leave " + f.a.flag + " out:",
				Remedy:  fmt.Sprintf("fob configure set %s %s --sso-session %s", f.key, profile.Quote(f.a.text), profile.Quote(section.Name)),
				Code:    fault.Usage,
			}
		}
	}
	if _, seen := s.view.Session(section.Name); seen {
		_, err := profile.NamedSession(s.view, section.Name)
		return err // one that lacks something
	}
	return nil
}

// askNew asks for start URL, region and scopes.
func (s *sessionAsker) askNew(ctx context.Context, base *awsconfig.Section) error {
	told, resolved, err := s.askStartURL(ctx, base)
	if err != nil {
		return err
	}
	if resolved && told != "" && !s.a.SSORegion.given {
		s.a.SSORegion.text, s.a.SSORegion.given = string(told), true
	}
	region := Question{Label: "SSO region", Default: firstFilled(string(told), base.Get("sso_region")), Suggestions: regionNames(), Validate: validRegion}
	if err := s.must(ctx, &s.a.SSORegion, region); err != nil {
		return err
	}
	legacy := s.a.Session.text == ""
	if !legacy {
		scopes := Question{Label: "SSO registration scopes", Default: firstFilled(base.Get("sso_registration_scopes"), accountScope), Suggestions: s.usedScopes(), Validate: validScopes}
		if err := s.must(ctx, &s.a.Scopes, scopes); err != nil {
			return err
		}
	}
	s.session = profile.Session{
		Name:     ident.SessionName(s.a.Session.text),
		StartURL: ident.StartURL(s.a.StartURL.text),
		Region:   ident.Region(s.a.SSORegion.text),
		Where:    "your answers",
	}
	if !legacy {
		s.session.Scopes = scopesIn(s.a.Scopes.text)
	}
	return nil
}

// askStartURL asks until the start URL leads somewhere. It returns the region
// that the URL tells, if any; resolved says that a company's own address was
// followed to find it, so that there is nothing left to ask.
func (s *sessionAsker) askStartURL(ctx context.Context, base *awsconfig.Section) (told ident.Region, resolved bool, err error) {
	q := Question{Label: "SSO start URL", Default: base.Get("sso_start_url"), Suggestions: s.startURLs(), Validate: validStartURL}
	for {
		asked := !s.a.StartURL.given
		if err := s.must(ctx, &s.a.StartURL, q); err != nil {
			return "", false, err
		}
		u := ident.StartURL(s.a.StartURL.text)
		if partition.AWSOwned(strings.ToLower(u.Host())) {
			r, _ := partition.RegionOfStartURL(u.Host())
			return r, false, nil
		}
		if !s.e.Interactive() {
			return "", false, nil // a sign-in will follow the address; nothing does now
		}
		d, err := s.e.Login()
		if err != nil {
			return "", false, err
		}
		r, err := d.RegionOf(ctx, u)
		if err == nil || ctx.Err() != nil || !asked {
			return r, err == nil, err
		}
		fmt.Fprintf(s.e.Stderr, "  %s\n", err)
		s.a.StartURL = answer{flag: s.a.StartURL.flag, placeholder: s.a.StartURL.placeholder}
	}
}

// must settles an answer that cannot be done without.
func (s *sessionAsker) must(ctx context.Context, a *answer, q Question) error {
	ok, err := a.settle(ctx, s.e, q)
	if err != nil {
		return err
	}
	if !ok {
		return missingAnswers([]*answer{a}, s.line())
	}
	return nil
}

// othersMissing lists what a new session lacks where nobody can be asked.
func (s *sessionAsker) othersMissing() []*answer {
	var missing []*answer
	for _, a := range []*answer{&s.a.StartURL, &s.a.SSORegion} {
		if !a.given && s.needs(a) {
			missing = append(missing, a)
		}
	}
	return missing
}

// sessionList names the sessions that could be meant.
func (s *sessionAsker) sessionList() []string {
	names := s.sessionNames()
	if len(names) == 0 {
		return nil
	}
	return []string{"These are set up: " + strings.Join(names, ", ")}
}

// needs reports whether an answer that is missing cannot be done without.
func (s *sessionAsker) needs(a *answer) bool {
	// Without a name it is most likely one of those that are set up.
	isNew := !s.existing && (s.a.Session.given || len(s.sessionNames()) == 0)
	switch a {
	case &s.a.Session:
		return true
	case &s.a.StartURL:
		return isNew
	case &s.a.SSORegion:
		_, told := partition.RegionOfStartURL(ident.StartURL(s.a.StartURL.text).Host())
		return isNew && !told
	}
	return false
}

// sessionPlan writes a new session. One that is there is left as it is.
func (s *sessionAsker) sessionPlan() awsconfig.Plan {
	if s.session.Name == "" || s.existing {
		return nil
	}
	var p awsconfig.Plan
	for _, kv := range [][2]string{
		{"sso_start_url", string(s.session.StartURL)},
		{"sso_region", string(s.session.Region)},
		{"sso_registration_scopes", s.a.Scopes.text},
	} {
		p = append(p, awsconfig.Edit{Type: awsconfig.TypeSession, Name: string(s.session.Name), Key: kv[0], Value: kv[1]})
	}
	return p
}

// aboutSession tells what stands behind a session's name.
func (s *sessionAsker) aboutSession(name string) string {
	if name == "" {
		return ""
	}
	if section, ok := s.files.Find(awsconfig.TypeSession, name); ok {
		return fmt.Sprintf("is set up: %s, %s", section.Get("sso_start_url"), section.Get("sso_region"))
	}
	if strings.ContainsAny(name, " \t") {
		return "AWS SDKs do not see names with blanks; the AWS CLI and fob do"
	}
	return ""
}

func (s *sessionAsker) validName(name string) error {
	_, err := s.e.Editor().Preview(awsconfig.Plan{{Type: awsconfig.TypeSession, Name: name, Key: "sso_region", Op: awsconfig.Unset}})
	return err
}

func (s *sessionAsker) where(section *awsconfig.Section) string {
	if len(section.Sources) == 0 {
		return section.Name
	}
	return s.view.Where(section.Sources[0])
}

// sessionNames are the names of all sessions, sorted.
func (s *sessionAsker) sessionNames() []string {
	return s.values(func(section *awsconfig.Section) string {
		if section.Type == awsconfig.TypeSession {
			return section.Name
		}
		return ""
	})
}

func (s *sessionAsker) startURLs() []string {
	return s.values(func(section *awsconfig.Section) string { return section.Get("sso_start_url") })
}

func (s *sessionAsker) usedScopes() []string {
	return append([]string{accountScope}, s.values(func(section *awsconfig.Section) string {
		if v := section.Get("sso_registration_scopes"); v != accountScope {
			return v
		}
		return ""
	})...)
}

// values are the distinct values that sections have, sorted.
func (s *sessionAsker) values(of func(*awsconfig.Section) string) []string {
	var all []string
	for _, section := range s.view.Sections() {
		if v := of(section); v != "" {
			all = append(all, v)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func validStartURL(s string) error {
	if s == "" {
		return errStartURL
	}
	if _, err := ident.ParseStartURL(s); err != nil {
		return errStartURL
	}
	return nil
}

func validScopes(s string) error {
	for _, scope := range scopesIn(s) {
		if strings.ContainsAny(scope, " \t") {
			return errScopes
		}
	}
	return nil
}

// scopesIn parses a list with commas; nil when it names nothing.
func scopesIn(list string) []string {
	var scopes []string
	for s := range strings.SplitSeq(list, ",") {
		if s = strings.TrimSpace(s); s != "" {
			scopes = append(scopes, s)
		}
	}
	return scopes
}

func regionNames() []string {
	var names []string
	for _, r := range partition.Regions() {
		names = append(names, string(r))
	}
	return names
}
