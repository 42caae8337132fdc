package portal

import (
	"context"
	"errors"
	"net/http"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/fobcli/fob/internal/ident"
)

// AccountRoles is an account with its roles, in alphabetical order.
type AccountRoles struct {
	Account
	Roles []ident.RoleName
	// Err tells why the roles are not known; Roles is empty then. It is nil when
	// they were listed completely, and there is at least one.
	Err error
}

// ErrNoRoles is an empty list of roles for an account that the service lists
// among those in which the person has a role. One of the two answers is wrong.
var ErrNoRoles = errors.New("the service lists the account, but no role in it")

// discoverers is how many accounts are asked about at once. The pace of the
// wire decides how many really are; one more stands ready to take a free turn.
const discoverers = 5

// Discover lists every account with its roles, sorted by account id. An account
// whose roles are refused, or that has none, is listed with its Err.
//
// It asks about several accounts at once, at the pace of the wire, and goes on
// by itself after being throttled. report, which may be nil, is told how many
// accounts are done, (0, total) first, by one goroutine at a time.
//
// Errors are as those of Accounts; the first one that is not about one account
// alone ends the discovery.
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
			if err != nil && !ofOneAccount(err) {
				return err
			}
			if err == nil && len(roles) == 0 {
				err = ErrNoRoles
			}
			all[i] = AccountRoles{Account: a, Roles: roles, Err: err}
			progress.one()
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return all, nil
}

// ofOneAccount reports whether the service refuses one account and nothing else:
// it is not the person's, or does not exist.
func ofOneAccount(err error) bool {
	refusal, ok := errors.AsType[*Error](err)
	return ok && (refusal.Status == http.StatusForbidden || refusal.Status == http.StatusNotFound)
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
