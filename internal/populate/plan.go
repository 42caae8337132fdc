package populate

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/ident"
)

// New plans the profiles of the candidates, which have their names, against
// the files as they are. It takes time in proportion to both. found are all
// roles that the portal listed.
//
// Profiles that were populated for the instance before, and whose role is not
// found any more, are removed; nothing else ever is.
func New(candidates []Candidate, found []Role, o Options, files awsconfig.Files) (awsconfig.Plan, Report) {
	b := builder{o: o, old: look(files, o), wanted: map[string]bool{}}
	b.report.Instance = o.Instance
	b.report.Roles = len(found)
	b.report.Accounts = countAccounts(found)
	b.plan = o.sessionPlan()
	all := sorted(candidates)
	for range rounds {
		var met []Collision
		if all, met = separate(all, o.Separator); len(met) == 0 {
			break
		}
		b.report.Collisions = append(b.report.Collisions, met...)
	}
	for _, c := range all {
		b.candidate(c)
	}
	b.gone(found)
	b.warn()
	return b.plan, b.report
}

// rounds is how often names are told apart: a name with an id added may be one
// that another role has by itself.
const rounds = 3

// builder makes a plan and a report.
type builder struct {
	o      Options
	old    existing
	wanted map[string]bool
	plan   awsconfig.Plan
	report Report
}

// candidate plans one profile.
func (b *builder) candidate(c Candidate) {
	entry := Entry{Candidate: c}
	if why := unreadable(c.Name); why != "" {
		b.leave(entry, why)
		return
	}
	if b.wanted[c.Name] {
		b.leave(entry, "another role has that name")
		return
	}
	b.wanted[c.Name] = true
	was, exists := b.old.byName[c.Name]
	if exists && b.o.Existing != Discard && otherWay(was) != "" {
		b.leave(entry, "a profile of yours has that name, and "+otherWay(was))
		return
	}
	if closing := b.o.closing(c); !storable(closing[0].Value) {
		b.leave(entry, "its credential_process line could not be read back")
		return
	}
	edits, lines := b.profile(c, was)
	entry.Lines = lines
	for _, e := range edits {
		entry.Keys = append(entry.Keys, e.Key)
	}
	b.plan = append(b.plan, edits...)
	switch {
	case !exists:
		b.report.Added = append(b.report.Added, entry)
	case len(edits) > 0:
		b.report.Changed = append(b.report.Changed, entry)
	default:
		b.report.Unchanged = append(b.report.Unchanged, entry)
	}
}

func (b *builder) leave(e Entry, why string) {
	e.Reason = why
	b.report.Left = append(b.report.Left, e)
}

// profile returns the edits for one profile, and its lines as they will be.
func (b *builder) profile(c Candidate, was *awsconfig.Section) (awsconfig.Plan, []Setting) {
	if was == nil {
		was = &awsconfig.Section{}
	}
	core, defaults := b.o.settings(c)
	settings := slices.Clone(core)
	for _, d := range defaults {
		if _, has := was.Lookup(d.Key); has && b.o.Existing == Keep {
			continue // the line that is there stays
		}
		settings = append(settings, d)
	}
	settings = append(settings, b.o.closing(c)...)
	return b.edits(c.Name, was, settings)
}

// edits compares what is with what shall be.
func (b *builder) edits(name string, was *awsconfig.Section, shall []Setting) (plan awsconfig.Plan, lines []Setting) {
	edit := awsconfig.Edit{Type: awsconfig.TypeProfile, Name: name}
	contradictory := b.o.contradictory()
	for _, p := range was.Properties {
		i := indexOf(shall, p.Key)
		switch {
		case i >= 0 && len(p.Sub) == 0:
			lines = append(lines, shall[i])
		case i >= 0 || b.o.Existing == Discard || slices.Contains(contradictory, p.Key):
			edit.Op, edit.Key, edit.Value = awsconfig.Unset, p.Key, ""
			plan = append(plan, edit)
		default:
			lines = append(lines, nested(p)...)
		}
	}
	for _, s := range shall {
		edit.Op, edit.Key, edit.Value, edit.Target = awsconfig.Set, s.Key, s.Value, awsconfig.ConfigFile
		if awsconfig.GoesToCredentials(s.Key) { // secrets lie in the other file, and are shown nowhere
			if !b.old.has(name, s) {
				edit.Target = awsconfig.CredentialsFile
				plan = append(plan, edit)
			}
			continue
		}
		p, has := was.Lookup(s.Key)
		if !has || len(p.Sub) > 0 {
			lines = append(lines, s)
		}
		if !has || len(p.Sub) > 0 || p.Value != s.Value {
			plan = append(plan, edit)
		}
	}
	return plan, lines
}

// nested writes a property as lines: its own, and those nested in it.
func nested(p awsconfig.Property) []Setting {
	lines := []Setting{{p.Key, p.Value}}
	for _, s := range p.Sub {
		lines = append(lines, Setting{"  " + s.Key, s.Value})
	}
	return lines
}

// gone plans the removal of profiles whose role is not listed any more. Those
// whose role is, under another name, stay: a person may want both.
func (b *builder) gone(found []Role) {
	type role struct {
		account ident.AccountID
		name    ident.RoleName
	}
	listed := make(map[role]bool, len(found))
	for _, r := range found {
		listed[role{r.Account, r.Role}] = true
	}
	for _, name := range slices.Sorted(slices.Values(b.old.names)) {
		s := b.old.byName[name]
		if b.wanted[name] || !b.old.ours(s, b.o) {
			continue
		}
		e := Entry{Candidate: Candidate{
			Name: name, Region: ident.Region(s.Get("region")),
			Role: Role{
				Account: ident.AccountID(s.Get(keyAccount)), AccountName: s.Get(keyAccountName),
				Role: ident.RoleName(s.Get(keyRole)),
			},
		}}
		if listed[role{e.Account, e.Candidate.Role.Role}] {
			b.report.Earlier = append(b.report.Earlier, e)
			continue
		}
		b.report.Removed = append(b.report.Removed, e)
		b.plan = append(b.plan, awsconfig.Edit{Type: awsconfig.TypeProfile, Name: name, Op: awsconfig.RemoveSection})
	}
}

func countAccounts(found []Role) int {
	seen := map[ident.AccountID]bool{}
	for _, r := range found {
		seen[r.Account] = true
	}
	return len(seen)
}

func isControl(r rune) bool { return unicode.IsControl(r) && r != '\t' }

func validText(s string) bool { return utf8.ValidString(s) && !strings.ContainsAny(s, "\r\n") }
