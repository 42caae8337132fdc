package cache

import (
	"fmt"
	"strings"
	"time"
)

// ParseTime reads a moment as any of the tools writes it: RFC 3339 with any
// number of decimals (JavaScript three, .NET seven), a zone with or without
// its colon, a blank in place of the T, and the suffix "UTC" of older AWS
// CLIs. Without any zone it is UTC. The zone that was written is kept.
func ParseTime(s string) (time.Time, error) {
	text := strings.TrimSpace(s)
	if t, ok := strings.CutSuffix(text, "UTC"); ok {
		text = strings.TrimSpace(t) + "Z"
	}
	for _, layout := range [...]string{
		time.RFC3339, // its seconds take decimals too
		"2006-01-02T15:04:05Z0700",
		"2006-01-02 15:04:05Z07:00",
		"2006-01-02T15:04:05",
		"2006-01-02 15:04:05",
	} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("time %q: want one like 2026-11-23T04:18:16Z", s)
}

// formatTime writes a moment as AWS CLI v2 does in tokens and SSO roles: UTC,
// to the second, with a Z.
func formatTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
