package vend

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/fobcli/fob/internal/cache"
	"github.com/fobcli/fob/internal/fault"
	"github.com/fobcli/fob/internal/fsx"
	"github.com/fobcli/fob/internal/ident"
)

// The limits of the credential path.
//
// boto3 runs a credential_process on every request once its credentials last
// less than 15 minutes, as the AWS CLI does for itself. Printing the same ones
// would start fob hundreds of times, so fob refreshes as early. At that point a
// failure does not matter, and nobody should wait long for it.
const (
	refreshAhead        = 15 * time.Minute // less left than this: try to refresh
	defaultMinTTL       = 5 * time.Minute  // less left than this: refresh, however long it takes
	earlyRefreshTimeout = 2 * time.Second  // for a refresh that can wait
	earlyRefreshBackoff = time.Minute      // after one that failed
)

// entry is one entry of the cache and the way to fill it.
type entry struct {
	what string // for messages: "the credentials of …"
	lock string
	load func() (ident.Credentials, error) // zero with an error
	// need gets what fetch builds on. It is called before the lock is taken: a
	// chain can have the same entry twice, and two chains the same two entries
	// in opposite order, so locks of entries never nest. Nil for nothing.
	need func(ctx context.Context, early bool) error
	// fetch gets new ones. An early refresh leaves alone what must not be
	// interrupted, such as the refresh of a token, and returns errNotNow.
	fetch func(ctx context.Context, early bool) (ident.Credentials, error)
	save  func(ident.Credentials) error // of what fetch returned
}

// credentials returns the credentials of an entry: the cached ones while they
// last, else new ones, fetched by one process at a time.
func (e *request) credentials(ctx context.Context, n entry) (ident.Credentials, error) {
	have := e.cached(n)
	switch {
	case e.valid(have, max(refreshAhead, e.minTTL)):
		return have, nil // the common way: no lock, no network

	case e.valid(have, e.minTTL):
		// They are valid for a while: refresh them where that takes no time to
		// speak of. Not while another process does it, not for long, and not
		// again and again where the network is gone.
		if wait := e.Store.Postponed(n.lock).Sub(e.Now()); wait > 0 && wait <= earlyRefreshBackoff {
			return have, nil
		}
		limited, cancel := context.WithTimeout(ctx, earlyRefreshTimeout)
		defer cancel()
		got, err := e.refresh(limited, n, have, true)
		if err == nil {
			return got, ctx.Err()
		}
		if !errors.Is(err, errNotNow) && ctx.Err() == nil {
			e.Store.Postpone(n.lock, e.Now().Add(earlyRefreshBackoff))
		}
		return have, ctx.Err()
	}

	got, err := e.refresh(ctx, n, have, false)
	if err != nil && ctx.Err() == nil && e.valid(have, time.Second) {
		left := have.Expiration.Sub(e.Now()).Round(time.Second)
		e.warn(fmt.Sprintf("%s could not be refreshed and expire in %s: %s", n.what, left, fault.Text(err)))
		return have, nil
	}
	return got, err
}

// cached returns what the cache has, valid or not; zero when it has nothing.
func (e *request) cached(n entry) ident.Credentials {
	have, err := n.load()
	if err != nil {
		e.warnOfDamage(err)
	}
	return have
}

// refresh gets the credentials of an entry under its lock, and saves them.
// Where another process has fetched them meanwhile, it returns those. An early
// refresh does not wait for the lock: it returns errNotNow.
func (e *request) refresh(ctx context.Context, n entry, have ident.Credentials, early bool) (ident.Credentials, error) {
	if n.need != nil {
		if err := n.need(ctx, early); err != nil {
			return ident.Credentials{}, err
		}
	}
	lock := func() (unlock func(), err error) { return e.lock(ctx, n.lock, n.what) }
	if early {
		lock = func() (func(), error) { return e.tryLock(n.lock) }
	}
	unlock, err := lock()
	if err != nil {
		return ident.Credentials{}, err
	}
	defer unlock()
	if now, err := n.load(); err == nil && now.AccessKeyID != have.AccessKeyID && e.valid(now, min(e.minTTL, defaultMinTTL)) {
		return now, nil // even if they are short-lived: they are as new as can be
	}
	got, err := n.fetch(ctx, early)
	if err != nil {
		return ident.Credentials{}, err
	}
	// They are new, so one clock that agrees with AWS is enough.
	if !got.ValidAt(e.Now(), time.Second) && !got.ValidAt(e.machineNow(), time.Second) {
		return ident.Credentials{}, expiredOnArrival(n.what, got.Expiration, e.Now())
	}
	if err := n.save(got); err != nil {
		e.warn(fmt.Sprintf("%s could not be cached: %s", n.what, e.Store.Reason(e.Store.Paths.CLICache, err)))
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

// tryLock takes a lock of the cache, or returns errNotNow where another process
// has it.
func (v *Vendor) tryLock(name string) (unlock func(), err error) {
	unlock, free, err := v.Store.TryLock(name)
	if err == nil && !free {
		err = errNotNow
	}
	return unlock, err
}

// lock takes a lock of the cache for role credentials. Where none can be had, as
// in a home that cannot be written to, the work goes on without it: it is then
// done more often than needed, and never wrongly. what is what it guards. The
// error is ctx's.
func (v *Vendor) lock(ctx context.Context, name, what string) (unlock func(), err error) {
	unlock, err = v.mustLock(ctx, name, what)
	if err == nil {
		return unlock, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	v.warn(fmt.Sprintf("%s are fetched without a lock, so other processes may fetch them too: %s", what, v.Store.Reason(v.Store.Paths.Own, err)))
	return func() {}, nil
}

// mustLock is lock for work that only one process may do. The error is ctx's, or
// what the file system says.
func (v *Vendor) mustLock(ctx context.Context, name, what string) (unlock func(), err error) {
	return v.Store.Lock(ctx, name, func(h fsx.Holder) {
		v.warn(fmt.Sprintf("waiting for %s, which is fetching %s; Ctrl-C ends the wait", h, what))
	})
}
