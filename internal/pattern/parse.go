package pattern

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// flags are those of a place in the expression.
type flags struct{ fold, multi, all, ascii, verbose bool }

// parser reads an expression by recursive descent. Source: Python's
// re documentation and Lib/re/_parser.py.
type parser struct {
	text   []rune
	at     int
	flags  flags
	groups int
	names  map[string]int
	asked  int   // the highest group that a condition asks for
	open   []int // groups that are not closed yet
	depth  int
	// within a look-behind: only groups that were closed before it exist
	looking bool
	known   int
}

// deepest bounds nesting, so that no expression exhausts the stack.
const deepest = 200

func (p *parser) parse() (node, error) {
	if err := p.globalFlags(); err != nil {
		return nil, err
	}
	n, err := p.choice()
	if err != nil {
		return nil, err
	}
	if p.at < len(p.text) {
		return nil, p.wrong("unbalanced parenthesis")
	}
	if p.asked > p.groups {
		return nil, p.wrong("invalid group reference " + strconv.Itoa(p.asked))
	}
	return n, nil
}

func (p *parser) wrong(what string) error { return fmt.Errorf("%s at position %d", what, p.at) }

// take reports whether s stands here, and goes past it.
func (p *parser) take(s string) bool {
	if !p.sees(s) {
		return false
	}
	p.at += len([]rune(s))
	return true
}

func (p *parser) sees(s string) bool {
	want := []rune(s)
	return p.at+len(want) <= len(p.text) && slices.Equal(p.text[p.at:p.at+len(want)], want)
}

func (p *parser) next() (rune, bool) {
	if p.at >= len(p.text) {
		return 0, false
	}
	p.at++
	return p.text[p.at-1], true
}

// globalFlags reads (?i) and its like, which stand at the very start alone.
func (p *parser) globalFlags() error {
	for p.sees("(?") {
		end := slices.Index(p.text[p.at:], ')')
		if end < 0 || strings.Trim(string(p.text[p.at+2:p.at+end]), "aiLmsux") != "" || end == 2 {
			return nil
		}
		on := p.text[p.at+2 : p.at+end]
		if err := p.flags.set(string(on), true); err != nil {
			return p.wrong(err.Error())
		}
		p.at += end + 1
	}
	return nil
}

func (f *flags) set(letters string, on bool) error {
	for _, r := range letters {
		switch r {
		case 'i':
			f.fold = on
		case 'm':
			f.multi = on
		case 's':
			f.all = on
		case 'x':
			f.verbose = on
		case 'a', 'u':
			if !on {
				return errors.New("bad inline flags: cannot turn off flags 'a', 'u' and 'L'")
			}
			f.ascii = r == 'a'
		case 'L':
			return errors.New("bad inline flags: cannot use 'L' flag with a text")
		default:
			return errors.New("unknown flag")
		}
	}
	return nil
}

func (p *parser) choice() (node, error) {
	if p.depth++; p.depth > deepest {
		return nil, p.wrong("too many groups within groups")
	}
	defer func() { p.depth-- }()
	var ways choice
	for {
		n, err := p.sequence()
		if err != nil {
			return nil, err
		}
		ways = append(ways, n)
		if !p.take("|") {
			break
		}
	}
	if len(ways) == 1 {
		return ways[0], nil
	}
	return ways, nil
}

func (p *parser) sequence() (node, error) {
	var all sequence
	for {
		p.skipVerbose()
		if p.at == len(p.text) || p.sees("|") || p.sees(")") {
			return all, nil
		}
		n, err := p.atom()
		if err != nil {
			return nil, err
		}
		if n, err = p.repeats(n); err != nil {
			return nil, err
		}
		if _, nothing := n.(empty); !nothing {
			all = append(all, n)
		}
	}
}

// skipVerbose leaves out blanks and comments under (?x).
func (p *parser) skipVerbose() {
	for p.flags.verbose && p.at < len(p.text) {
		switch {
		case strings.ContainsRune(" \t\n\r\v\f", p.text[p.at]):
			p.at++
		case p.text[p.at] == '#':
			for p.at < len(p.text) && p.text[p.at] != '\n' {
				p.at++
			}
		default:
			return
		}
	}
}

func (p *parser) atom() (node, error) {
	r, _ := p.next()
	switch r {
	case '.':
		return dot{p.flags.all}, nil
	case '^', '$':
		return edge{kind: r, multi: p.flags.multi}, nil
	case '(':
		return p.group()
	case '[':
		return p.set()
	case '\\':
		return p.escape()
	case '*', '+', '?':
		p.at--
		return nil, p.wrong("nothing to repeat")
	case '{':
		p.at--
		if _, _, ok := p.count(); ok {
			return nil, p.wrong("nothing to repeat")
		}
		p.at++
	}
	return char{r, p.flags.fold}, nil
}

// repeats reads what says how often n stands.
func (p *parser) repeats(n node) (node, error) {
	p.skipVerbose()
	least, most, ok := p.count()
	if !ok {
		return n, nil
	}
	if least > most {
		return nil, p.wrong("min repeat greater than max repeat")
	}
	switch n.(type) {
	case empty, edge:
		return nil, p.wrong("nothing to repeat")
	}
	r := repeat{min: least, max: most, sub: n}
	if p.take("?") {
		r.lazy = true
	} else if p.take("+") {
		r.possessive = true
	}
	p.skipVerbose()
	before := p.at
	if _, _, again := p.count(); again {
		p.at = before
		return nil, p.wrong("multiple repeat")
	}
	return r, nil
}

// count reads * + ? {m} {m,} {,n} or {m,n}; anything else stands for itself.
func (p *parser) count() (least, most int, ok bool) {
	switch {
	case p.take("*"):
		return 0, unlimited, true
	case p.take("+"):
		return 1, unlimited, true
	case p.take("?"):
		return 0, 1, true
	case !p.sees("{"):
		return 0, 0, false
	}
	before := p.at
	p.at++
	if p.sees("}") {
		p.at = before
		return 0, 0, false
	}
	least, hasLow := p.number()
	most, hasHigh := least, hasLow
	if p.take(",") {
		most, hasHigh = p.number()
	}
	if !hasHigh {
		most = unlimited
	}
	if !p.take("}") {
		p.at = before
		return 0, 0, false
	}
	return least, most, true
}

// number reads decimal digits. Numbers too large to count to are unlimited.
func (p *parser) number() (n int, ok bool) {
	for p.at < len(p.text) && p.text[p.at] >= '0' && p.text[p.at] <= '9' {
		n, ok = min(n*10+int(p.text[p.at]-'0'), unlimited), true
		p.at++
	}
	return n, ok
}
