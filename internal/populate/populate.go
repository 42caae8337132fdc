// Package populate turns the roles that a person has into profiles: discovered
// roles × a naming template → an edit plan for the config file, and a report.
//
// It is pure: the caller discovers, asks, and writes.
package populate

import "github.com/fobcli/fob/internal/ident"

// Role is one role in one account, as the portal listed it.
type Role struct {
	Account     ident.AccountID
	AccountName string // as the organisation wrote it; may be empty
	Role        ident.RoleName
}
