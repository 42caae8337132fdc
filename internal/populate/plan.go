package populate

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/output"
)

// New plans the profiles of the candidates, which have their names, against
// the files as they are. It takes time in proportion to both.
//
// Profiles that were populated for the instance before are removed if the
// listing is complete for their account and does not have their role; nothing
// else ever is. Nothing is planned at all when no role was found: an empty
// answer is more often a fault than the end of all access.
func New(candidates []Candidate, found Listing, o Options, files awsconfig.Files) (awsconfig.Plan, Report) {
	b := builder{
		o: o, old: look(files, o), wanted: map[string]bool{},
		known: found.known(), inUnlisted: map[ident.AccountID][]string{},
	}
	b.report.Instance = o.Instance
	b.report.Roles = len(found.Roles)
	b.report.Accounts = countAccounts(found.Roles)
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
	b.unlisted(found.Unknown)
	b.warn()
	if len(found.Roles) == 0 {
		return nil, b.report
	}
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

	known      map[ident.AccountID]bool     // accounts about which all is known
	inUnlisted map[ident.AccountID][]string // profiles that stay because it is not
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
	if exists {
		if account := b.ofUnknown(was, c); account != "" {
			b.inUnlisted[ident.AccountID(account)] = append(b.inUnlisted[ident.AccountID(account)], c.Name)
			b.leave(entry, "it is the profile of account "+output.Line(account)+", whose roles are not known")
			return
		}
	}
	if exists && b.o.Existing == Keep {
		if why := b.elsewhere(was, c); why != "" {
			b.leave(entry, "a profile has that name already, and "+why+"; --existing-config-action overwrite replaces that")
			return
		}
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
// whose role is, under another name, stay: a person may want both. So do those
// of which it is not certain that their role is gone, and those that somebody
// has worked on.
func (b *builder) gone(found Listing) {
	type role struct {
		account ident.AccountID
		name    ident.RoleName
	}
	listed := make(map[role]bool, len(found.Roles))
	for _, r := range found.Roles {
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
		account := e.Account
		switch own := b.o.extras(s); {
		case listed[role{account, e.Candidate.Role.Role}]:
			b.report.Earlier = append(b.report.Earlier, e)
		case len(found.Roles) == 0:
			e.Reason = "no role was found at all, so nothing is removed"
			b.report.Kept = append(b.report.Kept, e)
		case !isAccount(account):
			e.Reason = "it has no valid sso_account_id"
			b.report.Kept = append(b.report.Kept, e)
		case !b.known[account]:
			e.Reason = "the roles in its account are not known"
			b.inUnlisted[account] = append(b.inUnlisted[account], name)
			b.report.Kept = append(b.report.Kept, e)
		case len(own) > 0 && !b.o.RemoveOwn:
			e.Keys, e.Reason = own, "it has keys that populate did not write: "+printableList(own)
			b.report.Edited = append(b.report.Edited, e)
		case b.old.source[name] != "" && !b.o.RemoveOwn:
			e.Reason = "it is the source_profile of " + output.Line(b.old.source[name])
			b.report.Edited = append(b.report.Edited, e)
		default:
			b.report.Removed = append(b.report.Removed, e)
			b.plan = append(b.plan, awsconfig.Edit{Type: awsconfig.TypeProfile, Name: name, Op: awsconfig.RemoveSection})
		}
	}
}

func isAccount(a ident.AccountID) bool {
	_, err := ident.ParseAccountID(string(a))
	return err == nil
}

func printableList(words []string) string {
	shown := make([]string, len(words))
	for i, w := range words {
		shown[i] = output.Line(w)
	}
	return strings.Join(shown, ", ")
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
