package pattern

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// escape reads what stands behind a backslash, outside a set.
func (p *parser) escape() (node, error) {
	r, ok := p.next()
	if !ok {
		return nil, p.wrong("bad escape (end of pattern)")
	}
	switch r {
	case 'A', 'Z':
		return edge{kind: r}, nil
	case 'b', 'B':
		return edge{kind: r, ascii: p.flags.ascii}, nil
	case 'd', 'D', 's', 'S', 'w', 'W':
		return set{items: []item{{class: r, ascii: p.flags.ascii}}}, nil
	}
	if r >= '1' && r <= '9' {
		if octal, ok := p.octal(); ok {
			return char{octal, p.flags.fold}, nil
		}
		group := int(r - '0')
		if p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9' {
			group = group*10 + int(p.text[p.at]-'0')
			p.at++
		}
		return p.backTo(group)
	}
	c, err := p.character(r)
	return char{c, p.flags.fold}, err
}

// octal reads three octal digits, the first of which is taken.
func (p *parser) octal() (rune, bool) {
	if p.at+2 > len(p.text) {
		return 0, false
	}
	digits := string(p.text[p.at-1 : p.at+2])
	n, err := strconv.ParseUint(digits, 8, 32)
	if err != nil || len(digits) != 3 || n > 0o377 {
		return 0, false
	}
	p.at += 2
	return rune(n), true
}

// character reads an escape that means one character; r is taken.
func (p *parser) character(r rune) (rune, error) {
	if i := strings.IndexRune("afnrtv", r); i >= 0 {
		return rune("\a\f\n\r\t\v"[i]), nil
	}
	digits := map[rune]int{'x': 2, 'u': 4, 'U': 8}[r]
	switch {
	case digits > 0:
		return p.hex(digits)
	case r == '0':
		return p.upToOctal(2), nil
	case r < utf8.RuneSelf && isWord(r) && r != '_':
		return 0, p.wrong(`bad escape \` + string(r))
	}
	return r, nil
}

func (p *parser) hex(digits int) (rune, error) {
	end := min(p.at+digits, len(p.text))
	n, err := strconv.ParseUint(string(p.text[p.at:end]), 16, 32)
	if err != nil || end-p.at != digits || n > utf8.MaxRune {
		return 0, p.wrong(`incomplete escape \` + string(p.text[p.at-1:end]))
	}
	p.at = end
	return rune(n), nil
}

// upToOctal reads at most n octal digits.
func (p *parser) upToOctal(n int) (value rune) {
	for ; n > 0 && p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '7'; n-- {
		value = value*8 + p.text[p.at] - '0'
		p.at++
	}
	return value
}

// set reads what stands between brackets; the first is taken.
func (p *parser) set() (node, error) {
	start := p.at - 1
	s := set{fold: p.flags.fold, negate: p.take("^")}
	for first := true; ; first = false {
		if !first && p.take("]") {
			return s, nil
		}
		from, err := p.setItem(start)
		if err != nil {
			return nil, err
		}
		if !p.sees("-") || p.sees("-]") || p.at+1 >= len(p.text) {
			s.items = append(s.items, from)
			continue
		}
		p.at++
		to, err := p.setItem(start)
		if err != nil {
			return nil, err
		}
		if from.class != 0 || to.class != 0 || to.from < from.from {
			return nil, p.wrong("bad character range")
		}
		s.items = append(s.items, item{from: from.from, to: to.from})
	}
}

// setItem reads one character or class of a set.
func (p *parser) setItem(start int) (item, error) {
	r, ok := p.next()
	if !ok {
		p.at = start
		return item{}, p.wrong("unterminated character set")
	}
	if r != '\\' {
		return item{from: r, to: r}, nil
	}
	if r, ok = p.next(); !ok {
		return item{}, p.wrong("bad escape (end of pattern)")
	}
	if slices.Contains([]rune("dDsSwW"), r) {
		return item{class: r, ascii: p.flags.ascii}, nil
	}
	if r == 'b' {
		return item{from: '\b', to: '\b'}, nil
	}
	if r >= '0' && r <= '7' {
		p.at--
		octal := p.upToOctal(3)
		if octal > 0o377 {
			return item{}, p.wrong("octal escape value outside of range 0-0o377")
		}
		return item{from: octal, to: octal}, nil
	}
	c, err := p.character(r)
	return item{from: c, to: c}, err
}
