package login

import (
	"context"
	"errors"
	"fmt"

	"github.com/fobcli/fob/internal/awsconfig"
	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/profile"
)

// SignOutAll ends every session that has a token here, whoever wrote it, and
// removes every token, every file of role credentials from a sign-in, and all
// keys that fob wrote for other tools.
//
// The receipts tell of what there was to end. A session that cannot be ended
// keeps its token, and the error names it. Role credentials that belong to no session in
// the config are removed once all are ended, and are in the last receipt.
func (d *Deed) SignOutAll(ctx context.Context, v *awsconfig.View, o SignOutOptions) ([]Receipt, error) {
	all, err := Statuses(d.Store, v, d.Now())
	if err != nil {
		return nil, err
	}
	var receipts []Receipt
	var failed []error
	for _, st := range all {
		r, err := d.SignOutOf(ctx, v, st, o)
		if ctx.Err() != nil {
			return receipts, ctx.Err()
		}
		if err != nil {
			failed = append(failed, err)
			continue
		}
		if r.Ending != NotSignedIn || r.Token || r.Roles > 0 || len(r.Written) > 0 {
			receipts = append(receipts, r)
		}
	}
	if len(failed) > 0 {
		return receipts, notAll(failed)
	}
	rest := Receipt{Rest: true}
	err = errors.Join(
		d.removeEveryRole(&rest),
		d.removeWritten(ctx, &rest, func(awsconfig.Written) bool { return true }),
		d.Store.RemoveLeftovers(true),
	)
	if err != nil || rest.Roles > 0 || len(rest.Written) > 0 {
		receipts = append(receipts, rest)
	}
	return receipts, err
}

// SignOutOf is SignOut for a session that is known by its status: one of the
// config, or a token that belongs to none there.
func (d *Deed) SignOutOf(ctx context.Context, v *awsconfig.View, st Status, o SignOutOptions) (Receipt, error) {
	if st.Configured {
		return d.SignOut(ctx, v, st.Session, o)
	}
	r := Receipt{Session: st.Session}
	var err error
	f := cache.TokenFile{Path: st.Path, Token: st.Token}
	if r.Ending, err = d.end(ctx, st.Session, f, o); err != nil {
		return r, err
	}
	if r.Token, err = d.Store.RemoveToken(f); err != nil {
		return r, d.notRemoved(st.Session, r.Ending, err)
	}
	if st.Session.StartURL != "" {
		err = errors.Join(d.removeRoles(&r, v, st.Session), d.removeWritten(ctx, &r, func(w awsconfig.Written) bool { return w.Session == st.Session.Label() }))
	}
	return r, err
}

// removeEveryRole removes what is left of role credentials from a sign-in.
func (d *Deed) removeEveryRole(r *Receipt) error {
	all, err := d.Store.SSORoles()
	for _, f := range all {
		removed, e := d.Store.RemoveRole(f)
		err = errors.Join(err, e)
		if removed {
			r.count(f.Credentials.Expiration, d.Now())
		}
	}
	return err
}

// notAll is the error for sessions that could not be ended.
func notAll(failed []error) error {
	if len(failed) == 1 {
		return failed[0]
	}
	e := &fault.Error{
		Summary: fmt.Sprintf("%d sessions could not be ended", len(failed)),
		Hint:    "Try again later, or remove the files and leave the sessions to AWS:",
		Remedy:  "fob logout --all --local",
		Err:     errors.Join(failed...),
	}
	for _, f := range failed {
		e.Detail = append(e.Detail, fault.Text(f))
	}
	return e
}

// foreign is a session that is known by its token alone.
func foreign(t cache.Token) profile.Session {
	return profile.Session{StartURL: t.StartURL, Region: t.Region}
}
