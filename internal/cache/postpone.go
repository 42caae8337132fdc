package cache

import (
	"time"

	"github.com/fobcli/fob/internal/fsx"
)

// Postpone notes that what a lock guards need not be tried again before then:
// it failed, and whoever asks next has something that is good enough. The note
// helps to save time, so nothing is lost where it cannot be written.
func (s Store) Postpone(lock string, until time.Time) {
	_ = fsx.ReplacePrivateFile(s.lockPath(lock)+".later", []byte(formatTime(until)))
}

// Postponed returns until when; zero when there is no note.
func (s Store) Postponed(lock string) time.Time {
	data, err := fsx.ReadAtMost(s.lockPath(lock)+".later", maxEntry)
	if err != nil {
		return time.Time{}
	}
	t, err := ParseTime(string(data))
	if err != nil {
		return time.Time{}
	}
	return t
}
