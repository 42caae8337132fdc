package sigv4

import (
	"slices"
	"strings"
)

// isRegion reports whether a signature may be scoped to a region of this name.
//
// It follows the form of AWS's names instead of a list: an area, a direction
// and a number of one digit. So a region that opens tomorrow is accepted, and
// mars-1 is not. Source: regionRegex in partitions.json of the AWS SDKs.
func isRegion(name string) bool {
	rest, number, _ := cutLast(name)
	area, direction, ok := cutLast(rest)
	return ok && len(number) == 1 && number >= "1" && number <= "9" &&
		slices.Contains(directions, direction) && slices.Contains(areas, area)
}

// areas are the first parts of the names of AWS's regions, of all partitions.
var areas = []string{
	"af", "ap", "ca", "cn", "eu", "eu-isoe", "eusc-de", "il", "me", "mx", "sa",
	"us", "us-gov", "us-iso", "us-isob", "us-isof",
}

var directions = []string{
	"central", "north", "northeast", "northwest", "east", "south", "southeast", "southwest", "west",
}

// cutLast cuts a name at its last hyphen.
func cutLast(name string) (before, after string, found bool) {
	i := strings.LastIndexByte(name, '-')
	if i < 0 {
		return "", name, false
	}
	return name[:i], name[i+1:], true
}
