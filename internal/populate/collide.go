package populate

import "strings"

// Collision is a name that several roles would have had.
type Collision struct {
	Name    string
	Members []Candidate // under the names that they have now
}

// separate gives every candidate a name of its own. Several with one name all
// get what tells them apart: the account's id, else the role, else the region.
// So a name never depends on which of them was found first, or found at all
// in an earlier run. all is sorted by name; the result is again.
func separate(all []Candidate, separator string) ([]Candidate, []Collision) {
	var out []Candidate
	var collisions []Collision
	for start := 0; start < len(all); {
		end := start + 1
		for end < len(all) && all[end].Name == all[start].Name {
			end++
		}
		group := distinct(all[start:end])
		start = end
		if len(group) > 1 {
			name := group[0].Name
			group = suffixed(group, separator)
			collisions = append(collisions, Collision{name, group})
		}
		out = append(out, group...)
	}
	return sorted(out), collisions
}

// distinct leaves out what is the same role in the same region again.
func distinct(group []Candidate) []Candidate {
	if len(group) == 1 {
		return group
	}
	var kept []Candidate
	seen := map[Candidate]bool{}
	for _, c := range group {
		key := c
		key.Index, key.Of, key.AccountName = 0, 0, ""
		if !seen[key] {
			seen[key] = true
			kept = append(kept, c)
		}
	}
	return kept
}

// suffixed adds the fewest facts that make the names of a group different.
func suffixed(group []Candidate, separator string) []Candidate {
	facts := []func(Candidate) string{
		func(c Candidate) string { return string(c.Account) },
		func(c Candidate) string { return string(c.Role.Role) },
		func(c Candidate) string { return string(c.Region) },
	}
	for _, use := range [][]int{{0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}, {0, 1, 2}} {
		named, seen := make([]Candidate, len(group)), map[string]bool{}
		for i, c := range group {
			parts := []string{c.Name}
			for _, f := range use {
				parts = append(parts, facts[f](c))
			}
			c.Name = strings.TrimPrefix(strings.Join(parts, separator), separator)
			named[i], seen[c.Name] = c, true
		}
		if len(seen) == len(group) {
			return named
		}
	}
	return group // cannot be: distinct members differ in a fact
}
