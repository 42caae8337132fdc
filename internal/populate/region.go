package populate

import (
	"strings"

	"github.com/fobcli/fob/internal/ident"
)

// ShortRegion abbreviates a region: us-east-1 is usea1, us-gov-west-1 is
// govwe1. One of another shape is returned as it is. aws-sso-util uses the same
// abbreviations, so profile names stay what they were.
func ShortRegion(r ident.Region) string {
	rest, number, ok := cutLast(string(r), '-')
	if !ok {
		return string(r)
	}
	area, direction, ok := cutLast(rest, '-')
	if !ok {
		return string(r)
	}
	if area == "us-gov" {
		area = "gov"
	}
	return area + directionCode(direction) + number
}

func directionCode(direction string) string {
	switch direction {
	case "north", "south", "east", "west", "central":
		return direction[:2]
	case "northeast", "northwest", "southeast", "southwest":
		return direction[:1] + direction[5:6]
	}
	return direction
}

func cutLast(s string, sep byte) (before, after string, found bool) {
	i := strings.LastIndexByte(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}
