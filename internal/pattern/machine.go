package pattern

// span is what a group has matched; it has matched when set is true.
type span struct {
	start, end int
	set        bool
}

// machine matches expressions against one text. Each node is matched with what
// has to follow it, so that going back to try another way is returning false.
type machine struct {
	input    []rune
	captures []span
	steps    int
}

// match tries the expression at a place and returns where the match ends. One
// that spans nothing does not count: Python goes on from there, too.
func (m *machine) match(root node, at int) (end int, ok bool) {
	clear(m.captures)
	ok = m.run(root, at, func(i int) bool { end = i; return i > at })
	return end, ok
}

// run matches n at i, and then what follows from where it ends.
func (m *machine) run(n node, i int, then func(int) bool) bool {
	if m.steps++; m.steps > budget {
		return false
	}
	switch n := n.(type) {
	case char:
		return i < len(m.input) && same(m.input[i], n.r, n.fold) && then(i+1)
	case dot:
		return i < len(m.input) && (n.all || m.input[i] != '\n') && then(i+1)
	case set:
		return i < len(m.input) && n.has(m.input[i]) && then(i+1)
	case edge:
		return m.at(n, i) && then(i)
	case sequence:
		return m.sequence(n, i, then)
	case choice:
		for _, sub := range n {
			if m.run(sub, i, then) {
				return true
			}
		}
		return false
	case capture:
		return m.capture(n, i, then)
	case again:
		return m.again(n, i, then)
	case repeat:
		if n.possessive {
			n.possessive = false
			return m.run(atomic{n}, i, then)
		}
		return m.repeat(n, i, 0, then)
	case look:
		return m.look(n, i) && then(i)
	case atomic:
		end, ok := m.alone(n.sub, i)
		return ok && then(end)
	case condition:
		if m.captures[n.group].set {
			return m.run(n.yes, i, then)
		}
		return m.run(n.no, i, then)
	}
	return then(i) // empty
}

func (m *machine) sequence(n sequence, i int, then func(int) bool) bool {
	if len(n) == 0 {
		return then(i)
	}
	return m.run(n[0], i, func(j int) bool { return m.sequence(n[1:], j, then) })
}

func (m *machine) capture(n capture, i int, then func(int) bool) bool {
	return m.run(n.sub, i, func(j int) bool {
		before := m.captures[n.group]
		m.captures[n.group] = span{i, j, true}
		if then(j) {
			return true
		}
		m.captures[n.group] = before
		return false
	})
}

func (m *machine) again(n again, i int, then func(int) bool) bool {
	g := m.captures[n.group]
	if !g.set || g.end-g.start > len(m.input)-i {
		return false
	}
	for k, r := range m.input[g.start:g.end] {
		if !same(m.input[i+k], r, n.fold) {
			return false
		}
	}
	return then(i + g.end - g.start)
}

// repeat matches the rest of a repetition of which count are done. A round that
// matched nothing is the last one: more of them would never end.
func (m *machine) repeat(n repeat, i, count int, then func(int) bool) bool {
	more := func() bool {
		return count < n.max && m.run(n.sub, i, func(j int) bool {
			if j == i && count >= n.min {
				return false
			}
			return m.repeat(n, j, count+1, then)
		})
	}
	switch {
	case count < n.min:
		return more()
	case n.lazy:
		return then(i) || more()
	}
	return more() || then(i)
}

// alone matches n the first way that fits, whatever follows. Its captures stay.
func (m *machine) alone(n node, i int) (end int, ok bool) {
	before := append([]span(nil), m.captures...)
	ok = m.run(n, i, func(j int) bool { end = j; return true })
	if !ok {
		copy(m.captures, before)
	}
	return end, ok
}

func (m *machine) look(n look, i int) bool {
	start := i
	if n.behind {
		if start -= n.width; start < 0 {
			return n.negate
		}
	}
	before := append([]span(nil), m.captures...)
	// What a look-behind matches has a fixed width, so it ends here.
	_, ok := m.alone(n.sub, start)
	if n.negate {
		copy(m.captures, before)
	}
	return ok != n.negate
}

// at reports whether i is the place that n asks for.
func (m *machine) at(n edge, i int) bool {
	last := len(m.input)
	switch n.kind {
	case 'A':
		return i == 0
	case 'Z':
		return i == last
	case '^':
		return i == 0 || n.multi && m.input[i-1] == '\n'
	case '$':
		return i == last || m.input[i] == '\n' && (n.multi || i == last-1)
	}
	word := func(i int) bool { return i >= 0 && i < last && isClass('w', m.input[i], n.ascii) }
	return (word(i-1) != word(i)) == (n.kind == 'b')
}
