package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/portal"
	"github.com/fobcli/fob/internal/profile"
)

type accountsOptions struct {
	Session string // empty: the profile's, or the only one
	Output  outputOptions
}

func newAccountsCmd(e *Env) *cobra.Command {
	var o accountsOptions
	c := &cobra.Command{
		Use:   "accounts [session]",
		Short: "List the accounts that a sign-in leads to",
		Long: "Ask AWS which accounts the sign-in leads to. What profiles you have for them is\n" +
			"another matter: fob profiles shows that, fob configure populate makes them.\n\n" +
			"Exit code 3 means that a sign-in is needed. The AWS CLI's own `aws sso\n" +
			"list-accounts` wants the access token on the command line, where every program\n" +
			"on the machine can read it; this takes it from the sign-in.",
		Example: "  fob accounts\n  fob accounts my-sso -o json --query '[].account_id'",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.Session = args[0]
			}
			return runAccounts(c.Context(), e, o)
		},
		ValidArgsFunction: completeSessions(e),
	}
	o.Output.addFlags(c)
	addNoLogin(c, e)
	return c
}

// accountAnswer is one account in the JSON of `fob accounts`. Fields are
// added, never renamed.
type accountAnswer struct {
	AccountID   string `json:"account_id"`
	AccountName string `json:"account_name"`
	Email       string `json:"email"`
	Session     string `json:"session"` // its name, or the start URL of a legacy sign-in
}

func runAccounts(ctx context.Context, e *Env, o accountsOptions) error {
	a, err := openAccess(ctx, e, o.Session, "accounts")
	if err != nil {
		return err
	}
	accounts, err := a.Accounts(ctx, a.token)
	if err != nil {
		return a.explain(err, "accounts")
	}
	answers := make([]accountAnswer, len(accounts))
	for i, account := range accounts {
		answers[i] = accountAnswer{string(account.ID), account.Name, account.Email, a.Session.Label()}
	}
	return o.Output.print(e, answers, func(w io.Writer) error { return writeAccounts(e, w, a.Session, accounts) })
}

func writeAccounts(e *Env, w io.Writer, s profile.Session, accounts []portal.Account) error {
	if len(accounts) == 0 {
		return nothingAssigned(w, s)
	}
	t := Table{Head: []string{"ACCOUNT", "NAME", "EMAIL"}}
	for _, a := range accounts {
		t.Rows = append(t.Rows, []string{string(a.ID), a.Name, a.Email})
	}
	return e.Screen().Table(w, t)
}

func nothingAssigned(w io.Writer, s profile.Session) error {
	_, err := fmt.Fprintf(w, "No account is assigned to you in %s. Your administrator can change that.\n", s.Label())
	return err
}
