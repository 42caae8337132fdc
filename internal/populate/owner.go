package populate

import (
	"net/url"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/ident"
)

// isMarked reports whether populate made a profile, be it fob or a tool before it.
func isMarked(s *awsconfig.Section) bool { return strings.EqualFold(s.Get(keyMark), "true") }

// isOurs reports whether populate made a profile for this session.
func (p *planner) isOurs(s *awsconfig.Section) bool { return isMarked(s) && p.leadsHere(s) }

// leadsHere reports whether a profile signs in where this session does.
func (p *planner) leadsHere(s *awsconfig.Section) bool {
	if name := s.Get(keySession); name != "" {
		return name == string(p.Session.Name) || slices.Contains(p.sessions, ident.SessionName(name))
	}
	return SameStartURL(s.Get(keyStartURL), string(p.Session.StartURL))
}

// means reports whether a profile is for the role of a target.
func (p *planner) means(s *awsconfig.Section, t *target) bool {
	return p.leadsHere(s) && s.Get(keyAccountID) == string(t.Account) && s.Get(keyRoleName) == string(t.Role.Role)
}

// whose tells whom a profile belongs to that is left as it is.
func (p *planner) whose(s *awsconfig.Section) string {
	if !isMarked(s) {
		return "a profile of that name is not from populate"
	}
	of := s.Get(keySession)
	if of == "" {
		of = s.Get(keyStartURL)
	}
	return "populated for " + of
}

// leftovers removes our profiles of roles that are no longer listed, and tells
// of those that still are under another name. A person to whom the portal
// shows nothing at all has rather signed in as somebody else.
func (p *planner) leftovers(roles []Role, used map[string]bool) {
	type access struct{ account, role string }
	listed := make(map[access]bool, len(roles))
	for _, r := range roles {
		listed[access{string(r.Account), string(r.Role)}] = true
	}
	for name, s := range p.config {
		if used[name] || !p.isOurs(s) {
			continue
		}
		e := Entry{
			Name: name, Account: ident.AccountID(s.Get(keyAccountID)), AccountName: s.Get(keyAccountName),
			Role: ident.RoleName(s.Get(keyRoleName)), Region: ident.Region(s.Get(keyRegion)),
		}
		if len(roles) == 0 || listed[access{s.Get(keyAccountID), s.Get(keyRoleName)}] {
			p.report.Kept = append(p.report.Kept, e)
			continue
		}
		p.report.Removed = append(p.report.Removed, e)
	}
	slices.SortFunc(p.report.Removed, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	for _, e := range p.report.Removed {
		p.plan = append(p.plan, awsconfig.Edit{Name: e.Name, Op: awsconfig.RemoveSection})
	}
}

// SameStartURL reports whether two start URLs lead to the same portal: the
// letters of the host, what stands behind # or ?, and slashes at the end make
// no difference.
func SameStartURL(a, b string) bool {
	return a != "" && b != "" && (a == b || plainURL(a) == plainURL(b))
}

func plainURL(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return s
	}
	return strings.ToLower(u.Scheme+"://"+u.Host) + strings.TrimRight(u.EscapedPath(), "/")
}
