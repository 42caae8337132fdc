package portal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"github.com/fobcli/fob/internal/ident"
)

// Account is an AWS account in which the person has at least one role.
type Account struct {
	ID    ident.AccountID
	Name  string // may be empty
	Email string // may be empty
}

// pageSize is the most that the service puts on one page.
const pageSize = "100"

// maxPages ends a listing that a faulty server would let run for ever; it is
// far beyond the largest organisation.
const maxPages = 10_000

// Accounts lists every account that the sign-in leads to, sorted by id.
//
// Errors: ErrSignIn when the portal answers 401, *Throttled once the retries
// are spent, *Error for other refusals; any other error is a transport error.
// Source: ListAccounts.
func (c *Client) Accounts(ctx context.Context, token ident.Secret) ([]Account, error) {
	var all []Account
	err := eachPage(url.Values{}, func(q url.Values) (string, error) {
		var page struct {
			NextToken   string `json:"nextToken"`
			AccountList []struct {
				AccountID    string `json:"accountId"`
				AccountName  string `json:"accountName"`
				EmailAddress string `json:"emailAddress"`
			} `json:"accountList"`
		}
		if err := c.get(ctx, token, "/assignment/accounts", q, &page); err != nil {
			return "", err
		}
		if page.AccountList == nil && (page.NextToken != "" || q.Get("next_token") != "") {
			return "", ErrAnswer
		}
		for _, a := range page.AccountList {
			id, err := ident.ParseAccountID(a.AccountID)
			if err != nil {
				return "", err
			}
			all = append(all, Account{ID: id, Name: a.AccountName, Email: a.EmailAddress})
		}
		return page.NextToken, nil
	})
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	slices.SortFunc(all, func(a, b Account) int { return cmp.Compare(a.ID, b.ID) })
	return slices.CompactFunc(all, func(a, b Account) bool { return a.ID == b.ID }), nil
}

// Roles lists the roles in one account, sorted by name. Errors are as those
// of Accounts, and ErrNoAccess when the account is not the person's.
// Source: ListAccountRoles.
func (c *Client) Roles(ctx context.Context, token ident.Secret, a ident.AccountID) ([]ident.RoleName, error) {
	var all []ident.RoleName
	err := eachPage(url.Values{"account_id": {string(a)}}, func(q url.Values) (string, error) {
		var page struct {
			NextToken string `json:"nextToken"`
			RoleList  []struct {
				RoleName string `json:"roleName"`
			} `json:"roleList"`
		}
		if err := c.get(ctx, token, "/assignment/roles", q, &page); err != nil {
			return "", err
		}
		if page.RoleList == nil && (page.NextToken != "" || q.Get("next_token") != "") {
			return "", ErrAnswer
		}
		for _, r := range page.RoleList {
			name, err := ident.ParseRoleName(r.RoleName)
			if err != nil {
				return "", err
			}
			all = append(all, name)
		}
		return page.NextToken, nil
	})
	if err != nil {
		return nil, fmt.Errorf("list the roles in account %s: %w", a, err)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

var errEndless = errors.New("the service's pages do not end")

// eachPage asks for page after page; page returns the token of the next one,
// empty after the last. A page without a list is an error for page to return,
// unless it is the only one: a listing that is cut short must not look complete.
func eachPage(q url.Values, page func(url.Values) (next string, err error)) error {
	q.Set("max_result", pageSize)
	seen := map[string]bool{}
	for range maxPages {
		next, err := page(q)
		if err != nil || next == "" {
			return err
		}
		if seen[next] {
			return errEndless
		}
		seen[next] = true
		q.Set("next_token", next)
	}
	return errEndless
}

// Check asks the portal whether it still knows the token: nil when it does.
// Errors are as those of Accounts.
func (c *Client) Check(ctx context.Context, token ident.Secret) error {
	var page struct{}
	return c.get(ctx, token, "/assignment/accounts", url.Values{"max_result": {"1"}}, &page)
}
