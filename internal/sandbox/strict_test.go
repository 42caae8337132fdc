package sandbox

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sso"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
)

// granted registers with this scope; what it gets lasts eight hours.
func TestTheLegacyScopeGivesALegacySignIn(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t))
	reg := c.register(t, ssooidc.RegisterClientInput{Scopes: []string{"sso-portal:*"}})
	dev := must(c.oidc.StartDeviceAuthorization(ctx, &ssooidc.StartDeviceAuthorizationInput{
		ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, StartUrl: aws.String(startURL),
	}))(t)
	b := backend{c.Server}
	if err := b.AllowDevice(*dev.UserCode, must(b.SignIn(you))(t)); err != nil {
		t.Fatal(err)
	}
	token := must(c.oidc.CreateToken(ctx, &ssooidc.CreateTokenInput{
		ClientId: reg.ClientId, ClientSecret: reg.ClientSecret, GrantType: aws.String(byDevice), DeviceCode: dev.DeviceCode,
	}))(t)
	if token.ExpiresIn != 28800 || token.RefreshToken != nil {
		t.Errorf("for %d s, refresh token %v", token.ExpiresIn, token.RefreshToken != nil)
	}
	wantKind(t, "the portal", c.accounts(ctx, *token.AccessToken), "")
	c.Advance(8 * time.Hour)
	wantKind(t, "after eight hours", c.accounts(ctx, *token.AccessToken), "UnauthorizedException")
}

func TestAReplayedCodeEndsTheSession(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t))
	reg := c.registerPKCE(t)
	code := c.code(t, authorizeQuery(*reg.ClientId), you)
	first := must(c.redeem(ctx, reg, code))(t)
	second := must(c.renew(ctx, reg, *first.RefreshToken))(t)
	_, err := c.redeem(ctx, reg, code)
	wantKind(t, "the replay", err, "InvalidGrantException")
	wantKind(t, "the access token", c.accounts(ctx, *second.AccessToken), "UnauthorizedException")
	_, err = c.renew(ctx, reg, *second.RefreshToken)
	wantKind(t, "the refresh token", err, "InvalidGrantException")
}

func TestA404FaultOfThePortalIsResourceNotFound(t *testing.T) {
	c := sdk(Start(t))
	_, token := c.signIn(t, you)
	set(t, c.Server, Fault{Kind: Status, Status: 404, Operation: "ListAccounts"})
	_, err := c.portal.ListAccounts(t.Context(), &sso.ListAccountsInput{AccessToken: token.AccessToken})
	wantKind(t, "ListAccounts", err, "ResourceNotFoundException")
}

// Nothing is found, or redirected to, under another spelling of its path.
func TestPathsAreServedAsTheyAreSpelled(t *testing.T) {
	s := Start(t, WithOrg("users: [{userName: ada}]\naccounts: [{accountId: 111111111111, name: A}]\niamRoles: [{arn: \"arn:aws:iam::111111111111:role/R\"}]\nec2Instance: {role: \"arn:aws:iam::111111111111:role/R\"}\n"))
	send := func(method, path string, header ...string) int {
		conn := must(net.Dial("tcp", s.addr))(t)
		defer conn.Close()
		must(fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 2\r\nContent-Type: application/json\r\n%s\r\n{}", method, path, s.addr, strings.Join(header, "")))(t)
		res := must(http.ReadResponse(bufio.NewReader(conn), nil))(t)
		defer res.Body.Close()
		return res.StatusCode
	}
	for _, path := range []string{
		"//client/register", "/client//register", "/client/register/", "/./client/register", "/client/../client/register", "/x/../client/register",
		"/client/register/.", "/client%2Fregister", "///token", "/token/", "//token?x=y", "/..", "//", "/.",
		"//assignment/accounts", "/assignment/./accounts", "//start/", "/start//device", "/start/./device", "/control", "//control/clock", "/latest", "//latest/api/token",
		"/authorize/", "//authorize",
	} {
		for _, method := range []string{"GET", "POST", "PUT"} {
			if got := send(method, path); got < 400 || got == 405 {
				t.Errorf("%s %s: %d", method, path, got)
			}
		}
		if got := send("POST", path, "Amz-Sdk-Invocation-Id: x\r\n"); got != 501 {
			t.Errorf("an SDK's POST %s: %d", path, got)
		}
	}
	for path, want := range map[string]int{"/client/register": 400, "/token": 400, "/control/": 401, "/start/": 404, "/start": 404, "/": 403} {
		if got := send("POST", path); got != want {
			t.Errorf("POST %s: %d, want %d", path, got, want)
		}
	}
	if got := send("PUT", "/latest/api/token", "X-Aws-Ec2-Metadata-Token-Ttl-Seconds: 60\r\n"); got != 200 {
		t.Errorf("the metadata service: %d", got)
	}
}

// A control call with anything after its body is refused, and does nothing.
func TestControlBodiesAreOneJSONValue(t *testing.T) {
	s := Start(t)
	for body, want := range map[string]int{
		`{"advance":"1h"}`: 200, "{\"advance\":\"1h\"}\n": 200,
		`{"advance":"1h"}x`: 400, `{"advance":"1h"}{"advance":"1h"}`: 400, `{"advance":"1h","x":1}`: 400, ``: 400,
	} {
		r := must(http.NewRequestWithContext(t.Context(), "POST", s.ControlURL()+"clock", strings.NewReader(body)))(t)
		r.Header.Set("Authorization", "Bearer "+s.ControlSecret())
		res := must(http.DefaultTransport.RoundTrip(r))(t)
		_ = res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: %d, want %d", body, res.StatusCode, want)
		}
	}
	if got := s.clock.advanced(); got != 2*time.Hour {
		t.Errorf("advanced by %v", got)
	}
}

