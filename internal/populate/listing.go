package populate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/output"
)

// Listing is what the service said about a person's access.
type Listing struct {
	Roles []Role
	// Gone are accounts that the complete list of accounts does not have, and
	// whose own list the service gives to this person no longer.
	Gone []ident.AccountID
	// Unknown are accounts whose roles were not listed, or not completely.
	Unknown []Unlisted
}

// Unlisted is an account whose roles are not known.
type Unlisted struct {
	Account  ident.AccountID
	Name     string   // as the organization wrote it; may be empty
	Reason   string   // why they are not known
	Profiles []string // the profiles of that account that stay; only in a Report
}

// known returns the accounts about which the listing is complete. Only in those
// may profiles be removed.
func (l Listing) known() map[ident.AccountID]bool {
	known := map[ident.AccountID]bool{}
	for _, r := range l.Roles {
		known[r.Account] = true
	}
	for _, a := range l.Gone {
		known[a] = true
	}
	for _, u := range l.Unknown {
		delete(known, u.Account)
	}
	return known
}

// Missing returns the accounts of populated profiles that the listing does not
// mention, sorted. Before their profiles are removed, the service has to be
// asked about each: a list of accounts may have been cut short.
func Missing(l Listing, o Options, files awsconfig.Files) []ident.AccountID {
	if len(l.Roles) == 0 {
		return nil // nothing is removed then
	}
	mentioned := l.known()
	for _, u := range l.Unknown {
		mentioned[u.Account] = true
	}
	old := look(files, o)
	var missing []ident.AccountID
	for _, s := range old.byName {
		account, err := ident.ParseAccountID(s.Get(keyAccount))
		if err == nil && old.ours(s, o) && !mentioned[account] {
			mentioned[account] = true
			missing = append(missing, account)
		}
	}
	slices.Sort(missing)
	return missing
}

// warning names the account and the profiles that stay.
func (u Unlisted) warning() string {
	account := string(u.Account)
	if u.Name != "" {
		account = output.Line(u.Name) + " (" + account + ")"
	}
	text := fmt.Sprintf("the roles in account %s are not known: %s", account, u.Reason)
	switch n := len(u.Profiles); {
	case n == 1:
		text += fmt.Sprintf("; its profile %s stays as it is", output.Line(u.Profiles[0]))
	case n > 1:
		shown := slices.Clone(u.Profiles[:min(n, membersNamed)])
		for i := range shown {
			shown[i] = output.Line(shown[i])
		}
		if n > membersNamed {
			shown = append(shown, fmt.Sprintf("and %d more", n-membersNamed))
		}
		text += fmt.Sprintf("; its %d profiles stay as they are: %s", n, strings.Join(shown, ", "))
	}
	return text
}

// unlisted adds the profiles that stay to the accounts that are not known.
func (b *builder) unlisted(all []Unlisted) {
	list := slices.Clone(all)
	slices.SortFunc(list, func(a, b Unlisted) int { return cmp.Compare(a.Account, b.Account) })
	for i := range list {
		list[i].Profiles = b.inUnlisted[list[i].Account]
	}
	b.report.Unknown = list
}
