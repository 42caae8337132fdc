package profile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fobcli/fob/internal/fault"
)

// nearMost is how many names that look like a mistyped one are shown.
const nearMost = 5

// NotFound is the error for a profile that the SDKs do not find, with the
// names that look like it. names are all that the AWS CLI knows: one that is
// among them is there, but written in letters that SDKs do not take.
func NotFound(names []string, name string) *fault.Error {
	if slices.Contains(names, name) {
		return &fault.Error{
			Summary: fmt.Sprintf("the profile %q is invisible to SDKs and to fob: its name may only have letters, digits and _ - / . %% @ : +", name),
			Hint:    "Rename it in the file, or list the others:",
			Remedy:  "fob profiles",
			Code:    fault.NoProfile,
		}
	}
	return missing("profile", name, names, "fob profiles", fault.NoProfile)
}

// missing is the error for a name of a kind of section that does not exist.
func missing(kind, name string, names []string, list string, code fault.Code) *fault.Error {
	e := &fault.Error{
		Summary: fmt.Sprintf("there is no %s %q", kind, name),
		Hint:    "List them all:",
		Remedy:  list,
		Code:    code,
	}
	if near := Near(name, names); len(near) > 0 {
		e.Detail = append(e.Detail, "Did you mean:")
		for _, n := range near {
			e.Detail = append(e.Detail, "  "+n)
		}
	}
	return e
}

// Near returns the names that a person may have meant by name, the likeliest
// first: those a few letters away, and those that begin so or contain it.
func Near(name string, names []string) []string {
	type guess struct {
		name     string
		distance int
	}
	var guesses []guess
	typed := []rune(strings.ToLower(name))
	allowed := max(1, len(typed)/3)
	for _, n := range names {
		whole, start := distance(typed, []rune(strings.ToLower(n)))
		if whole <= allowed || start <= allowed && len(typed) > 1 || len(typed) > 2 && strings.Contains(strings.ToLower(n), string(typed)) {
			guesses = append(guesses, guess{n, whole})
		}
	}
	slices.SortStableFunc(guesses, func(a, b guess) int { return a.distance - b.distance })
	var near []string
	for _, g := range guesses[:min(nearMost, len(guesses))] {
		near = append(near, g.name)
	}
	return near
}

// distance counts the letters that must be typed, left out or changed to turn
// a into b, and into the nearest beginning of b.
func distance(a, b []rune) (whole, start int) {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range a {
		before := row[0]
		row[0] = i + 1
		for j, q := range b {
			cost := before
			if r != q {
				cost = 1 + min(before, row[j], row[j+1])
			}
			before, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)], slices.Min(row)
}
