package cli

import (
	"fmt"
	"time"
)

// clock writes a moment for people, in the zone of now: 11:20, "tomorrow
// 08:05", "Mon 08:05", or the date when it is further away.
func clock(at, now time.Time) string {
	at = at.In(now.Location())
	hm := at.Format("15:04")
	switch days := daysBetween(now, at); {
	case days == 0:
		return hm
	case days == 1:
		return "tomorrow " + hm
	case days == -1:
		return "yesterday " + hm
	case days > 1 && days < 7:
		return at.Format("Mon 15:04")
	}
	return at.Format("2006-01-02 15:04")
}

// daysBetween counts midnights from one moment to another, in one zone.
func daysBetween(from, to time.Time) int {
	day := func(t time.Time) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d, 12, 0, 0, 0, time.UTC)
	}
	return int(day(to).Sub(day(from)) / (24 * time.Hour))
}

// span writes a duration for people: "42 min", "7 h 42 min", "3 days".
func span(d time.Duration) string {
	minutes := int(d.Round(time.Minute) / time.Minute)
	switch hours := minutes / 60; {
	case minutes < 1:
		return "less than a minute"
	case hours < 1:
		return fmt.Sprintf("%d min", minutes)
	case hours < 48 && minutes%60 == 0:
		return fmt.Sprintf("%d h", hours)
	case hours < 48:
		return fmt.Sprintf("%d h %d min", hours, minutes%60)
	}
	return fmt.Sprintf("%d days", minutes/60/24)
}

// until writes a moment ahead and how far it is: "11:20 (in 42 min)".
func until(at, now time.Time) string {
	return fmt.Sprintf("%s (in %s)", clock(at, now), span(at.Sub(now)))
}

// plural counts things: "1 role", "6 roles".
func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
