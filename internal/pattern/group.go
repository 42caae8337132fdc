package pattern

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// group reads what stands between parentheses; the first is taken.
func (p *parser) group() (node, error) {
	start, outer := p.at-1, p.flags
	n, err := p.groupAt(start)
	p.flags = outer
	return n, err
}

func (p *parser) groupAt(start int) (node, error) {
	switch {
	case !p.take("?"):
		return p.numbered("", start)
	case p.take("P<"):
		name, err := p.name('>')
		if err != nil {
			return nil, err
		}
		return p.numbered(name, start)
	case p.take("P="):
		return p.named()
	case p.take(":"):
		return p.inside(start)
	case p.take(">"):
		sub, err := p.inside(start)
		return atomic{sub}, err
	case p.take("#"):
		for p.at < len(p.text) && p.text[p.at] != ')' {
			p.at++
		}
		if !p.take(")") {
			p.at = start
			return nil, p.wrong("missing ), unterminated comment")
		}
		return empty{}, nil
	case p.take("="), p.take("!"):
		sub, err := p.inside(start)
		return look{negate: p.text[start+2] == '!', sub: sub}, err
	case p.take("<="), p.take("<!"):
		return p.behind(start)
	case p.take("("):
		return p.condition(start)
	}
	return p.flagged(start)
}

// inside reads up to the closing parenthesis.
func (p *parser) inside(start int) (node, error) {
	n, err := p.choice()
	if err != nil {
		return nil, err
	}
	if !p.take(")") {
		p.at = start
		return nil, p.wrong("missing ), unterminated subpattern")
	}
	if _, nothing := n.(empty); nothing {
		n = sequence(nil)
	}
	return n, nil
}

func (p *parser) numbered(name string, start int) (node, error) {
	p.groups++
	group := p.groups
	if name != "" {
		if old, taken := p.names[name]; taken {
			return nil, p.wrong(fmt.Sprintf("redefinition of group name %q as group %d; was group %d", name, group, old))
		}
		p.names[name] = group
	}
	p.open = append(p.open, group)
	sub, err := p.inside(start)
	p.open = p.open[:len(p.open)-1]
	return capture{group, sub}, err
}

// named reads the rest of (?P=name).
func (p *parser) named() (node, error) {
	name, err := p.name(')')
	if err != nil {
		return nil, err
	}
	group, ok := p.names[name]
	if !ok {
		return nil, p.wrong(fmt.Sprintf("unknown group name %q", name))
	}
	return p.backTo(group)
}

// backTo is a reference to a group, which must be closed by now.
func (p *parser) backTo(group int) (node, error) {
	if group > p.groups {
		return nil, p.wrong("invalid group reference " + strconv.Itoa(group))
	}
	return again{group, p.flags.fold}, p.closed(group)
}

// closed refuses a reference to a group that cannot have matched yet.
func (p *parser) closed(group int) error {
	switch {
	case slices.Contains(p.open, group):
		return p.wrong("cannot refer to an open group")
	case p.looking && group > p.known:
		return p.wrong("cannot refer to group defined in the same lookbehind subpattern")
	}
	return nil
}

// name reads the name of a group and the character that ends it.
func (p *parser) name(end rune) (string, error) {
	n := slices.Index(p.text[p.at:], end)
	if n < 0 {
		return "", p.wrong("missing " + string(end) + ", unterminated name")
	}
	name := string(p.text[p.at : p.at+n])
	if !isName(name) {
		return "", p.wrong(fmt.Sprintf("bad character in group name %q", name))
	}
	p.at += n + 1
	return name, nil
}

func isName(s string) bool {
	for i, r := range s {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return false
		}
	}
	return s != ""
}

// behind reads the rest of a look-behind, which must have one width.
func (p *parser) behind(start int) (node, error) {
	outermost := !p.looking
	if outermost {
		p.looking, p.known = true, p.groups
	}
	sub, err := p.inside(start)
	if outermost {
		p.looking = false
	}
	if err != nil {
		return nil, err
	}
	least, most := width(sub)
	if least != most {
		p.at = start
		return nil, p.wrong("look-behind requires fixed-width pattern")
	}
	return look{behind: true, negate: p.text[start+3] == '!', width: least, sub: sub}, nil
}

// mostGroups is far more than anybody writes.
const mostGroups = 1000

// condition reads the rest of (?(group)yes|no).
func (p *parser) condition(start int) (node, error) {
	end := slices.Index(p.text[p.at:], ')')
	if end < 0 {
		return nil, p.wrong("missing ), unterminated name")
	}
	word := string(p.text[p.at : p.at+end])
	group, named := p.names[word]
	if !named {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > mostGroups || word[0] == '+' {
			return nil, p.wrong(fmt.Sprintf("unknown group %q", word))
		}
		group, p.asked = n, max(p.asked, n) // it may follow below
	}
	p.at += end + 1
	if p.looking {
		if err := p.closed(group); err != nil {
			return nil, err
		}
	}
	c := condition{group: group, no: empty{}}
	var err error
	if c.yes, err = p.sequence(); err != nil {
		return nil, err
	}
	if p.take("|") {
		if c.no, err = p.sequence(); err != nil {
			return nil, err
		}
		if p.sees("|") {
			return nil, p.wrong("conditional backref with more than two branches")
		}
	}
	if !p.take(")") {
		p.at = start
		return nil, p.wrong("missing ), unterminated subpattern")
	}
	return c, nil
}

// flagged reads the rest of (?i:…) or (?i-s:…).
func (p *parser) flagged(start int) (node, error) {
	colon, closing := slices.Index(p.text[p.at:], ':'), slices.Index(p.text[p.at:], ')')
	if closing >= 0 && (colon < 0 || closing < colon) &&
		closing > 0 && strings.Trim(string(p.text[p.at:p.at+closing]), "aiLmsux") == "" {
		p.at = start
		return nil, p.wrong("global flags not at the start of the expression")
	}
	if colon < 0 {
		return nil, p.wrong("unknown extension ?" + string(p.text[p.at:min(p.at+1, len(p.text))]))
	}
	on, off, both := strings.Cut(string(p.text[p.at:p.at+colon]), "-")
	err := p.flags.set(on, true)
	if err == nil {
		err = p.flags.set(off, false)
	}
	if err == nil && (both && off == "" || on+off == "") {
		err = fmt.Errorf("missing flag")
	}
	if err != nil {
		return nil, p.wrong(err.Error())
	}
	p.at += colon + 1
	return p.inside(start)
}
