package sandbox

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// buffer is a log that many goroutines write and one reads.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func TestTheLogHasALineForEachCallAndNoSecret(t *testing.T) {
	var log buffer
	s := must(New(Config{Log: &log, RecordSecrets: true}))(t)
	c := sdk(s)
	reg, token := c.signIn(t, you)
	_, err := c.renew(t.Context(), reg, "aorAAAAunknown")
	wantKind(t, "unknown refresh token", err, "InvalidGrantException")
	k, _, err := c.roleKeys(t.Context(), *token.AccessToken, "111122223333", "ReadOnly")
	if err != nil {
		t.Fatal(err)
	}
	must(c.sts(k).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{}))(t)
	_, _, _ = c.get(t, "GET", "/authorize?"+authorizeQuery(*reg.ClientId).Encode(), "")
	_, _, _ = c.get(t, "GET", "/%0Aforged%20line", "")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	text := log.b.String()
	for _, want := range []string{"RegisterClient ", "CreateToken/authorization_code ", "InvalidGrantException", "GetRoleCredentials ", "GetCallerIdentity ", "Authorize ", `/\nforged line `} {
		if !strings.Contains(text, want) {
			t.Errorf("the log does not tell %q", want)
		}
	}
	if n := strings.Count(text, "\n"); n != 7 {
		t.Errorf("%d lines for 7 calls:\n%s", n, text)
	}
	secrets := s.Secrets()
	if len(secrets) < 8 { // control, cookie, client secret, code, two tokens, two of the keys
		t.Errorf("only %d secrets were recorded", len(secrets))
	}
	for _, secret := range append(secrets, *token.AccessToken, *token.RefreshToken, *reg.ClientSecret, k.SecretAccessKey, k.SessionToken) {
		if strings.Contains(text, secret) {
			t.Errorf("the log tells a secret of %d characters", len(secret))
		}
	}
	for _, issued := range []string{*token.AccessToken, *token.RefreshToken, *reg.ClientSecret, k.SecretAccessKey, k.SessionToken} {
		if !slices.Contains(secrets, issued) {
			t.Error("a secret was issued and not recorded")
		}
	}
}
