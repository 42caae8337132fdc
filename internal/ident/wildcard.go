package ident

import "strings"

// HasWildcard reports whether a word is a pattern for Like rather than a name.
func HasWildcard(word string) bool { return strings.ContainsAny(word, "*?") }

// Like reports whether all of name is as pattern says: * stands for any
// characters, also none, ? for one. Nothing else has a meaning, so that a name
// with brackets means itself. It takes at most len(pattern)*len(name) steps.
func Like(pattern, name string) bool {
	p, n := []rune(pattern), []rune(name)
	star, from := -1, 0 // the last *, and where in n what follows it was tried
	i, j := 0, 0
	for j < len(n) {
		switch {
		case i < len(p) && p[i] == '*':
			star, from = i, j
			i++
		case i < len(p) && (p[i] == '?' || p[i] == n[j]):
			i++
			j++
		case star >= 0:
			from++
			i, j = star+1, from
		default:
			return false
		}
	}
	return strings.Trim(string(p[i:]), "*") == ""
}
