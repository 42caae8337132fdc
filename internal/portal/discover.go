package portal

import (
	"context"
	"errors"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/fobcli/fob/internal/ident"
)

// AccountRoles is an account with its roles, in alphabetical order.
type AccountRoles struct {
	Account
	Roles []ident.RoleName // never empty
}

// discoverers is how many accounts are asked about at once. The pace of the
// wire decides how many really are; one more stands ready to take a free turn.
const discoverers = 5

// Discover lists every account with its roles, sorted by account id. Accounts
// that lost their last role meanwhile are left out.
//
// It asks about several accounts at once, at the pace of the wire, and goes on
// by itself after being throttled. report, which may be nil, is told how many
// accounts are done, (0, total) first, by one goroutine at a time.
//
// Errors are as those of Accounts; the first one ends the discovery.
func (c *Client) Discover(ctx context.Context, token ident.Secret, report func(done, total int)) ([]AccountRoles, error) {
	accounts, err := c.Accounts(ctx, token)
	if err != nil {
		return nil, err
	}
	progress := counter{total: len(accounts), report: report}
	progress.tell()
	all := make([]AccountRoles, len(accounts))
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(discoverers)
	for i, a := range accounts {
		g.Go(func() error {
			roles, err := c.Roles(gctx, token, a.ID)
			if err != nil && !errors.Is(err, ErrNoAccess) {
				return err
			}
			all[i] = AccountRoles{Account: a, Roles: roles}
			progress.one()
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(a AccountRoles) bool { return len(a.Roles) == 0 }), nil
}

// counter counts what many goroutines finish.
type counter struct {
	mu          sync.Mutex
	done, total int
	report      func(done, total int)
}

func (c *counter) one() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done++
	c.tell()
}

func (c *counter) tell() {
	if c.report != nil {
		c.report(c.done, c.total)
	}
}
