package ui

import (
	"context"
	"fmt"
	"strings"

	"github.com/fobcli/fob/internal/cli"
	"github.com/fobcli/fob/internal/output"
)

// pickerRows is how many rows of a list are shown at once.
const pickerRows = 10

// picker lets a person choose one row of a list, which shrinks to the rows
// that hold every word typed.
type picker struct {
	title    string
	labels   []shown
	haystack []string // label and detail in lower case
	filter   line
	rows     []int // the rows that match, as places in labels
	at       int   // the row under the cursor, as a place in rows
	top      int   // the first row shown, as a place in rows
	visible  int   // how many rows are shown
	chosen   int   // -1 until Enter
	style    styler
}

func newPicker(c cli.Choice, style styler) *picker {
	p := &picker{title: c.Title, labels: rowTexts(c.Items), visible: pickerRows, chosen: -1, style: style}
	for _, it := range c.Items {
		p.haystack = append(p.haystack, haystack(it))
	}
	p.narrow()
	p.move(c.Initial)
	return p
}

func haystack(it cli.Item) string { return strings.ToLower(it.Label + " " + it.Detail) }

func (p *picker) ended() bool { return p.chosen >= 0 }

func (p *picker) take(k key) {
	switch k.name {
	case "enter":
		if len(p.rows) > 0 {
			p.chosen = p.rows[p.at]
		}
	case "up", "ctrl+p":
		p.move(-1)
	case "down", "ctrl+n", "tab":
		p.move(1)
	case "pgup":
		p.move(-p.visible)
	case "pgdown":
		p.move(p.visible)
	case "home":
		p.move(-len(p.rows))
	case "end":
		p.move(len(p.rows))
	case "esc":
		p.filter.set("")
		p.narrow()
	default:
		if p.filter.edit(k) {
			p.narrow()
		}
	}
}

// narrow finds the rows that hold every word of the filter. The row under the
// cursor stays under it if it still matches.
func (p *picker) narrow() {
	under := -1
	if len(p.rows) > 0 {
		under = p.rows[p.at]
	}
	p.rows, p.at, p.top = nil, 0, 0
	words := strings.Fields(strings.ToLower(p.filter.String()))
	for i, h := range p.haystack {
		if holdsAll(h, words) {
			if i == under {
				p.at = len(p.rows)
			}
			p.rows = append(p.rows, i)
		}
	}
	p.move(0)
}

func holdsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// move moves the cursor by rows and keeps it in sight.
func (p *picker) move(by int) {
	p.at = max(0, min(p.at+by, len(p.rows)-1))
	if p.at < p.top {
		p.top = p.at
	}
	if p.at >= p.top+p.visible {
		p.top = p.at - p.visible + 1
	}
	p.top = max(0, min(p.top, len(p.rows)-p.visible))
}

// frame draws the list; once a row is chosen, nothing stays on the screen.
func (p *picker) frame(columns, rows int) frame {
	if p.ended() {
		return frame{}
	}
	p.visible = max(1, min(pickerRows, rows-3))
	p.move(0)
	head := asQuestion(p.title) + " "
	typed, cursor := p.filter.window(max(10, columns-width(head)-1))
	lines := []shown{head + typed}
	for i := p.top; i < min(p.top+p.visible, len(p.rows)); i++ {
		text := p.labels[p.rows[i]]
		if i == p.at {
			lines = append(lines, p.style(output.Accent, clip("> "+text, columns-1)))
		} else {
			lines = append(lines, clip("  "+text, columns-1))
		}
	}
	lines = append(lines, p.style(output.Faint, clip(shown("  "+p.footer()), columns-1)))
	return frame{lines: lines, x: width(head) + cursor}
}

func (p *picker) footer() string {
	count := fmt.Sprintf("%d of %d", len(p.rows), len(p.labels))
	switch {
	case len(p.rows) == 0:
		return "Nothing matches. Esc clears what was typed."
	case len(p.rows) == len(p.labels) && len(p.rows) <= p.visible:
		return "Type to filter, arrows to move, Enter to choose."
	}
	return count + ". Type to filter, arrows to move, Enter to choose."
}

// Pick lets the person choose, as cli.Asker says.
func (t *Terminal) Pick(ctx context.Context, c cli.Choice) (int, error) {
	if t.plain {
		return t.pickPlain(ctx, c)
	}
	p := newPicker(c, t.style)
	if err := t.run(ctx, p); err != nil {
		return 0, err
	}
	return p.chosen, nil
}
