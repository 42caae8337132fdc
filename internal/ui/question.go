package ui

import (
	"context"
	"errors"
	"strings"

	"github.com/fobcli/fob/internal/cli"
	"github.com/fobcli/fob/internal/output"
)

// question asks for one line of text.
type question struct {
	cli.Question
	line
	problem  string // why the last answer was refused
	stem     string // what was typed before Tab began to go through the names
	cycle    int    // how often Tab was pressed since
	finished bool
	style    styler
}

func (q *question) ended() bool { return q.finished }

// answer is the text, or the default when there is none.
func (q *question) answer() string {
	if a := strings.TrimSpace(q.line.String()); a != "" {
		return a
	}
	return q.Default
}

func (q *question) take(k key) {
	switch k.name {
	case "enter":
		q.submit()
	case "tab":
		q.complete()
	default:
		k.text = strings.TrimRight(k.text, "\r\n") // of a paste
		if q.edit(k) {
			q.problem, q.cycle = "", 0
		}
	}
}

func (q *question) submit() {
	if q.Validate != nil {
		if err := q.Validate(q.answer()); err != nil {
			q.problem = err.Error()
			return
		}
	}
	q.problem, q.finished = "", true
}

// complete fills in as much as all matching names share; from then on each Tab
// takes the next of them.
func (q *question) complete() {
	if q.cycle == 0 {
		q.stem = q.line.String()
	}
	names := matching(q.Suggestions, q.stem)
	if len(names) == 0 {
		return
	}
	q.problem = ""
	if common := commonStart(names); q.cycle == 0 && len(common) > len(q.stem) {
		q.set(common)
		if len(names) > 1 {
			return
		}
	}
	q.set(names[q.cycle%len(names)])
	q.cycle++
}

// matching returns the names that begin with text, in any case.
func matching(names []string, text string) []string {
	var out []string
	for _, n := range names {
		if len(n) >= len(text) && strings.EqualFold(n[:len(text)], text) {
			out = append(out, n)
		}
	}
	return out
}

func commonStart(names []string) string {
	common := names[0]
	for _, n := range names[1:] {
		for !strings.HasPrefix(n, common) {
			common = common[:len(common)-1]
		}
	}
	return common
}

func (q *question) frame(columns, _ int) frame {
	label := promptText(q.Question)
	if q.finished {
		return frame{lines: []shown{clip(label+escaped(q.answer()), columns-1)}}
	}
	f := frame{x: width(label)}
	if columns-f.x < 20 { // a long label gets a line of its own
		f.lines, f.x, f.y = []shown{clip(label, columns-1)}, 2, 1
		label = "  "
	}
	typed, cursor := q.window(columns - f.x - 1)
	f.x += cursor
	f.lines = append(f.lines, label+typed)
	if below := q.below(columns - 1); below != "" {
		f.lines = append(f.lines, below)
	}
	return f
}

// below is the line under the answer: what is wrong with it, what it stands
// for, or the names that it could become.
func (q *question) below(columns int) shown {
	if q.problem != "" {
		return q.style(output.Alarm, clip("  "+escaped(q.problem), columns))
	}
	if q.Note != nil {
		if note := q.Note(q.answer()); note != "" {
			return q.style(output.Faint, clip("  "+escaped(note), columns))
		}
	}
	stem := q.line.String()
	if q.cycle > 0 {
		stem = q.stem
	}
	names := matching(q.Suggestions, stem)
	if len(names) == 0 || len(names) == 1 && names[0] == q.answer() {
		return "" // nothing that is not taken already
	}
	return q.style(output.Faint, "  "+clip("Tab: "+escaped(strings.Join(names, "  ")), columns-2))
}

// promptText is the question with its default: "Label [Default]: ". A label
// that ends in a blank stands as it is.
func promptText(q cli.Question) shown {
	switch {
	case strings.HasSuffix(q.Label, " "):
		return escaped(q.Label)
	case q.Default == "":
		return escaped(q.Label) + ": "
	}
	return escaped(q.Label) + " [" + escaped(q.Default) + "]: "
}

// Ask asks for one line, as cli.Asker says.
func (t *Terminal) Ask(ctx context.Context, q cli.Question) (string, error) {
	if t.plain {
		return t.askPlain(ctx, q)
	}
	p := &question{Question: q, style: t.style}
	if err := t.run(ctx, p); err != nil {
		return "", err
	}
	return p.answer(), nil
}

// Confirm asks yes or no, as cli.Asker says. Enter is always needed, so that
// it never reaches the next question by habit.
func (t *Terminal) Confirm(ctx context.Context, text string, def bool) (bool, error) {
	choices, standard := "[y/N]", "n"
	if def {
		choices, standard = "[Y/n]", "y"
	}
	q := cli.Question{Label: text + " " + choices + " ", Default: standard, Validate: func(s string) error {
		if _, ok := yesOrNo(s, standard); !ok {
			return errors.New("answer y for yes or n for no")
		}
		return nil
	}}
	a, err := t.Ask(ctx, q)
	if err != nil {
		return false, err
	}
	yes, _ := yesOrNo(a, standard)
	return yes, nil
}

func yesOrNo(s, standard string) (yes, ok bool) {
	if s == "" {
		s = standard
	}
	switch strings.ToLower(s) {
	case "y", "yes":
		return true, true
	case "n", "no":
		return false, true
	}
	return false, false
}
