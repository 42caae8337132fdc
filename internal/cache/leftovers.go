package cache

import (
	"errors"
	"time"

	"github.com/fobcli/fob/internal/fsx"
)

// leftoverAge is from when on a half-written file is a dead process's.
const leftoverAge = time.Minute

// RemoveLeftovers removes what killed processes had begun to write into the
// caches: it holds tokens and keys like the files that it was to become. Files
// younger than a minute stay, as someone may be writing them; with all set
// they go too, and that writer fails. Damaged files that were set aside go in
// any case, and with all set the notes of renewals.
func (s Store) RemoveLeftovers(all bool) error {
	age, renewals := leftoverAge, error(nil)
	if all {
		age, renewals = 0, s.removeOwn("renewals")
	}
	return errors.Join(
		renewals,
		s.removeOwn("damaged"),
		fsx.RemoveOldLeftovers(s.Paths.SSOCache, age),
		fsx.RemoveOldLeftovers(s.Paths.CLICache, age),
	)
}
