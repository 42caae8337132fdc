package sandbox

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sso"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/org"
)

func TestListsComeInPagesThatBelongTogether(t *testing.T) {
	ctx := t.Context()
	big := must(org.Generate(257, 3))(t)
	c := sdk(Start(t, WithOrganisation(big)))
	_, token := c.signIn(t, you)
	for size, pages := range map[int32]int{0: 3, 1: 257, 100: 3, 64: 5} {
		in := &sso.ListAccountsInput{AccessToken: token.AccessToken}
		if size > 0 {
			in.MaxResults = aws.Int32(size)
		}
		seen, n := []string{}, 0
		for p := sso.NewListAccountsPaginator(c.portal, in); p.HasMorePages(); n++ {
			page := must(p.NextPage(ctx))(t)
			for _, a := range page.AccountList {
				seen = append(seen, *a.AccountId)
			}
			if page.NextToken != nil && !strings.HasSuffix(*page.NextToken, "=") {
				t.Errorf("next token %s needs no encoding", *page.NextToken)
			}
		}
		if n != pages || len(seen) != 257 {
			t.Errorf("page size %d: %d accounts on %d pages", size, len(seen), n)
		}
		for i, a := range big.AccountsOf(you) {
			if seen[i] != string(a.ID) {
				t.Fatalf("page size %d: account %d is %s, want %s", size, i, seen[i], a.ID)
			}
		}
	}
	id := string(big.Accounts[0].ID)
	roles := 0
	for p := sso.NewListAccountRolesPaginator(c.portal, &sso.ListAccountRolesInput{AccessToken: token.AccessToken, AccountId: &id, MaxResults: aws.Int32(2)}); p.HasMorePages(); {
		roles += len(must(p.NextPage(ctx))(t).RoleList)
	}
	if roles != 3 {
		t.Errorf("%d roles", roles)
	}
}

// get calls the portal API as raw HTTP and returns status, body and headers.
func (c clients) get(t *testing.T, method, path, token string) (int, string, http.Header) {
	t.Helper()
	req := must(http.NewRequestWithContext(t.Context(), method, c.URL()+path, nil))(t)
	if token != "" {
		req.Header["x-amz-sso_bearer_token"] = []string{token}
	}
	res := must(http.DefaultTransport.RoundTrip(req))(t)
	defer res.Body.Close()
	return res.StatusCode, string(must(io.ReadAll(res.Body))(t)), res.Header
}

func TestThePortalsAnswersAreWordedAsTheServices(t *testing.T) {
	c := sdk(Start(t))
	_, token := c.signIn(t, you)
	good := *token.AccessToken
	_, first, _ := c.get(t, "GET", "/assignment/accounts?max_result=1", good)
	next := url.QueryEscape(first[strings.Index(first, `"nextToken":"`)+13 : strings.Index(first, `","accountList`)])
	const invalid = `"__type":"com.amazonaws.switchboard.portal#InvalidRequestException"`
	for name, tc := range map[string]struct {
		method, path, token string
		status              int
		body                string // a part of it
	}{
		"accounts":           {"GET", "/assignment/accounts", good, 200, `{"nextToken":null,"accountList":[{"accountId":"111122223333","accountName":"DeveloperAccount","emailAddress":"dev-admin@example.com"},`},
		"second page":        {"GET", "/assignment/accounts?max_result=1&next_token=" + next, good, 200, `{"nextToken":null,"accountList":[{"accountId":"444455556666"`},
		"roles":              {"GET", "/assignment/roles?account_id=111122223333", good, 200, `{"nextToken":null,"roleList":[{"roleName":"AdministratorAccess","accountId":"111122223333"},`},
		"keys":               {"GET", "/federation/credentials?role_name=ReadOnly&account_id=111122223333", good, 200, `{"roleCredentials":{"accessKeyId":"ASIA`},
		"no token":           {"GET", "/assignment/accounts", "", 401, `{"__type":"com.amazonaws.switchboard.portal#UnauthorizedException","message":"Session token not found or invalid"}`},
		"unknown token":      {"GET", "/assignment/accounts", "aoaAAAA", 401, `Session token not found or invalid`},
		"role not assigned":  {"GET", "/federation/credentials?role_name=Nope&account_id=111122223333", good, 403, `{"__type":"com.amazonaws.switchboard.portal#ForbiddenException","message":"No access"}`},
		"account not yours":  {"GET", "/federation/credentials?role_name=ReadOnly&account_id=999999999999", good, 403, `No access`},
		"roles of nowhere":   {"GET", "/assignment/roles?account_id=999999999999", good, 403, `No access`},
		"POST for GET":       {"POST", "/assignment/accounts", good, 405, `#MethodNotAllowedException`},
		"GET for POST":       {"GET", "/logout", good, 405, `#MethodNotAllowedException`},
		"no account id":      {"GET", "/assignment/roles?account_id=1234", good, 400, invalid},
		"no role":            {"GET", "/federation/credentials?account_id=111122223333", good, 400, invalid},
		"page of none":       {"GET", "/assignment/accounts?max_result=0", good, 400, invalid},
		"page of 101":        {"GET", "/assignment/accounts?max_result=101", good, 400, invalid},
		"page of letters":    {"GET", "/assignment/accounts?max_result=ten", good, 400, invalid},
		"made-up next token": {"GET", "/assignment/accounts?next_token=page%3D%3D2", good, 400, invalid},
		"foreign next token": {"GET", "/assignment/roles?account_id=111122223333&next_token=" + next, good, 400, invalid},
	} {
		t.Run(name, func(t *testing.T) {
			status, body, head := c.get(t, tc.method, tc.path, tc.token)
			if status != tc.status || !strings.Contains(body, tc.body) {
				t.Errorf("%d %s", status, body)
			}
			if head.Get("Content-Type") != "application/json" || head.Get("Cache-Control") != "no-cache" || head.Get("Server") != "AWS SSO" ||
				head.Get("RequestId") == "" || head.Get("RequestId") != head.Get("x-amzn-RequestId") {
				t.Errorf("headers %v", head)
			}
			if head.Get("Access-Control-Allow-Origin") != "" {
				t.Error("other sites may read it")
			}
		})
	}
	status, body, head := c.get(t, "POST", "/logout", good)
	if status != 200 || body != "" || head.Get("Content-Length") != "0" {
		t.Errorf("log-out: %d %q %v", status, body, head)
	}
}

