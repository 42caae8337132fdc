package populate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/output"
)

// Report is what a plan does, by profile, each list sorted by name.
type Report struct {
	Instance
	Accounts, Roles int     // found
	Added           []Entry // new profiles
	Changed         []Entry // with the keys that change
	Unchanged       []Entry
	Removed         []Entry // whose access is gone
	Earlier         []Entry // populated before, under another name, for a role that is still there
	Left            []Entry // not written, with the reason
	Kept            []Entry // not removed, as it is not certain that access is gone; with the reason
	Edited          []Entry // not removed, though access is gone: with what somebody has added
	Unknown         []Unlisted
	Collisions      []Collision
	Warnings        []string
}

// Entry is one profile of a report.
type Entry struct {
	Candidate
	Keys   []string  // that are set or removed
	Lines  []Setting // of the profile as it will be; nested ones begin with blanks
	Reason string    // why it was left
}

// Idle reports whether there is nothing to write.
func (r Report) Idle() bool {
	return len(r.Added)+len(r.Changed)+len(r.Removed) == 0 && !(r.New && r.Session != "")
}

// Profiles returns every profile that will be there, by name.
func (r Report) Profiles() []Entry {
	all := slices.Concat(r.Added, r.Changed, r.Unchanged)
	slices.SortFunc(all, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// SessionLines are those of the session that the plan makes; nil when it makes none.
func (r Report) SessionLines() []Setting {
	if !r.New || r.Session == "" {
		return nil
	}
	return r.lines()
}

// warn tells of what was written and may not be what the person expects.
func (b *builder) warn() {
	r := &b.report
	for _, c := range r.Collisions {
		r.Warnings = append(r.Warnings, c.warning())
	}
	for _, e := range r.Left {
		r.Warnings = append(r.Warnings, fmt.Sprintf("%s in %s gets no profile %q: %s", e.Candidate.Role.Role, e.describe(), e.Name, e.Reason))
	}
	for _, u := range r.Unknown {
		r.Warnings = append(r.Warnings, u.warning())
	}
	for _, e := range r.Kept {
		if len(b.inUnlisted[e.Account]) == 0 && r.Roles > 0 {
			r.Warnings = append(r.Warnings, fmt.Sprintf("%s is not removed: %s", output.Line(e.Name), e.Reason))
		}
	}
	for _, e := range r.Edited {
		r.Warnings = append(r.Warnings, fmt.Sprintf("%s is not removed, though its access is gone: %s", output.Line(e.Name), e.Reason))
	}
	var odd []string
	for _, e := range r.Profiles() {
		if strings.ContainsFunc(e.Name, func(c rune) bool { return !isPortable(c) }) {
			odd = append(odd, e.Name)
		}
		if b.old.keys[e.Name] != nil && !b.o.setsKeys() {
			r.Warnings = append(r.Warnings, fmt.Sprintf("the credentials file has a section %q too; what it says wins in SDKs", e.Name))
		}
	}
	if len(odd) > 0 {
		r.Warnings = append(r.Warnings, fmt.Sprintf("%s only the AWS CLI can read, and SDKs cannot, such as %q; --portable-names makes names that all can read", count(len(odd), "name"), odd[0]))
	}
	told := map[ident.AccountID]bool{}
	for _, e := range r.Profiles() {
		if e.AccountName != "" && !storable(e.AccountName) && !told[e.Account] {
			told[e.Account] = true
			r.Warnings = append(r.Warnings, fmt.Sprintf("the account's name %q (%s) cannot stand in the file as it is, so sso_account_name is left out", e.AccountName, e.Account))
		}
	}
}

// membersNamed is how many parts of a collision a warning names; the report
// has all of them.
const membersNamed = 5

// warning names the accounts that have a part in the collision.
func (c Collision) warning() string {
	var members []string
	for i, m := range c.Members {
		if i == membersNamed {
			members = append(members, fmt.Sprintf("and %d more", len(c.Members)-i))
			break
		}
		members = append(members, fmt.Sprintf("%s in %s is now %s", m.Role.Role, m.describe(), m.Name))
	}
	return fmt.Sprintf("%d roles would all be %q, so: %s", len(c.Members), c.Name, strings.Join(members, "; "))
}

// describe names the account to people, with the region where there are several.
func (c Candidate) describe() string {
	text := string(c.Account)
	if c.AccountName != "" {
		text = output.Line(c.AccountName) + " (" + text + ")"
	}
	if c.Of > 1 {
		text += " for " + string(c.Region)
	}
	return text
}

func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
