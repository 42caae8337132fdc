// Package pattern is Python's regular expressions as `fob populate` needs
// them: with look-ahead and look-behind, which Go's regexp does not have.
//
// People bring patterns that were written for Python, so its syntax and its
// Unicode classes are kept. Matching backtracks, and is bounded by a budget of
// steps instead of a clock: the same pattern fails on every machine, or on none.
// The package is pure and has nothing to initialise at the start of a program;
// docs/decisions/regular-expressions.md tells what that is compared with.
package pattern

import (
	"errors"
	"fmt"
)

// ErrBudget means that a pattern needs too many steps on a text: it repeats
// what repeats itself, as in (a+)+$.
var ErrBudget = errors.New("the pattern takes too many steps")

// budget is how many steps one text may take. A name has some 50 characters,
// for which a sane pattern takes hundreds; a million take some 30 ms.
const budget = 1_000_000

// Pattern is a compiled expression. It is safe for use by many goroutines.
type Pattern struct {
	text   string
	root   node
	groups int // captures, the whole match not counted
}

// Compile reads an expression in the syntax of Python's re, for text. Its error
// says what is wrong and where, counting characters from 0 as Python does.
func Compile(text string) (*Pattern, error) {
	p := &parser{text: []rune(text), names: map[string]int{}}
	root, err := p.parse()
	if err != nil {
		return nil, fmt.Errorf("pattern %q: %w", text, err)
	}
	return &Pattern{text: text, root: root, groups: p.groups}, nil
}

// RemoveAll returns s without every match that does not overlap another, from
// the left, found anywhere: Python's re.sub with nothing as the replacement.
// The error is ErrBudget, and s is returned as it is then.
func (p *Pattern) RemoveAll(s string) (string, error) {
	m := &machine{input: []rune(s), captures: make([]span, p.groups+1)}
	var kept []rune
	for at := 0; at <= len(m.input); {
		end, ok := m.match(p.root, at)
		if m.steps > budget {
			return s, fmt.Errorf("%w on %q: %s", ErrBudget, s, p.text)
		}
		if ok {
			at = end
			continue
		}
		if at < len(m.input) {
			kept = append(kept, m.input[at])
		}
		at++
	}
	if len(kept) == len(m.input) {
		return s, nil
	}
	return string(kept), nil
}

// Matches reports whether the expression matches anywhere in s: Python's
// re.search. The error is ErrBudget.
func (p *Pattern) Matches(s string) (bool, error) {
	m := &machine{input: []rune(s), captures: make([]span, p.groups+1)}
	for at := 0; at <= len(m.input); at++ {
		clear(m.captures)
		ok := m.run(p.root, at, func(int) bool { return true })
		if m.steps > budget {
			return false, fmt.Errorf("%w on %q: %s", ErrBudget, s, p.text)
		}
		if ok {
			return true, nil
		}
	}
	return false, nil
}
