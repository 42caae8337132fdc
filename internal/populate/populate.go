// Package populate turns the roles that a person has into profiles: discovered
// roles × a naming template → an edit plan for the config file, and a report.
//
// The way is Candidates, then a name for each (Template or Process), then New,
// which looks at the files as they are. Everything but Process is pure: the
// caller discovers, asks, and writes.
package populate

import (
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/ident"
)

// Role is one role in one account, as the portal listed it.
type Role struct {
	Account     ident.AccountID
	AccountName string // as the organisation wrote it; may be empty
	Role        ident.RoleName
}

// Candidate is a profile to be: a role in a region, and its name once it has one.
type Candidate struct {
	Role
	Region ident.Region
	Index  int // of the region among those asked for, from 0
	Of     int // how many regions were asked for
	Name   string
}

// skip is the name that drops a candidate. aws-sso-util has it so.
const skip = "SKIP"

// Candidates makes a candidate of every role in every region.
func Candidates(roles []Role, regions []ident.Region) []Candidate {
	all := make([]Candidate, 0, len(roles)*len(regions))
	for _, r := range roles {
		for i, region := range regions {
			all = append(all, Candidate{Role: r, Region: region, Index: i, Of: len(regions)})
		}
	}
	return all
}

// accountName is the name of the account; one without a name goes by its id.
func (r Role) accountName() string {
	if r.AccountName == "" {
		return string(r.Account)
	}
	return r.AccountName
}

// sorted returns the candidates that shall have a profile, by name.
func sorted(all []Candidate) []Candidate {
	kept := slices.DeleteFunc(slices.Clone(all), func(c Candidate) bool { return c.Name == skip })
	slices.SortStableFunc(kept, func(a, b Candidate) int { return strings.Compare(a.Name, b.Name) })
	return kept
}
