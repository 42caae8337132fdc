package oidc

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var sealing = sealer{key: []byte("0123456789abcdef0123456789abcdef"), region: "us-east-1"}

func TestARegistrationTravelsInItsID(t *testing.T) {
	r := Registration{
		Nonce: "n", Name: "Ünï <x>", Scopes: []string{"sso:account:access"}, RedirectURIs: []string{"http://127.0.0.1/cb"},
		GrantTypes: []string{grantCode}, IssuerURL: "https://x.awsapps.com/start", IssuedAt: 1, ExpiresAt: 2,
	}
	id, err := sealing.id(r)
	if err != nil {
		t.Fatal(err)
	}
	got, ok := sealing.open(id)
	if !ok {
		t.Fatal("its own id is refused")
	}
	if d := cmp.Diff(r, got); d != "" {
		t.Error(d)
	}
	for name, other := range map[string]sealer{
		"another key": {key: []byte("another"), region: sealing.region}, "another region": {key: sealing.key, region: "eu-west-1"},
	} {
		if _, ok := other.open(id); ok {
			t.Errorf("%s takes it", name)
		}
	}
	secret, err := sealing.secret(id, r)
	if err != nil || strings.Count(secret.Reveal(), ".") != 2 || !strings.HasPrefix(secret.Reveal(), "eyJraWQiOi") {
		t.Errorf("the secret is no JWT: %v", err)
	}
}

func FuzzOnlySealedIDsOpen(f *testing.F) {
	id, _ := sealing.id(Registration{Nonce: "n"})
	f.Add(id)
	f.Add("")
	f.Add("dXMtZWFzdC0x")
	f.Add(id[:19] + "\n" + id[19:])
	f.Add(strings.Repeat("A", 64))
	f.Fuzz(func(t *testing.T, s string) {
		if _, ok := sealing.open(s); ok && s != id {
			t.Fatalf("%q opens", s)
		}
	})
}

func TestAnAnswerIsAddedToTheRedirect(t *testing.T) {
	for redirect, want := range map[string]string{
		"http://127.0.0.1:1/cb":     "http://127.0.0.1:1/cb?code=a%2Bb&state=s+t",
		"http://127.0.0.1:1":        "http://127.0.0.1:1?code=a%2Bb&state=s+t",
		"http://127.0.0.1:1/cb?x=1": "http://127.0.0.1:1/cb?x=1&code=a%2Bb&state=s+t",
		"http://127.0.0.1:1/cb?":    "http://127.0.0.1:1/cb?code=a%2Bb&state=s+t",
	} {
		if got := answer(redirect, "code", "a+b", "none", "", "state", "s t"); got != want {
			t.Errorf("%s: %s", redirect, got)
		}
	}
}

// Whatever is taken as a redirect address leads to this machine, by the
// reading of Go's own clients.
func FuzzRedirectsStayOnTheLoopback(f *testing.F) {
	r := Registration{RedirectURIs: []string{"http://127.0.0.1/cb", "http://[::1]"}}
	for _, s := range []string{
		"http://127.0.0.1:8/cb", "http://127.0.0.1@evil/cb", "http://127.0.0.1\\@evil/cb", "http://[::1]:9", "http://127.0.0.1:8/cb/../x",
		"HTTP://127.0.0.1/cb", "http:127.0.0.1/cb", "http://127.0.0.1%2eevil/cb", "http://127.0.0.1\n/cb", "http://127.1/cb", "http://2130706433/cb",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !r.matches(s) {
			return
		}
		u, err := url.Parse(answer(s, "code", "c"))
		if err != nil || u.Query().Get("code") != "c" || u.Hostname() != "127.0.0.1" && u.Hostname() != "::1" ||
			strings.ContainsAny(s, "\r\n\\ ") || u.Scheme != "http" {
			t.Fatalf("%q is taken and leads to %v (%v)", s, u, err)
		}
	})
}

func TestUserCodesAreTakenHoweverTheyAreTyped(t *testing.T) {
	for _, s := range []string{"BCDF-GHJK", "bcdf-ghjk", "BCDFGHJK", " bcdf ghjk "} {
		if got := plainUserCode(s); got != "BCDFGHJK" {
			t.Errorf("%q is read as %q", s, got)
		}
	}
}

func TestVerifiersHaveTheirLengthAndLetters(t *testing.T) {
	for s, want := range map[string]bool{
		strings.Repeat("a", 43): true, strings.Repeat("~", 128): true,
		strings.Repeat("a", 42): false, strings.Repeat("a", 129): false, strings.Repeat("a", 42) + "+": false, "": false,
	} {
		if isVerifier(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}
