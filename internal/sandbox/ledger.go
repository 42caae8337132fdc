package sandbox

import "slices"

// ledger holds what was issued, by the digest of its secret, up to a limit. When
// it is full, the oldest entry is forgotten: a sandbox that runs for weeks, or is
// flooded, does not grow.
type ledger[V any] struct {
	max     int
	entries map[digest]V
	order   []digest // of the entries, oldest first
}

func newLedger[V any](limit int) *ledger[V] {
	return &ledger[V]{max: limit, entries: map[digest]V{}}
}

// maxSpared is how many of the oldest entries are looked at for one that need
// not be spared, so that adding one takes little time.
const maxSpared = 100

// add adds an entry. One that is forgotten for it is returned; it is none of the
// first maxSpared that spare asks to keep, if there is another.
func (l *ledger[V]) add(key digest, v V, spare func(V) bool) (forgotten V, full bool) {
	if len(l.order) >= l.max {
		at := slices.IndexFunc(l.order[:min(len(l.order), maxSpared)], func(k digest) bool { return !spare(l.entries[k]) })
		at = max(at, 0)
		forgotten, full = l.entries[l.order[at]], true
		delete(l.entries, l.order[at])
		// The spared ones become the youngest, so that they are not looked at again soon.
		l.order = append(l.order[at+1:], l.order[:at]...)
	}
	l.entries[key] = v
	l.order = append(l.order, key)
	return forgotten, full
}

// sweep forgets what is gone.
func (l *ledger[V]) sweep(gone func(V) bool) {
	l.order = slices.DeleteFunc(l.order, func(k digest) bool {
		if !gone(l.entries[k]) {
			return false
		}
		delete(l.entries, k)
		return true
	})
}
