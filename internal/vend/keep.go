package vend

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fsx"
	"github.com/fobcli/fob/internal/ident"
)

// When credentials are renewed. boto3 asks a credential_process again on every
// request once its keys last for less than 15 minutes, as the AWS CLI does for
// itself: handing the same keys out then would start fob hundreds of times, so
// fob renews as early. That far from the end it is no matter if it fails, and
// nobody shall wait long for it.
const (
	renewAhead    = 15 * time.Minute // less left than this: try to renew
	defaultMinTTL = 5 * time.Minute  // less left than this: renew, however long it takes
	hurryLimit    = 2 * time.Second  // how long a renewal that can wait may take
	hurryPause    = time.Minute      // how long such a renewal is left alone once it failed
)

// entry is one place of the cache and the way to fill it.
type entry struct {
	what string // for messages: "the credentials of …"
	lock string
	load func() (ident.Credentials, error) // zero with an error
	// need gets what fetch builds on. It is called before the lock is taken: a
	// chain can meet the same entry twice, and two chains the same two entries
	// in opposite order, so locks of entries never nest. Nil for nothing.
	need func(ctx context.Context, hurry bool) error
	// fetch gets new ones. In a hurry it leaves alone what must not be broken
	// off, such as the refresh of a token.
	fetch func(ctx context.Context, hurry bool) (ident.Credentials, error)
	save  func(ident.Credentials) error // of what fetch returned
}

func (n entry) needs(ctx context.Context, hurry bool) error {
	if n.need == nil {
		return nil
	}
	return n.need(ctx, hurry)
}

// kept returns the credentials of an entry: those in the cache when they last,
// else new ones, fetched by one process at a time. When fetching fails, those
// in the cache are given as long as they are good at all.
func (e *errand) kept(ctx context.Context, n entry) (ident.Credentials, error) {
	have, err := n.load()
	if err != nil {
		e.warnOfDamage(err)
	}
	if e.valid(have, max(renewAhead, e.minTTL)) {
		return have, nil
	}
	if e.valid(have, e.minTTL) {
		return e.renewedAhead(ctx, n, have), ctx.Err()
	}
	got, err := e.fetched(ctx, n, have)
	if err == nil || ctx.Err() != nil {
		return got, err
	}
	if e.valid(have, time.Second) {
		left := have.Expiration.Sub(e.Now())
		e.warn(fmt.Sprintf("%s could not be renewed and end in %s: %v", n.what, left.Round(time.Second), err))
		return have, nil
	}
	return ident.Credentials{}, err
}

// fetched renews the credentials of an entry in its turn.
func (e *errand) fetched(ctx context.Context, n entry, have ident.Credentials) (ident.Credentials, error) {
	if err := n.needs(ctx, false); err != nil {
		return ident.Credentials{}, err
	}
	unlock, err := e.lock(ctx, n.lock, n.what)
	if err != nil {
		return ident.Credentials{}, err
	}
	defer unlock()
	return e.renewed(ctx, n, have, false)
}

// renewedAhead renews credentials that are good for a while, where that takes
// no time to speak of: not while another process does it, not for long, and
// not again and again where the network is gone. When it comes to nothing, the
// credentials are given as they are.
func (e *errand) renewedAhead(ctx context.Context, n entry, have ident.Credentials) ident.Credentials {
	if wait := e.Store.Postponed(n.lock).Sub(e.Now()); wait > 0 && wait <= hurryPause {
		return have
	}
	limited, cancel := context.WithTimeout(ctx, hurryLimit)
	defer cancel()
	got, err := e.fetchedAtOnce(limited, n, have)
	if err == nil {
		return got
	}
	if !errors.Is(err, errNotNow) && ctx.Err() == nil {
		e.Store.Postpone(n.lock, e.Now().Add(hurryPause))
	}
	return have
}

// fetchedAtOnce is fetched for who would rather go without than wait.
func (e *errand) fetchedAtOnce(ctx context.Context, n entry, have ident.Credentials) (ident.Credentials, error) {
	if err := n.needs(ctx, true); err != nil {
		return ident.Credentials{}, err
	}
	unlock, free, err := e.Store.TryLock(n.lock)
	switch {
	case err != nil:
		return ident.Credentials{}, err
	case !free:
		return ident.Credentials{}, errNotNow
	}
	defer unlock()
	return e.renewed(ctx, n, have, true)
}

// renewed fetches the credentials of an entry, whose lock is held, unless
// another process has done so meanwhile.
func (e *errand) renewed(ctx context.Context, n entry, have ident.Credentials, hurry bool) (ident.Credentials, error) {
	if now, err := n.load(); err == nil && now.AccessKeyID != have.AccessKeyID && e.valid(now, min(e.minTTL, defaultMinTTL)) {
		return now, nil // even if they are short-lived: they are as new as can be
	}
	got, err := n.fetch(ctx, hurry)
	if err != nil {
		return ident.Credentials{}, err
	}
	// They are new, so one clock that agrees with AWS is enough.
	if !got.ValidAt(e.Now(), time.Second) && !got.ValidAt(e.machineNow(), time.Second) {
		return ident.Credentials{}, expiredOnArrival(n.what, got.Expiration, e.Now())
	}
	if err := n.save(got); err != nil {
		e.warn(fmt.Sprintf("%s could not be kept for the next time: %v", n.what, err))
	}
	return got, nil
}

// valid reports whether credentials at hand last for spare, by this machine's
// clock and by the corrected one: a wrong Date on the way must not make expired
// ones good again.
func (v *Vendor) valid(c ident.Credentials, spare time.Duration) bool {
	return c.ValidAt(v.Now(), spare) && c.ValidAt(v.machineNow(), spare)
}

func (v *Vendor) machineNow() time.Time {
	if v.MachineNow == nil {
		return v.Now()
	}
	return v.MachineNow()
}

// warnOfDamage tells of a file in the cache that could not be used; that there
// is none is nothing to tell.
func (v *Vendor) warnOfDamage(err error) {
	if w := cache.Warning(err); w != nil {
		v.warn(fmt.Sprintf("%s is damaged (%v); fob goes on as if it were not there", v.Store.Paths.Short(w.Path), w.Err))
	}
}

// lock takes a lock of the cache. Where none can be had, as in a home that
// cannot be written to, the work goes on without it: it is then done more
// often than needed, and never wrongly. what is what it guards. The error is
// ctx's.
func (v *Vendor) lock(ctx context.Context, name, what string) (unlock func(), err error) {
	unlock, err = v.Store.Lock(ctx, name, func(h fsx.Holder) {
		v.warn(fmt.Sprintf("waiting for %s, which is fetching %s; Ctrl-C ends the wait", h, what))
	})
	if err == nil {
		return unlock, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	v.warn(err.Error() + "; other processes may do the same work")
	return func() {}, nil
}
