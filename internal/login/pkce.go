package login

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/oidc"
)

// pageLimit is how long the person has for the sign-in page; the AWS CLI's.
const pageLimit = 10 * time.Minute

// errTimeout means that the person did not finish in time.
var errTimeout = errors.New("the sign-in was not completed within 10 minutes")

// authorize goes through the authorization code flow with PKCE: the browser
// brings the code back to a listener on this machine, or the person does.
func (d *Deed) authorize(ctx context.Context, f *flight) (cache.Token, error) {
	scopes := f.session.Scopes
	if len(scopes) == 0 {
		scopes = []string{portalScope}
	}
	err := d.register(ctx, f, oidc.RegisterInput{
		Scopes:       scopes,
		GrantTypes:   []string{oidc.GrantCode, oidc.GrantRefresh},
		RedirectURIs: []string{registeredRedirect},
		IssuerURL:    f.issuer,
	})
	if err != nil {
		return cache.Token{}, err
	}
	verifier, state := newVerifier(), newState()
	l, err := listen(state, d.Note)
	if err != nil {
		return cache.Token{}, err
	}
	defer l.close()
	c, err := d.client(f)
	if err != nil {
		return cache.Token{}, err
	}
	address, err := oidc.AuthorizeURL(c.Base, oidc.AuthorizeInput{
		ClientID: f.registration.ClientID, RedirectURI: l.redirect(), State: state,
		Challenge: challenge(verifier), Scopes: scopes,
	})
	if err != nil {
		return cache.Token{}, err
	}
	opened := d.show(f, address)
	back, err := d.comeBack(ctx, l, state, opened)
	if err != nil {
		d.distrust(f)
		return cache.Token{}, err
	}
	t, err := d.redeem(ctx, f, back, oidc.TokenInput{
		ClientID: f.registration.ClientID, ClientSecret: f.registration.ClientSecret,
		Code: back.code, RedirectURI: l.redirect(), CodeVerifier: verifier,
	})
	back.show(closingPage(f.session, explain(ctx, f.target, err)))
	return t, err
}

// show tells the person the address and starts the browser if there is one. It
// reports whether one was started.
func (d *Deed) show(f *flight, address string) (opened bool) {
	start, reason := d.browser(f, address)
	d.ShowPage(Page{Session: f.session, Address: address, Opening: start != nil, Reason: reason})
	return d.start(start)
}

func (d *Deed) browser(f *flight, address string) (start func() error, reason string) {
	if f.options.NoBrowser {
		return nil, "--no-browser was given"
	}
	return d.Browser(f.session, address)
}

// start starts the browser, if there is one.
func (d *Deed) start(browser func() error) bool {
	if browser == nil {
		return false
	}
	if err := browser(); err != nil {
		d.Warn("The browser did not start: " + err.Error() + ". Open the address yourself.")
		return false
	}
	return true
}

// redeem exchanges the code for a token and saves it. What came back belongs
// to this sign-in: the listener and the pasted address were checked for that.
func (d *Deed) redeem(ctx context.Context, f *flight, back callback, in oidc.TokenInput) (cache.Token, error) {
	if back.refusal != nil {
		return cache.Token{}, back.refusal
	}
	return d.token(ctx, f, in)
}

// newVerifier returns 64 random characters (384 bits) of those that RFC 7636
// allows.
func newVerifier() ident.Secret {
	b := make([]byte, 48)
	_, _ = rand.Read(b) // it never fails: crypto/rand ends the program instead
	return ident.Secret(base64.RawURLEncoding.EncodeToString(b))
}

// challenge is the verifier's SHA-256 in base64url without padding. Source:
// RFC 7636, section 4.2.
func challenge(verifier ident.Secret) string {
	sum := sha256.Sum256([]byte(verifier.Reveal()))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// newState returns 26 random characters (130 bits).
func newState() string { return rand.Text() }
