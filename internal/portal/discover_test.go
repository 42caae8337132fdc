package portal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/wire"
)

// organisation is a portal in memory, without a network, so that its clock
// can be a bubble's. Every answer takes 50 ms.
type organisation struct {
	accounts     int
	refuse       string // the account whose roles are refused
	inside, most atomic.Int32
}

// Do answers as the service does.
func (o *organisation) Do(ctx context.Context, r wire.Request) (*wire.Response, error) {
	o.most.Store(max(o.most.Load(), o.inside.Add(1)))
	defer o.inside.Add(-1)
	select {
	case <-time.After(50 * time.Millisecond):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	u, err := url.Parse(r.URL)
	if err != nil {
		return nil, err
	}
	switch id := u.Query().Get("account_id"); id {
	case "":
		from, _ := strconv.Atoi(u.Query().Get("next_token"))
		return &wire.Response{Status: 200, Body: o.page(from)}, nil
	case o.refuse:
		return &wire.Response{Status: 403}, nil
	}
	return &wire.Response{Status: 200, Body: []byte(`{"roleList":[{"roleName":"ReadOnly"},{"roleName":"Admin"}]}`)}, nil
}

func (o *organisation) page(from int) []byte {
	var rows []string
	for i := from; i < min(o.accounts, from+100); i++ {
		rows = append(rows, fmt.Sprintf(`{"accountId":"%012d"}`, i))
	}
	next := ""
	if from+100 < o.accounts {
		next = strconv.Itoa(from + 100)
	}
	return fmt.Appendf(nil, `{"accountList":[%s],"nextToken":%q}`, strings.Join(rows, ","), next)
}

func TestDiscover(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &organisation{accounts: 250, refuse: "000000000007"}
		var reports []string
		got, err := (&Client{Wire: o}).Discover(t.Context(), "t", func(done, total int) {
			reports = append(reports, fmt.Sprintf("%d/%d", done, total))
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != 250 || got[0].ID != "000000000000" || got[249].ID != "000000000249" || !cmp.Equal(got[0].Roles, []ident.RoleName{"Admin", "ReadOnly"}) {
			t.Errorf("%d accounts, first %+v", len(got), got[0])
		}
		for i, a := range got {
			if refused := i == 7; refused != errors.Is(a.Err, ErrNoAccess) || refused != (len(a.Roles) == 0) {
				t.Errorf("account %s has the error %v and the roles %v", a.ID, a.Err, a.Roles)
			}
		}
		if len(reports) != 251 || reports[0] != "0/250" || reports[250] != "250/250" {
			t.Errorf("%d reports, first %s, last %s", len(reports), reports[0], reports[len(reports)-1])
		}
		if most := o.most.Load(); most != discoverers {
			t.Errorf("%d calls at once, want %d", most, discoverers)
		}
	})
}

// What is not known about one account is said of that account, and never looks
// like an account without roles.
func TestDiscoverTellsWhichAccountsItCouldNotList(t *testing.T) {
	for name, tc := range map[string]struct {
		status int
		body   string
		want   error
	}{
		"refused":            {403, `{"__type":"ForbiddenException","message":"No access"}`, ErrNoAccess},
		"unknown":            {404, `{"__type":"ResourceNotFoundException"}`, &Error{}},
		"an empty list":      {200, `{"roleList":[]}`, ErrNoRoles},
		"no list":            {200, `{}`, ErrNoRoles},
		"half a list":        {200, `{"roleList":[{"roleName":"Admin"}],"nextToken":"2"}`, nil},
		"a server's trouble": {500, ``, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := client(t, func(w http.ResponseWriter, r *http.Request) {
				switch {
				case r.URL.Path == "/assignment/accounts":
					io.WriteString(w, `{"accountList":[{"accountId":"111122223333"},{"accountId":"444455556666"}]}`)
				case r.URL.Query().Get("account_id") == "111122223333":
					io.WriteString(w, `{"roleList":[{"roleName":"Admin"}]}`)
				case r.URL.Query().Get("next_token") != "":
					io.WriteString(w, `{}`)
				default:
					w.WriteHeader(tc.status)
					io.WriteString(w, tc.body)
				}
			}).Discover(t.Context(), "t", nil)
			if tc.want == nil {
				if err == nil {
					t.Errorf("no error, and %+v", got)
				}
				return
			}
			if err != nil || len(got) != 2 || got[0].Err != nil || len(got[0].Roles) != 1 {
				t.Fatalf("%v, %+v", err, got)
			}
			_, isError := errors.AsType[*Error](got[1].Err)
			if _, any := tc.want.(*Error); any && !isError || !any && !errors.Is(got[1].Err, tc.want) {
				t.Errorf("error of the account is %v, want %v", got[1].Err, tc.want)
			}
		})
	}
}

func TestDiscoverEndsWithTheFirstError(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{
		"at the accounts": func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(401) },
		"at a role": func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "roles") {
				w.WriteHeader(401)
			}
			io.WriteString(w, `{"accountList":[{"accountId":"111122223333"},{"accountId":"444455556666"}]}`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := client(t, h).Discover(t.Context(), "t", nil); !errors.Is(err, ErrSignIn) {
				t.Errorf("error is %v, want %v", err, ErrSignIn)
			}
		})
	}
}

func TestDiscoverEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := (&Client{Wire: &organisation{accounts: 100}}).Discover(ctx, "t", func(done, _ int) {
			if done == 10 {
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error is %v", err)
		}
	})
}
