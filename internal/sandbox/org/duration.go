package org

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

var errDuration = errors.New("want a duration like PT8H, PT1H30M or P90D")

// parseDuration reads the ISO 8601 durations that AWS uses: whole days, hours
// and minutes, and seconds with or without a fraction, each at most once and in
// this order. Years and months
// are refused: they have no fixed length.
func parseDuration(s string) (time.Duration, error) {
	rest, ok := strings.CutPrefix(s, "P")
	if !ok {
		return 0, errDuration
	}
	date, clock, hasClock := strings.Cut(rest, "T")
	if rest == "" || hasClock && clock == "" {
		return 0, errDuration
	}
	var total time.Duration
	if err := addUnits(&total, date, []unit{{'D', 24 * time.Hour}}); err != nil {
		return 0, err
	}
	err := addUnits(&total, clock, []unit{{'H', time.Hour}, {'M', time.Minute}, {'S', time.Second}})
	return total, err
}

type unit struct {
	letter byte
	length time.Duration
}

// addUnits adds the numbers of s, each followed by one of the letters in units,
// which may be left out but not reordered.
func addUnits(total *time.Duration, s string, units []unit) error {
	for _, u := range units {
		number, rest, found := strings.Cut(s, string(u.letter))
		if !found {
			continue
		}
		if u.letter == 'S' {
			var part string
			if number, part, found = strings.Cut(number, "."); found {
				nanos, err := nanoseconds(part)
				if err != nil {
					return err
				}
				*total += nanos
			}
		}
		n, err := strconv.ParseUint(number, 10, 32)
		if err != nil || time.Duration(n) > (math.MaxInt64-*total)/u.length {
			return errDuration
		}
		*total += time.Duration(n) * u.length
		s = rest
	}
	if s != "" {
		return errDuration
	}
	return nil
}

// nanoseconds reads the digits after the point of a second.
func nanoseconds(digits string) (time.Duration, error) {
	if digits == "" || len(digits) > 9 {
		return 0, errDuration
	}
	n, err := strconv.ParseUint(digits+strings.Repeat("0", 9-len(digits)), 10, 32)
	if err != nil {
		return 0, errDuration
	}
	return time.Duration(n), nil
}

// isoDuration writes a duration the way parseDuration reads it.
func isoDuration(d time.Duration) string {
	const day = 24 * time.Hour
	if d >= day && d%day == 0 {
		return "P" + strconv.FormatInt(int64(d/day), 10) + "D"
	}
	text := strings.ToUpper(d.String()) // 1H30M0S
	if strings.HasSuffix(text, "M0S") {
		text = strings.TrimSuffix(text, "0S")
	}
	if strings.HasSuffix(text, "H0M") {
		text = strings.TrimSuffix(text, "0M")
	}
	return "PT" + text
}
