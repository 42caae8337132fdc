package cli

import (
	"strings"

	"github.com/fobcli/fob/internal/shell"
)

// How well a candidate matches what is typed: the best that there is are shown.
const (
	asTyped = iota // begins with it
	anyCase        // begins with it in other letters
	within         // holds it somewhere
	noMatch
)

// add takes those candidates that match. before is a part of the word that
// stands before each of them: the name of a flag.
func (l *line) add(before string, list []shell.Candidate) {
	typed := strings.TrimPrefix(l.current, before)
	folded := strings.ToLower(typed)
	for _, c := range list {
		rank := rankOf(c.Text, typed, folded)
		c.Text = before + c.Text
		if rank == noMatch || !l.typed.Fit(c) {
			continue
		}
		l.found, l.ranks = append(l.found, c), append(l.ranks, rank)
	}
}

func rankOf(text, typed, folded string) int {
	switch {
	case strings.HasPrefix(text, typed):
		return asTyped
	case len(text) < len(folded):
		return noMatch
	case strings.EqualFold(text[:len(folded)], typed):
		return anyCase
	case strings.Contains(strings.ToLower(text), folded):
		return within
	}
	return noMatch
}

// best returns the candidates that match best, in their order.
func (l *line) best() []shell.Candidate {
	top := noMatch
	for _, r := range l.ranks {
		top = min(top, r)
	}
	var best []shell.Candidate
	for i, c := range l.found {
		if l.ranks[i] == top {
			best = append(best, c)
		}
	}
	return best
}
