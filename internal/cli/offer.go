package cli

import (
	"context"
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/login"
	"github.com/fobcli/fob/internal/profile"
	"github.com/fobcli/fob/internal/vend"
)

// Commands that a person types get credentials and tokens here: at a terminal
// they offer to sign in where only that helps. What other programs start, such
// as credential-process, asks the vendor itself and ends with exit code 3.

// credentials vends for a profile, and offers a person to sign in where only
// that helps.
func (e *Env) credentials(ctx context.Context, name string) (vend.Vended, error) {
	v, err := e.Vendor()
	if err != nil {
		return vend.Vended{}, err
	}
	keys, err := v.Credentials(ctx, name)
	if !e.mayOffer(err) {
		return keys, err
	}
	if again := e.offerSignIn(ctx, name, err); again != nil {
		return keys, again
	}
	return v.Credentials(ctx, name)
}

// mayOffer reports whether an error is one that a sign-in mends, and there is
// a person to offer it to who has not said --no-login.
func (e *Env) mayOffer(err error) bool {
	return fault.CodeOf(err) == fault.SignIn && !e.Global.NoLogin && e.Interactive()
}

// addNoLogin adds the flag that keeps a command from offering to sign in.
func addNoLogin(c *cobra.Command, e *Env) {
	c.Flags().BoolVar(&e.Global.NoLogin, "no-login", false, "do not offer to sign in; exit with code 3 instead")
}

// addMinTTL adds the flag that says how long credentials must last.
func addMinTTL(c *cobra.Command, e *Env) {
	c.Flags().DurationVar(&e.Global.MinTTL, "min-ttl", 0,
		"fail unless the credentials last for `DURATION`\n(default: 5m where AWS gives that much)")
}

// offerSignIn asks whether to sign in to the session of a profile; whoever
// declines gets the error that told of the need.
func (e *Env) offerSignIn(ctx context.Context, name string, need error) error {
	view, err := e.view()
	if err != nil {
		return err
	}
	s, err := profile.SessionOf(view, name)
	if err != nil {
		return need
	}
	return e.offerSignInTo(ctx, s, need)
}

// token gives the access token of a session, and offers a sign-in likewise.
func (e *Env) token(ctx context.Context, s profile.Session) (cache.Token, error) {
	v, err := e.Vendor()
	if err != nil {
		return cache.Token{}, err
	}
	t, err := v.Token(ctx, s)
	if !e.mayOffer(err) {
		return t, err
	}
	if again := e.offerSignInTo(ctx, s, err); again != nil {
		return t, again
	}
	return v.Token(ctx, s)
}

// offerSignInTo asks whether to sign in to a session; whoever declines gets the
// error that told of the need.
func (e *Env) offerSignInTo(ctx context.Context, s profile.Session, need error) error {
	yes, err := e.Asker().Confirm(ctx, fmt.Sprintf("%s. Sign in now?", upperFirst(need.Error())), true)
	if err != nil {
		return err
	}
	if !yes {
		return need
	}
	r, err := e.signIn(ctx, s, login.Options{})
	if err == nil {
		fmt.Fprint(e.Stderr, signedInText(e, s, r))
	}
	return err
}

// upperFirst makes a sentence of an error's summary.
func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}