// memoryListener accepts connections within the process, whose deadlines follow
// the clock of synctest.
type memoryListener struct{ conns chan net.Conn }

func (l memoryListener) Accept() (net.Conn, error) {
	if c, ok := <-l.conns; ok {
		return c, nil
	}
	return nil, net.ErrClosed
}

func (l memoryListener) Close() error   { close(l.conns); return nil }
func (l memoryListener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

// trickle sends a request whose body comes at two bytes per second, and returns how
// long the connection lasted and what was answered.
func trickle(t *testing.T, c Config, path, body string, header ...string) (lasted time.Duration, answer string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s, err := build(c, vaultKey, "127.0.0.1:1")
		if err != nil {
			t.Fatal(err)
		}
		l := memoryListener{make(chan net.Conn)}
		go func() { s.served <- s.http.Serve(l) }()
		client, server := net.Pipe()
		l.conns <- server
		begin, sent := time.Now(), make(chan struct{})
		go func() {
			defer close(sent)
			_, err := fmt.Fprintf(client, "POST %s HTTP/1.1\r\nHost: 127.0.0.1:1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n", path, len(body), strings.Join(header, ""))
			for rest := []byte(body); len(rest) > 0 && err == nil; rest = rest[min(2, len(rest)):] {
				time.Sleep(time.Second)
				_, err = client.Write(rest[:min(2, len(rest))])
			}
		}()
		got, _ := io.ReadAll(client)
		lasted, answer = time.Since(begin), string(got)
		_ = client.Close()
		<-sent
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return lasted, answer
}

const (
	once         = "Connection: close\r\n"
	registration = `{"clientName":"n","clientType":"public"}`
)

func TestABodyThatTricklesInIsCut(t *testing.T) {
	long := strings.Repeat(" ", 1000)
	for path, want := range map[string]string{
		"/client/register":       "400 Bad Request",
		"/token":                 "400 Bad Request",
		"/":                      "408 Request Timeout", // STS
		"/start/signin":          "403 Forbidden",
		"/control/clock":         "401 Unauthorized",
		"/nothing":               "404 Not Found",
		"/logout":                "401 Unauthorized",
		"/latest/meta-data/":     "404 Not Found",
		"/device_authorization":  "400 Bad Request",
		"/client/register?a=b&c": "400 Bad Request",
	} {
		lasted, answer := trickle(t, Config{}, path, long)
		if lasted != bodyTimeout || !strings.HasPrefix(answer, "HTTP/1.1 "+want+"\r\n") {
			t.Errorf("%s: after %v %.60q, want %s", path, lasted, answer, want)
		}
	}
	if lasted, answer := trickle(t, Config{}, "/client/register", registration, once); lasted != 20*time.Second || !strings.HasPrefix(answer, "HTTP/1.1 200 ") {
		t.Errorf("a body that takes 20 seconds: after %v %.60q", lasted, answer)
	}
}

// The time for the body neither begins before it is read nor ends an answer that
// comes late.
func TestALateAnswerIsNotCut(t *testing.T) {
	slow := Config{Faults: []Fault{{Kind: Latency, Delay: 2 * time.Minute}}}
	// The body of the one is read after the delay, that of the other before it.
	for path, want := range map[string]string{"/client/register": "HTTP/1.1 200 ", "/token": "HTTP/1.1 400 "} {
		if lasted, answer := trickle(t, slow, path, registration, once); lasted < 2*time.Minute || !strings.HasPrefix(answer, want) {
			t.Errorf("%s: after %v %.60q", path, lasted, answer)
		}
	}
	hang := Config{Faults: []Fault{{Kind: Hang}}}
	if lasted, answer := trickle(t, hang, "/client/register", strings.Repeat(" ", 1000)); lasted != bodyTimeout || answer != "" {
		t.Errorf("a hanging call whose body trickles in: after %v %.60q", lasted, answer)
	}
}
