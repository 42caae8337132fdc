package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/portal"
	"github.com/fobcli/fob/internal/profile"
)

type rolesOptions struct {
	Session   string // empty: the profile's, or the only one
	AccountID string // empty: every account
	Output    outputOptions
}

func newRolesCmd(e *Env) *cobra.Command {
	var o rolesOptions
	c := &cobra.Command{
		Use:   "roles [session]",
		Short: "List the roles that you can use",
		Long: "List the roles that you can use with a sign-in, in all accounts or in one. With\n" +
			"many accounts this takes a while, because AWS lists one account at a time.\n\n" +
			"Exit code 3 means that a sign-in is needed, 4 that you cannot use the account.",
		Example: "  fob roles\n  fob roles --account-id 111122223333\n  fob roles my-sso -o json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.Session = args[0]
			}
			return runRoles(c.Context(), e, o)
		},
		ValidArgsFunction: completeSessions(e),
	}
	c.Flags().StringVar(&o.AccountID, "account-id", "", "only this `ACCOUNT`, by its 12 digits")
	_ = c.RegisterFlagCompletionFunc("account-id", completeAccounts(e)) // the flag is there
	o.Output.addFlags(c)
	addNoLogin(c, e)
	return c
}

// roleAnswer is one role in the JSON of `fob roles`. Fields are added, never
// renamed.
type roleAnswer struct {
	AccountID   string `json:"account_id"`
	AccountName string `json:"account_name"`
	RoleName    string `json:"role_name"`
	Session     string `json:"session"` // its name, or the start URL of a legacy sign-in
}

func runRoles(ctx context.Context, e *Env, o rolesOptions) error {
	var only ident.AccountID
	if o.AccountID != "" {
		var err error
		if only, err = ident.ParseAccountID(o.AccountID); err != nil {
			return fault.NewUsage("--account-id: "+err.Error(), "fob accounts")
		}
	}
	a, err := openAccess(ctx, e, o.Session, "roles")
	if err != nil {
		return err
	}
	list, err := a.roles(ctx, e, only)
	if err != nil {
		return a.explain(err, "roles")
	}
	answers, unknown := []roleAnswer{}, 0
	for _, account := range list {
		if account.Err != nil {
			unknown++
			fmt.Fprintf(e.Stderr, "Warning: the roles in account %s are not known: %s.\n", account.ID, whyUnlisted(account.Err))
		}
		for _, role := range account.Roles {
			answers = append(answers, roleAnswer{string(account.ID), account.Name, string(role), a.Session.Label()})
		}
	}
	return o.Output.print(e, answers, func(w io.Writer) error {
		if len(answers) == 0 && unknown > 0 {
			return nil // the warnings say why
		}
		return writeRoles(e, w, a.Session, answers)
	})
}

// roles asks about one account, or about all and shows how far it is.
func (a *access) roles(ctx context.Context, e *Env, only ident.AccountID) ([]portal.AccountRoles, error) {
	if only != "" {
		account, err := a.account(ctx, only)
		if err != nil {
			return nil, err
		}
		roles, err := a.Roles(ctx, a.token, only)
		if errors.Is(err, portal.ErrNoAccess) {
			return nil, a.notYours(only)
		}
		return []portal.AccountRoles{{Account: account, Roles: roles}}, err
	}
	progress := e.Screen().Progress(a.Session.Label())
	defer progress.Done()
	return a.Discover(ctx, a.token, progress.Set)
}

// whyUnlisted tells why the roles in one account could not be listed.
func whyUnlisted(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Summary
	}
	if refusal, ok := errors.AsType[*portal.Error](err); ok {
		return "AWS refused to list them (" + refusal.Error() + ")"
	}
	return err.Error()
}

// account finds one of the accounts; only the list of all tells its name.
func (a *access) account(ctx context.Context, id ident.AccountID) (portal.Account, error) {
	all, err := a.Accounts(ctx, a.token)
	if err != nil {
		return portal.Account{}, err
	}
	i := slices.IndexFunc(all, func(known portal.Account) bool { return known.ID == id })
	if i < 0 {
		return portal.Account{}, a.notYours(id)
	}
	return all[i], nil
}

func (a *access) notYours(id ident.AccountID) error {
	return &fault.Error{
		Summary: fmt.Sprintf("the account %s is not assigned to you in %s", id, a.Session.Label()),
		Hint:    "These are:",
		Remedy:  "fob accounts " + profile.Quote(a.Session.Label()),
		Code:    fault.NoAccess,
	}
}

func writeRoles(e *Env, w io.Writer, s profile.Session, roles []roleAnswer) error {
	if len(roles) == 0 {
		return nothingAssigned(w, s)
	}
	t := Table{Head: []string{"ACCOUNT", "NAME", "ROLE"}}
	for _, r := range roles {
		t.Rows = append(t.Rows, []string{r.AccountID, r.AccountName, r.RoleName})
	}
	return e.Screen().Table(w, t)
}
