package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/login"
	"github.com/fobcli/fob/internal/populate"
	"github.com/fobcli/fob/internal/portal"
	"github.com/fobcli/fob/internal/profile"
)

// discover lists all roles of the instance. It signs in where that is needed
// and somebody can.
func discover(ctx context.Context, e *Env, i instance, o instanceOptions, po populate.Options) (populate.Listing, error) {
	t, fresh, err := o.token(ctx, e, i, o.ForceRefresh)
	if err != nil {
		return populate.Listing{}, err
	}
	found, err := listingOf(ctx, e, i, t, po)
	if errors.Is(err, portal.ErrSignIn) && !fresh {
		// AWS has ended the session, although the token's own time is not up.
		if t, _, err = o.token(ctx, e, i, true); err != nil {
			return populate.Listing{}, err
		}
		found, err = listingOf(ctx, e, i, t, po)
	}
	return found, explainDiscovery(i, err)
}

// token gives the session's access token; fresh tells that the person has just
// signed in for it.
func (o instanceOptions) token(ctx context.Context, e *Env, i instance, anew bool) (t cache.Token, fresh bool, err error) {
	if !e.Interactive() && !o.DeviceCode && !o.NoBrowser {
		if anew {
			return t, false, i.needsSignIn("the sign-in to " + i.Label() + " has to be made anew, and there is nobody to do it")
		}
		t, err = o.cached(ctx, e, i)
		return t, false, err
	}
	if old, err := e.Store().Token(i.ID()); err == nil && old.StartURL != i.StartURL {
		anew = true // the name belonged to another session before
	}
	r, err := e.signIn(ctx, i.Session, login.Options{
		DeviceCode: o.DeviceCode, NoBrowser: o.NoBrowser, Force: anew, KeepConfig: i.New,
	})
	if err != nil {
		return t, false, err
	}
	if !r.Already {
		_, err = io.WriteString(e.Stderr, signedInText(e, i.Session, r))
	}
	return r.Token, !r.Already, err
}

// cached takes the token that is there, renewed if need be.
func (o instanceOptions) cached(ctx context.Context, e *Env, i instance) (cache.Token, error) {
	v, err := e.Vendor()
	if err != nil {
		return cache.Token{}, err
	}
	t, err := v.Token(ctx, i.Session)
	if err == nil && t.StartURL != i.StartURL {
		return t, i.needsSignIn("nobody is signed in to " + i.Label())
	}
	if fault.CodeOf(err) == fault.SignIn && (i.New || i.Name == "") {
		return t, i.needsSignIn(err.Error())
	}
	return t, err
}

// needsSignIn is the error where only a person can go on. A session that is not
// in the config file has to get there before it can be signed in to.
func (i instance) needsSignIn(summary string) error {
	f := &fault.Error{Summary: summary, Hint: "Sign in:", Remedy: i.LoginLine(), Code: fault.SignIn}
	switch {
	case i.Name == "" && i.Profile == "": // no profile names it yet, so `fob login` cannot either
		f.Hint, f.Remedy = "Sign in on the way:", "fob configure populate --legacy --use-device-code --sso-start-url "+
			profile.Quote(string(i.StartURL))+" --sso-region "+string(i.Region)
	case i.New:
		f.Hint = "Set up the session and sign in:"
		f.Remedy = "fob configure sso-session --sso-session " + profile.Quote(i.Label()) +
			" --sso-start-url " + profile.Quote(string(i.StartURL)) + " --sso-region " + string(i.Region) + "\n" + i.LoginLine()
	}
	return f
}

// listingOf asks the portal for every account and role, and shows how far it is.
func listingOf(ctx context.Context, e *Env, i instance, t cache.Token, po populate.Options) (populate.Listing, error) {
	var found populate.Listing
	p, err := portalClient(e, i.Session, t)
	if err != nil {
		return found, err
	}
	progress := e.Screen().Progress(i.Label())
	defer progress.Done()
	accounts, err := p.Discover(ctx, t.AccessToken, progress.Set)
	if err != nil {
		return found, err
	}
	for _, a := range accounts {
		if a.Err != nil {
			found.Unknown = append(found.Unknown, populate.Unlisted{Account: a.ID, Name: a.Name, Reason: whyUnlisted(a.Err)})
		}
		for _, r := range a.Roles {
			found.Roles = append(found.Roles, populate.Role{Account: a.ID, AccountName: a.Name, Role: r})
		}
	}
	files, err := e.Files() // as they are now: a sign-in may have taken minutes
	if err != nil {
		return found, err
	}
	err = askMissing(ctx, p, t, &found, populate.Missing(found, po, files))
	return found, err
}

// askMissing asks about accounts that have profiles and that the service did
// not list: it must say twice, in two ways, that access to an account is gone.
// The error is one that leaves this open.
func askMissing(ctx context.Context, p portal.Client, t cache.Token, found *populate.Listing, missing []ident.AccountID) error {
	for _, id := range missing {
		roles, err := p.Roles(ctx, t.AccessToken, id)
		switch {
		case errors.Is(err, portal.ErrNoAccess), err == nil && len(roles) == 0:
			found.Gone = append(found.Gone, id)
		case err == nil:
			found.Unknown = append(found.Unknown, populate.Unlisted{
				Account: id, Reason: "AWS left it out of the list of accounts, though it has roles for you",
			})
		default:
			return err
		}
	}
	return nil
}

// explainDiscovery tells what a refusal of the portal means.
func explainDiscovery(i instance, err error) error {
	var slower *portal.Throttled
	switch {
	case err == nil:
		return nil
	case errors.Is(err, portal.ErrSignIn):
		return i.needsSignIn("AWS no longer accepts the sign-in to " + i.Label())
	case errors.As(err, &slower):
		return &fault.Error{
			Summary: "AWS kept throttling requests while the accounts were read; nothing was changed",
			Hint:    "Wait a minute, or allow more attempts:",
			Remedy:  "AWS_MAX_ATTEMPTS=20 fob configure populate",
			Err:     err,
		}
	}
	return fmt.Errorf("read the accounts and roles of %s: %w", i.Label(), err)
}
