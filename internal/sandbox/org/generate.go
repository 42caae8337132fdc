package org

import (
	"fmt"
	"strings"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

// The parts of generated names, chosen for what real organisations do to their
// tools: blanks, capitals, umlauts, punctuation and near-duplicates. The
// numbers of words have no common divisor, so that all combinations come up.
var (
	generatedTeams = []string{
		"Payments", "data-platform", "Zürich Retail", "IT Security", "MÜLLER Logistics", "Shared Services",
		"Customer 360", "billing", "Ärzteportal", "R&D", "Mobile Apps", "legacy_erp", "Søk og Innhold",
	}
	generatedUses   = []string{"API", "Web", "Data Lake", "Batch", "CI/CD", "Monitoring", "Backup", "Network", "ML", "Archive", "Search"}
	generatedStages = []string{"Prod", "Staging", "dev", "Test", "Sandbox", "QA", "prod-eu"}

	generatedRoles = []string{
		"AdministratorAccess", "ReadOnlyAccess", "PowerUserAccess", "AWSBillingAccess", "ViewOnlyAccess", "SecurityAudit",
		"Developer", "DataScientist", "NetworkAdministrator", "SupportUser", "AWSOrganizationsFullAccess", "Break-Glass",
	}
)

// Limits of Generate; more would only be slow.
const (
	maxGeneratedAccounts = 100_000
	maxGeneratedRoles    = 50
)

// Generate makes an organisation with so many accounts (1 to 100,000) and so
// many permission sets (1 to 50), all of them in every account, for the user
// you@example.com. It is the same on every call.
func Generate(accounts, roles int) (*Organisation, error) {
	if accounts < 1 || accounts > maxGeneratedAccounts {
		return nil, fmt.Errorf("%d accounts: want 1 to %d", accounts, maxGeneratedAccounts)
	}
	if roles < 1 || roles > maxGeneratedRoles {
		return nil, fmt.Errorf("%d roles: want 1 to %d", roles, maxGeneratedRoles)
	}
	o := &Organisation{
		Instance:  defaultInstance(),
		Lifetimes: defaultLifetimes(),
		Rotation:  RotationGrace,
		Users:     []User{{Name: "you@example.com", DisplayName: "You"}},
	}
	all := Assignment{User: "you@example.com"}
	for n := range roles {
		p := PermissionSet{Name: ident.RoleName(numbered(generatedRoles, n)), SessionDuration: time.Hour}
		o.PermissionSets = append(o.PermissionSets, p)
		all.PermissionSets = append(all.PermissionSets, p.Name)
	}
	for n := range accounts {
		a := generatedAccount(n)
		o.Accounts = append(o.Accounts, a)
		all.Accounts = append(all.Accounts, a.ID)
	}
	o.Assignments = []Assignment{all}
	return o.seal(), nil
}

// generatedAccount is the n-th account. The step between ids has no divisor in
// common with their range, so ids are unique, look random, and some begin with
// zeros.
func generatedAccount(n int) Account {
	const ids, step, start = 1_000_000_000_000, 618_033_988_749, 4_567_890_123
	id := fmt.Sprintf("%012d", (start+uint64(n)*step)%ids)
	name := fmt.Sprintf("%s %s %s", generatedTeams[n%len(generatedTeams)],
		generatedUses[n%len(generatedUses)], generatedStages[n%len(generatedStages)])
	if round := n / (len(generatedTeams) * len(generatedUses) * len(generatedStages)); round > 0 {
		name += fmt.Sprintf(" %d", round+1)
	}
	return Account{
		ID:      ident.AccountID(id),
		Name:    name,
		Email:   fmt.Sprintf("aws+%d@example.com", n+1),
		Buckets: []string{strings.ToLower(fmt.Sprintf("example-%s-artifacts", id))},
	}
}

// numbered returns the n-th name; the list starts again with a number behind.
func numbered(names []string, n int) string {
	name := names[n%len(names)]
	if round := n / len(names); round > 0 {
		name += fmt.Sprintf("-%d", round+1)
	}
	return name
}
