package cli

import (
	"testing"
	"time"
)

func TestClock(t *testing.T) {
	zone := time.FixedZone("CET", 3600)
	now := time.Date(2026, 11, 23, 23, 30, 0, 0, zone) // a Monday
	for at, want := range map[time.Time]string{
		time.Date(2026, 11, 23, 22, 45, 0, 0, time.UTC): "23:45", // shown in the zone of now
		time.Date(2026, 11, 23, 0, 1, 0, 0, zone):       "00:01",
		time.Date(2026, 11, 24, 0, 1, 0, 0, zone):       "tomorrow 00:01",
		time.Date(2026, 11, 22, 23, 59, 0, 0, zone):     "yesterday 23:59",
		time.Date(2026, 11, 29, 8, 5, 0, 0, zone):       "Sun 08:05",
		time.Date(2026, 11, 30, 8, 5, 0, 0, zone):       "2026-11-30 08:05",
		time.Date(2026, 11, 20, 8, 5, 0, 0, zone):       "2026-11-20 08:05",
	} {
		if got := clock(at, now); got != want {
			t.Errorf("clock(%v) = %q, want %q", at, got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Hour:                      "less than a minute",
		20 * time.Second:                "less than a minute",
		90 * time.Second:                "2 min",
		42 * time.Minute:                "42 min",
		59*time.Minute + 59*time.Second: "1 h",
		7*time.Hour + 42*time.Minute:    "7 h 42 min",
		47 * time.Hour:                  "47 h",
		90 * 24 * time.Hour:             "90 days",
	} {
		if got := span(d); got != want {
			t.Errorf("span(%v) = %q, want %q", d, got, want)
		}
	}
}
