package vend

import (
	"context"
	"fmt"
	"time"

	"github.com/fobcli/fob/internal/cache"
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
	hurryLimit    = 5 * time.Second  // how long a renewal that can wait may take
)

func (v *Vendor) minTTL() time.Duration {
	if v.MinTTL > 0 {
		return v.MinTTL
	}
	return defaultMinTTL
}

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

// kept returns the credentials of an entry: those in the cache when they last,
// else new ones, fetched by one process at a time. When fetching fails, those
// in the cache are given as long as they are good at all.
func (v *Vendor) kept(ctx context.Context, e entry) (ident.Credentials, error) {
	have, err := e.load()
	if err != nil {
		v.warnOfDamage(err)
	}
	if have.ValidAt(v.Now(), max(renewAhead, v.minTTL())) {
		return have, nil
	}
	hurry := have.ValidAt(v.Now(), v.minTTL())
	got, err := v.renewed(ctx, e, have, hurry)
	if err == nil || ctx.Err() != nil {
		return got, err
	}
	if left := have.Expiration.Sub(v.Now()); left > 0 && have.AccessKeyID != "" {
		if !hurry {
			v.warn(fmt.Sprintf("%s could not be renewed and end in %s: %v", e.what, left.Round(time.Second), err))
		}
		return have, nil
	}
	return ident.Credentials{}, err
}

// renewed fetches the credentials of an entry under its lock, unless another
// process has done so meanwhile.
func (v *Vendor) renewed(ctx context.Context, e entry, have ident.Credentials, hurry bool) (ident.Credentials, error) {
	if hurry {
		limited, cancel := context.WithTimeout(ctx, hurryLimit)
		defer cancel()
		ctx = limited
	}
	if e.need != nil {
		if err := e.need(ctx, hurry); err != nil {
			return ident.Credentials{}, err
		}
	}
	unlock, err := v.lock(ctx, e.lock)
	if err != nil {
		return ident.Credentials{}, err
	}
	defer unlock()
	if now, err := e.load(); err == nil && now.AccessKeyID != have.AccessKeyID && now.ValidAt(v.Now(), v.minTTL()) {
		return now, nil // even if they are short-lived: they are as new as can be
	}
	got, err := e.fetch(ctx, hurry)
	if err != nil {
		return ident.Credentials{}, err
	}
	if !got.ValidAt(v.Now(), time.Second) {
		return ident.Credentials{}, expiredOnArrival(e.what, got.Expiration, v.Now())
	}
	if err := e.save(got); err != nil {
		v.warn(fmt.Sprintf("%s could not be kept for the next time: %v", e.what, err))
	}
	return got, nil
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
// often than needed, and never wrongly. The error is ctx's.
func (v *Vendor) lock(ctx context.Context, name string) (unlock func(), err error) {
	unlock, err = v.Store.Lock(ctx, name)
	if err == nil {
		return unlock, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	v.warn(err.Error() + "; other processes may do the same work")
	return func() {}, nil
}