func TestNextTokensBelongToOneUser(t *testing.T) {
	c := sdk(Start(t, WithOrg(`
users: [{userName: ada}, {userName: bob}]
groups: [{displayName: G, members: [ada, bob]}]
accounts: [{accountId: 111111111111, name: A}, {accountId: 222222222222, name: B}]
permissionSets: [{name: R}]
assignments: [{group: G, permissionSets: [R], accounts: [111111111111, 222222222222]}]
`)))
	_, ada := c.signIn(t, "ada")
	_, bob := c.signIn(t, "bob")
	page := must(c.portal.ListAccounts(t.Context(), &sso.ListAccountsInput{AccessToken: ada.AccessToken, MaxResults: aws.Int32(1)}))(t)
	_, err := c.portal.ListAccounts(t.Context(), &sso.ListAccountsInput{AccessToken: bob.AccessToken, NextToken: page.NextToken})
	wantKind(t, "bob with ada's token", err, "InvalidRequestException")
}

func TestAThrottledPortalSaysSoPerToken(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t, WithOrg("throttle: {callsPerSecond: 1, burst: 2}\n"+strings.Replace(org.Sample(), "# throttle", "# ", 1))))
	_, token := c.signIn(t, you)
	_, other := c.signIn(t, you)
	for range 2 {
		wantKind(t, "within the burst", c.accounts(ctx, *token.AccessToken), "")
	}
	status, body, _ := c.get(t, "GET", "/assignment/accounts", *token.AccessToken)
	if status != 429 || !strings.Contains(body, `"message":"HTTP 429 Unknown Code"`) || !strings.Contains(body, "#TooManyRequestsException") {
		t.Errorf("%d %s", status, body)
	}
	wantKind(t, "another token", c.accounts(ctx, *other.AccessToken), "")
}

func TestTokensOfOtherToolsCannotUseThePortal(t *testing.T) {
	s := Start(t)
	id := must(backend{s}.SignIn(you))(t)
	issued, ok := s.sessions.Issue(oidcGrant(id, "codewhisperer:completions"))
	if _, good := s.sessions.User(issued.AccessToken); !ok || good {
		t.Errorf("issued %v, good for the portal %v", ok, good)
	}
	issued, ok = s.sessions.Issue(oidcGrant(id, "sso:account:access"))
	if user, good := s.sessions.User(issued.AccessToken); !ok || !good || user != you {
		t.Errorf("issued %v, good for the portal %v", ok, good)
	}
	if _, good := s.sessions.User(ident.Secret("")); good {
		t.Error("an empty token is good")
	}
}
