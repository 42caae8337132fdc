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
		Short: "List the accounts that you can use",
		Long: "List the accounts that you can use with a sign-in. To list the profiles that you\n" +
			"have for them, use fob profiles; to create profiles, fob configure populate.\n\n" +
			"Exit code 3 means that a sign-in is needed. Unlike `aws sso list-accounts`, it\n" +
			"does not need the access token on the command line, where every program on the\n" +
			"machine can read it.",
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
