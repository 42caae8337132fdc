package populate

import (
	"cmp"
	"slices"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/ident"
)

// Plan works out what makes the config file have a profile for each role, and
// tells it. It changes only what differs: a second run gives an empty plan.
//
// Profiles that the mark shows to be ours and of this session, and whose role
// is not listed any more, are removed. Those that others made are left, unless
// o.Existing is Overwrite or Discard. roles must be all that the person has.
// The cost grows with roles and file, not with their product.
func Plan(roles []Role, o Options, files awsconfig.Files) (awsconfig.Plan, Report) {
	p := newPlanner(o, files)
	named, wanted := resolve(o.Namer, targets(roles, o.Regions), &p.report)
	slices.SortFunc(named, func(a, b *target) int { return cmp.Compare(a.name, b.name) })
	if o.NewSession {
		p.writeSession()
	}
	used := make(map[string]bool, len(named))
	for _, t := range named {
		used[t.name] = true
		p.place(t)
		if alone, ok := wanted[t]; ok {
			p.report.Renamed = append(p.report.Renamed, t.entry(alone))
		}
	}
	p.leftovers(roles, used)
	p.report.sort()
	return p.plan, p.report
}

// planner puts together one plan.
type planner struct {
	Options
	config    map[string]*awsconfig.Section // what the config file says alone
	elsewhere map[string]*awsconfig.Section // profiles of the credentials file
	sessions  []ident.SessionName           // those that lead to this start URL
	plan      awsconfig.Plan
	report    Report
}

func newPlanner(o Options, files awsconfig.Files) *planner {
	config, credentials := files, files
	config.Credentials, credentials.Config = nil, nil
	p := &planner{Options: o, config: config.Profiles(), elsewhere: credentials.Profiles()}
	for _, s := range config.View().Sections() {
		if s.Type == awsconfig.TypeSession && SameStartURL(s.Get(keyStartURL), string(o.Session.StartURL)) {
			p.sessions = append(p.sessions, ident.SessionName(s.Name))
		}
	}
	return p
}

func (p *planner) writeSession() {
	s := p.Session
	for _, kv := range [][2]string{
		{keyStartURL, string(s.StartURL)}, {keySSORegion, string(s.Region)}, {keyScopes, DefaultScopes},
	} {
		p.plan = append(p.plan, awsconfig.Edit{Type: awsconfig.TypeSession, Name: string(s.Name), Key: kv[0], Value: kv[1]})
	}
}

// place decides what becomes of one target.
func (p *planner) place(t *target) {
	e := awsconfig.Edit{Name: t.name, Key: keyMark, Value: "true"}
	if err := e.Check(); err != nil {
		p.report.skip(t, t.name, err.Error())
		return
	}
	if !isReadable(t.name) {
		p.report.Unread = append(p.report.Unread, t.entry(""))
	}
	there := p.config[t.name]
	switch {
	case there == nil && p.elsewhere[t.name] != nil:
		p.report.Taken = append(p.report.Taken, t.entry("the credentials file has a profile of that name"))
	case there == nil:
		p.change(t, &awsconfig.Section{Name: t.name})
		p.report.Added = append(p.report.Added, t.entry(""))
	case p.isOurs(there) || p.takesOver(t):
		p.update(t, there)
	case p.means(there, t):
		p.report.Unchanged = append(p.report.Unchanged, t.entry("made by hand"))
	default:
		p.report.Taken = append(p.report.Taken, t.entry(p.whose(there)))
	}
}

// takesOver reports whether a profile of others may be written over: the
// person said so, and no keys in the credentials file would win over it.
func (p *planner) takesOver(t *target) bool {
	return (p.Existing == Overwrite || p.Existing == Discard) && p.elsewhere[t.name] == nil
}

func (p *planner) update(t *target, there *awsconfig.Section) {
	before := len(p.plan)
	p.change(t, there)
	if len(p.plan) == before {
		p.report.Unchanged = append(p.report.Unchanged, t.entry(""))
		return
	}
	p.report.Changed = append(p.report.Changed, t.entry(""))
	account, role := there.Get(keyAccountID), there.Get(keyRoleName)
	if (account != "" || role != "") && !p.means(there, t) {
		was := account + " " + role
		if !p.leadsHere(there) {
			was += " of another session"
		}
		p.report.Moved = append(p.report.Moved, t.entry(was))
	}
}

// change plans the edits by which a section becomes that of a target.
func (p *planner) change(t *target, there *awsconfig.Section) {
	wanted := p.settings(t)
	set := func(op awsconfig.Op, key, sub, value string) {
		p.plan = append(p.plan, awsconfig.Edit{Name: t.name, Key: key, Sub: sub, Value: value, Op: op})
	}
	for _, old := range there.Properties {
		keeps := func(s setting) bool { return s.key == old.Key && (s.sub != "") == (len(old.Sub) > 0) }
		if !slices.ContainsFunc(wanted, keeps) && p.goes(old.Key, wanted) {
			set(awsconfig.Unset, old.Key, "", "")
		}
	}
	for _, s := range wanted {
		old, ok := there.Lookup(s.key)
		switch {
		case !ok:
		case p.Existing == Keep && !s.core && (s.sub == "" || len(old.Sub) == 0 || old.Get(s.sub) != ""):
			continue // what is there wins, be it a value or a block
		case s.sub == "" && len(old.Sub) == 0 && old.Value == s.value, s.sub != "" && old.Get(s.sub) == s.value:
			continue
		}
		set(awsconfig.Set, s.key, s.sub, s.value)
	}
}

// goes reports whether a key that a profile has and that we do not want as it
// is has to leave it.
func (p *planner) goes(key string, wanted []setting) bool {
	switch {
	case p.Existing == Discard, isOwn(key), isLegacy(key), key == keyProcess:
		return true
	case p.Existing == Overwrite:
		other := func(s setting) bool { return s.key == key } // a block for a value, or the other way round
		return isRival(key) || slices.ContainsFunc(wanted, other)
	}
	return false
}
