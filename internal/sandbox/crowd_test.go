package sandbox

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/fobcli/fob/internal/sandbox/faults"
)

// Many clients at once: nothing is lost, nothing is counted twice, and every
// kept token works.
func TestManyClientsAtOnce(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t))
	reg, token := c.signIn(t, you)
	c.ResetCalls()
	const n = 16
	fresh := make([]string, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			out, err := c.renew(ctx, reg, *token.RefreshToken) // all hold the same one
			if err != nil {
				t.Errorf("refresh %d: %v", i, err)
				return
			}
			fresh[i] = *out.AccessToken
			wantKind(t, "accounts", c.accounts(ctx, *out.AccessToken), "")
			k, _, err := c.roleKeys(ctx, *out.AccessToken, "444455556666", "AdministratorAccess")
			if err != nil {
				t.Errorf("keys %d: %v", i, err)
				return
			}
			if _, err := c.sts(k).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}); err != nil {
				t.Errorf("identity %d: %v", i, err)
			}
			c.Advance(time.Second)
			_ = c.Secrets()
			_ = c.Sessions()
		})
	}
	wg.Wait()
	calls := c.Calls()
	for _, op := range []string{"CreateToken", "CreateToken/refresh_token", "ListAccounts", "GetRoleCredentials", "GetCallerIdentity"} {
		if got := calls[op]; got.Total != n || got.Peak < 1 || got.Peak > n {
			t.Errorf("%s: %+v", op, got)
		}
	}
	seen := map[string]bool{}
	for _, tok := range fresh {
		seen[tok] = true
	}
	if len(seen) != n {
		t.Errorf("%d different tokens", len(seen))
	}
}

func TestThePeakIsTheMostThatRanTogether(t *testing.T) {
	m := newMeter(faults.New(time.Now, time.Now))
	r := must(http.NewRequest("GET", "/", nil))(t)
	begin := func() (end func()) { return must(m.Begin(r, "Op", "Op/kind"))(t) }
	a, b := begin(), begin()
	a()
	b()
	begin()()
	for _, name := range []string{"Op", "Op/kind"} {
		if got := m.snapshot()[name]; got.Total != 3 || got.Peak != 2 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	m.reset()
	begin()()
	if got := m.snapshot()["Op"]; got.Total != 1 || got.Peak != 1 {
		t.Errorf("after the reset %+v", got)
	}
}
