package pattern

// node is a part of an expression. Flags that change what a part means, such
// as (?i), are settled when it is parsed, so a node carries all it needs.
type node any

type (
	empty struct{}
	// char is one character; fold compares without regard to case.
	char struct {
		r    rune
		fold bool
	}
	// dot is any character, a line break only with all.
	dot struct{ all bool }
	// set is one character out of several.
	set struct {
		items        []item
		negate, fold bool
	}
	// edge is a place between characters.
	edge struct {
		kind  rune // ^ $ A Z b B
		multi bool // ^ and $ at each line
		ascii bool // \b by ASCII letters alone
	}
	sequence []node
	choice   []node
	// capture remembers what sub matched.
	capture struct {
		group int
		sub   node
	}
	// again matches what a group has matched.
	again struct {
		group int
		fold  bool
	}
	// repeat is sub, min to max times.
	repeat struct {
		min, max   int
		lazy       bool
		possessive bool // what was taken is never given back
		sub        node
	}
	// look is what must stand, or must not, before or behind a place. width is
	// how many characters a look-behind spans.
	look struct {
		behind, negate bool
		width          int
		sub            node
	}
	// atomic is sub, the first way it matches and no other.
	atomic struct{ sub node }
	// condition is yes when the group has matched, else no.
	condition struct {
		group   int
		yes, no node
	}
)

// item is a part of a set: a range of characters, or a class such as \w.
type item struct {
	from, to rune
	class    rune // d D w W s S; 0 for a range
	ascii    bool
}

// unlimited is the max of a repeat without one.
const unlimited = 1 << 30

// width returns the fewest and the most characters that n can span.
func width(n node) (least, most int) {
	switch n := n.(type) {
	case char, dot, set:
		return 1, 1
	case sequence:
		for _, sub := range n {
			l, m := width(sub)
			least, most = least+l, bounded(most+m)
		}
		return least, most
	case choice:
		least = unlimited
		for _, sub := range n {
			l, m := width(sub)
			least, most = min(least, l), max(most, m)
		}
		return least, most
	case capture:
		return width(n.sub)
	case atomic:
		return width(n.sub)
	case again:
		return 0, unlimited
	case repeat:
		l, m := width(n.sub)
		return bounded(l * n.min), bounded(m * n.max)
	case condition:
		return width(choice{n.yes, n.no})
	}
	return 0, 0 // edges and looks
}

func bounded(n int) int {
	if n < 0 || n > unlimited {
		return unlimited
	}
	return n
}
